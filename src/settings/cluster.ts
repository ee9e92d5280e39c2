import { settingsOf } from '../model/setting.ts';

const cluster = settingsOf('cluster');
const K8S = 'https://kubernetes.io/docs/';

/** Nodes that carry the target while one of them is drained and one component is rolled out. */
export const nodes = cluster.count('nodes', { about: 'Nodes of the cluster', manual: `${K8S}concepts/architecture/nodes/`, min: 1, max: 5000 });
/** Nodes that carry every pod that the autoscalers may start. */
export const max_nodes = cluster.count('max_nodes', { about: 'Nodes that the autoscaler of the cluster may add up to', manual: `${K8S}concepts/cluster-administration/node-autoscaling/`, min: 1, max: 5000 });
/** What the agents on each node (network, logs, metrics) take of it. */
export const daemon_cpu = cluster.cores('daemon_cpu', { about: 'CPU that the DaemonSets reserve on each node' });
export const daemon_memory = cluster.bytes('daemon_memory', { about: 'Memory that the DaemonSets reserve on each node' });
export const daemon_pods = cluster.count('daemon_pods', { about: 'Pods of DaemonSets on each node' });

/** How traffic reaches the proxy: by a route of the Gateway API, by an Ingress, or by what you make yourself. */
export const entry = cluster.text('entry', { about: 'Object that lets traffic in: gateway (HTTPRoute), ingress, or none', manual: 'https://gateway-api.sigs.k8s.io/api-types/httproute/', oneOf: ['gateway', 'ingress', 'none'], silent: 'gateway', concern: 'routing' });
export const gateway = cluster.text('gateway', { about: 'Gateway that the HTTPRoute attaches to: its name, or namespace/name', manual: 'https://gateway-api.sigs.k8s.io/api-types/gateway/', silent: 'gateway/public', concern: 'routing' });
export const ingress_class = cluster.text('ingress_class', { about: 'Class of the Ingress; that of the cluster when left out', manual: `${K8S}concepts/services-networking/ingress/#ingress-class`, concern: 'routing' });
export const storage_class = cluster.text('storage_class', { about: 'Class of the volumes; that of the cluster when left out', manual: `${K8S}concepts/storage/storage-classes/`, concern: 'storage' });

/** Subject: the resource as Kubernetes names it. */
export const quota_cpu = cluster.cores('quota_cpu', { about: 'CPU that the namespace may reserve or use', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'resource', subjects: ['requests.cpu', 'limits.cpu'], concern: 'capacity' });
export const quota_bytes = cluster.bytes('quota_bytes', {
  about: 'Memory or disk that the namespace may reserve or use', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'resource',
  subjects: ['requests.memory', 'limits.memory', 'requests.ephemeral-storage', 'limits.ephemeral-storage', 'requests.storage'],
  concern: 'capacity',
});
export const quota_count = cluster.count('quota_count', { about: 'Objects that the namespace may hold', manual: `${K8S}concepts/policy/resource-quotas/`, per: 'resource', subjects: ['pods', 'persistentvolumeclaims'] });
const BOUNDS = ['max', 'min', 'default', 'defaultRequest'];
export const limit_cpu = cluster.cores('limit_cpu', { about: 'CPU that the LimitRange allows or gives a container', manual: `${K8S}concepts/policy/limit-range/`, per: 'resource', subjects: BOUNDS });
export const limit_memory = cluster.bytes('limit_memory', { about: 'Memory that the LimitRange allows or gives a container', manual: `${K8S}concepts/policy/limit-range/`, per: 'resource', subjects: BOUNDS });
export const limit_ephemeral_storage = cluster.bytes('limit_ephemeral_storage', { about: 'Disk outside of volumes that the LimitRange allows or gives a container', manual: `${K8S}concepts/configuration/manage-resources-containers/#local-ephemeral-storage`, per: 'resource', subjects: BOUNDS, concern: 'storage' });

const PRIORITY = `${K8S}concepts/scheduling-eviction/pod-priority-preemption/`;
/** Pods of the cluster that have no class have 0. */
export const store_priority = cluster.count('store_priority', { about: 'Priority of pods that hold data', manual: PRIORITY, max: 1_000_000_000 });
export const stateless_priority = cluster.count('stateless_priority', { about: 'Priority of pods that hold none', manual: PRIORITY, max: 1_000_000_000 });

export const route_timeout = cluster.time('route_timeout', { about: 'Time that the gateway waits for a whole answer of the proxy', manual: 'https://gateway-api.sigs.k8s.io/api-types/httproute/#timeouts-optional' });

/** Platforms of Kubernetes whose nodes are compared. */
export const PLATFORMS = ['gke', 'eks', 'aks', 'kubernetes'] as const;
/** Subject: the platform: a node of the profile's machine on each. */
export const node_cpu = cluster.cores('node_cpu', { about: 'CPU that a node of this machine has left for pods, by platform', per: 'platform', subjects: PLATFORMS });
export const node_memory = cluster.bytes('node_memory', { about: 'Memory that a node of this machine has left for pods, by platform', per: 'platform', subjects: PLATFORMS });
export const node_pods = cluster.count('node_pods', { about: 'Pods that a node of this machine runs, by platform', per: 'platform', subjects: PLATFORMS });
/** The same arithmetic as `nodes`, for each platform. */
export const nodes_at_target = cluster.count('nodes_at_target', { about: 'Nodes of this machine that hold all pods', per: 'platform', subjects: PLATFORMS });
export const nodes_in_rollout = cluster.count('nodes_in_rollout', { about: 'Nodes of this machine that hold all pods and those that a rolling update adds', per: 'platform', subjects: PLATFORMS });
export const nodes_with_drain = cluster.count('nodes_with_drain', { about: 'Nodes of this machine of which one can be drained during a rolling update', per: 'platform', subjects: PLATFORMS });
export const nodes_at_ceiling = cluster.count('nodes_at_ceiling', { about: 'Nodes of this machine that hold every pod that the autoscalers may start', per: 'platform', subjects: PLATFORMS });
