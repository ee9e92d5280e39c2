import { settingsOf } from '../model/setting.ts';

/** What manifests say around the containers. A plan needs none of these: they are read, judged, and never stated in a profile. */
const kubernetes = settingsOf('kubernetes');
const K8S = 'https://kubernetes.io/docs/';

export const namespace = kubernetes.text('namespace', { about: 'Namespace that the pods run in', manual: `${K8S}concepts/overview/working-with-objects/namespaces/` });
/** `Deployment`, `StatefulSet`, `DaemonSet`, `Job`, `CronJob`, `Pod`, `Cluster`, `Pooler`. */
export const workload = kubernetes.text('workload', { about: 'Kind of object that runs the pods', manual: `${K8S}concepts/workloads/` });
export const stated_replicas = kubernetes.count('stated_replicas', { about: 'Replicas that a workload states although an autoscaler sets them', manual: `${K8S}tasks/run-application/horizontal-pod-autoscale/`, concern: 'capacity' });
export const min_replicas = kubernetes.count('min_replicas', { about: 'Floor of the autoscaler', manual: `${K8S}tasks/run-application/horizontal-pod-autoscale/`, concern: 'capacity' });
export { hpa_memory_utilization } from './container.ts';
export const pdb_min_available = kubernetes.count('pdb_min_available', { about: 'Pods that an eviction must leave', manual: `${K8S}tasks/run-application/configure-pdb/`, concern: 'capacity' });
export const anti_affinity_required = kubernetes.flag('anti_affinity_required', { about: 'No two of its pods may share a node', manual: `${K8S}concepts/scheduling-eviction/assign-pod-node/`, concern: 'capacity' });
export const ephemeral_storage_request = kubernetes.bytes('ephemeral_storage_request', { about: 'Disk kept for a pod outside its volumes', manual: `${K8S}concepts/storage/ephemeral-storage/`, concern: 'storage' });
/** The name of the claim. */
export const claim_once = kubernetes.text('claim_once', { about: 'A disk that one node alone can mount, under pods that a rolling update doubles', manual: `${K8S}concepts/storage/persistent-volumes/#access-modes`, concern: 'storage' });

/** What all containers of one pod take together; stated for the component of its main container. */
export const pod_cpu_request = kubernetes.cores('pod_cpu_request', { about: 'CPU that one pod requests', manual: `${K8S}concepts/configuration/manage-resources-containers/` });
export const pod_memory_request = kubernetes.bytes('pod_memory_request', { about: 'Memory that one pod requests', manual: `${K8S}concepts/configuration/manage-resources-containers/` });
export const pod_cpu_limit = kubernetes.cores('pod_cpu_limit', { about: 'CPU that one pod may use', manual: `${K8S}concepts/configuration/manage-resources-containers/` });
export const pod_memory_limit = kubernetes.bytes('pod_memory_limit', { about: 'Memory that one pod may use', manual: `${K8S}concepts/configuration/manage-resources-containers/` });

/** Of the project. Subject: the namespace and the resource, such as `shop requests.cpu`. */
export const quota_cpu = kubernetes.cores('quota_cpu', { about: 'CPU that a namespace may request or use', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'variable', concern: 'capacity' });
export const quota_memory = kubernetes.bytes('quota_memory', { about: 'Memory that a namespace may request or use', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'variable', concern: 'capacity' });
export const quota_pods = kubernetes.count('quota_pods', { about: 'Pods that a namespace may hold', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'variable', concern: 'capacity' });
/** Of the project: what a node names that the files describe. */
export const nodes = kubernetes.count('nodes', { about: 'Nodes of the cluster', manual: `${K8S}concepts/architecture/nodes/`, concern: 'capacity' });

export const limit_max_cpu = kubernetes.cores('limit_max_cpu', { about: 'CPU that a LimitRange allows one container', manual: `${K8S}concepts/policy/limit-range/` });
export const limit_max_memory = kubernetes.bytes('limit_max_memory', { about: 'Memory that a LimitRange allows one container', manual: `${K8S}concepts/policy/limit-range/` });
export const limit_pod_max_cpu = kubernetes.cores('limit_pod_max_cpu', { about: 'CPU that a LimitRange allows one pod', manual: `${K8S}concepts/policy/limit-range/` });
export const limit_pod_max_memory = kubernetes.bytes('limit_pod_max_memory', { about: 'Memory that a LimitRange allows one pod', manual: `${K8S}concepts/policy/limit-range/` });

const POLICIES = `${K8S}concepts/services-networking/network-policies/`;
export const ingress_isolated = kubernetes.flag('ingress_isolated', { about: 'Only what a NetworkPolicy allows may connect to it', manual: POLICIES, concern: 'security' });
export const egress_isolated = kubernetes.flag('egress_isolated', { about: 'It may connect only to what a NetworkPolicy allows', manual: POLICIES, concern: 'security' });
/** Subject: the other component, or `*` for all; value: the ports, or `*`. */
export const ingress_from = kubernetes.text('ingress_from', { about: 'A component that a NetworkPolicy lets in, and the ports', manual: POLICIES, per: 'component', concern: 'security' });
export const egress_to = kubernetes.text('egress_to', { about: 'A component that a NetworkPolicy lets it connect to, and the ports', manual: POLICIES, per: 'component', concern: 'security' });
export const egress_dns = kubernetes.flag('egress_dns', { about: 'Its NetworkPolicies let it ask for names', manual: POLICIES, concern: 'security' });

/** Subject: the ConfigMap; value: how it is used. Only those whose change no pod notices. */
export const unversioned_config = kubernetes.text('unversioned_config', { about: 'A ConfigMap whose change restarts no pod', manual: `${K8S}concepts/configuration/configmap/`, per: 'volume' });
/** Subject: `readiness`, `liveness` or `startup`. */
export const probe_port = kubernetes.count('probe_port', { about: 'Port that a probe asks', manual: `${K8S}tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`, per: 'variable', concern: 'routing' });
/** Subject: the same; value: the name. */
export const probe_port_unknown = kubernetes.text('probe_port_unknown', { about: 'Name of a port that a probe asks and the container does not have', manual: `${K8S}tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`, per: 'variable', concern: 'routing' });
/** Subject: the same; value: what it asks, such as `GET :8080/healthz`. */
export const probe = kubernetes.text('probe', { about: 'What a probe asks', manual: `${K8S}tasks/configure-pod-container/configure-liveness-readiness-startup-probes/`, per: 'variable', concern: 'time' });
