import { settingsOf } from '../model/setting.ts';

const container = settingsOf('container');
const kubernetes = settingsOf('kubernetes');
const COMPOSE = 'https://docs.docker.com/reference/compose-file/';
const K8S = 'https://kubernetes.io/docs/concepts/';

export const memory_limit = container.bytes('memory_limit', { about: 'Memory limit of one replica', manual: `${COMPOSE}deploy/#resources` });
export const memory_reservation = container.bytes('memory_reservation', { about: 'Memory kept for one replica', manual: `${COMPOSE}deploy/#resources` });
export const cpu_limit = container.cores('cpu_limit', { about: 'CPU limit of one replica', manual: `${COMPOSE}deploy/#resources` });
export const cpu_reservation = container.cores('cpu_reservation', { about: 'CPU kept for one replica', manual: `${COMPOSE}deploy/#resources` });
export const pids_limit = container.count('pids_limit', { about: 'Greatest number of processes and threads', manual: `${COMPOSE}deploy/#resources`, concern: 'capacity' });
export const nofile = container.count('nofile', { about: 'Open files allowed, soft and hard limit alike', manual: `${COMPOSE}services/#ulimits`, silent: 1024, max: 1_048_576, concern: 'connections' });
export const shm_size = container.bytes('shm_size', { about: 'Size of /dev/shm', manual: `${COMPOSE}services/#shm_size`, silent: 64 * 1024 ** 2 });
export const tmpfs_size = container.bytes('tmpfs_size', { about: 'Size of the /tmp in memory', manual: `${COMPOSE}services/#tmpfs` });
export const stop_grace_period = container.time('stop_grace_period', { about: 'Time from the stop signal to the kill', manual: `${COMPOSE}services/#stop_grace_period`, silent: 10_000 });
export const health_interval = container.time('healthcheck.interval', { about: 'Time between health checks', manual: `${COMPOSE}services/#healthcheck` });
export const health_timeout = container.time('healthcheck.timeout', { about: 'Time a health check may take', manual: `${COMPOSE}services/#healthcheck` });
export const health_retries = container.count('healthcheck.retries', { about: 'Failures in a row until unhealthy', manual: `${COMPOSE}services/#healthcheck`, concern: 'time' });
export const health_start = container.time('healthcheck.start_period', { about: 'Time after the start in which failures do not count', manual: `${COMPOSE}services/#healthcheck` });
export const log_max_size = container.bytes('log.max-size', { about: 'Size at which a log file is rotated', manual: 'https://docs.docker.com/engine/logging/drivers/json-file/', concern: 'storage' });
export const log_max_file = container.count('log.max-file', { about: 'Rotated log files kept', manual: 'https://docs.docker.com/engine/logging/drivers/json-file/', concern: 'storage' });
/** net.core.somaxconn of the container's network namespace. */
export const somaxconn = container.count('somaxconn', { about: 'Longest queue of connections not yet accepted', manual: `${COMPOSE}services/#sysctls`, silent: 4096, concern: 'connections' });
export const volume_size = container.bytes('volume_size', { about: 'Size of the data volume', concern: 'storage' });
/** The write-ahead log has a disk of its own where an operator runs the database. */
export const wal_volume_size = container.bytes('wal_volume_size', { about: 'Size of the volume of the write-ahead log', manual: 'https://cloudnative-pg.io/docs/current/storage/', concern: 'storage' });
export const user = container.count('user', { about: 'Numeric user and group of the process', concern: 'security' });

const HPA = 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/';
export const max_replicas = kubernetes.count('max_replicas', { about: 'Ceiling of the autoscaler', manual: HPA, concern: 'capacity' });
export const max_surge = kubernetes.count('max_surge', { about: 'Extra pods during a rolling update', manual: `${K8S}workloads/controllers/deployment/`, concern: 'capacity' });
export const max_unavailable = kubernetes.count('max_unavailable', { about: 'Pods that may be missing during a rolling update', manual: `${K8S}workloads/controllers/deployment/`, concern: 'capacity' });
export const pdb_max_unavailable = kubernetes.count('pdb_max_unavailable', { about: 'Pods that may be evicted at the same time', manual: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/', concern: 'capacity' });
export const hpa_cpu_utilization = kubernetes.count('hpa_cpu_utilization', { about: 'Share of the CPU request, in percent, that the autoscaler keeps', manual: HPA, concern: 'capacity' });
/** Only where it is stated, or the thresholds of a guide ask for it: memory that Python and V8 have taken they rarely give back. */
export const hpa_memory_utilization = kubernetes.count('hpa_memory_utilization', { about: 'Share of the memory request, in percent, that the autoscaler keeps', manual: HPA, min: 1, concern: 'capacity' });
export const hpa_scale_down_window = kubernetes.time('hpa_scale_down_window', { about: 'Time the load must stay low before pods are removed', manual: HPA, silent: 300_000, max: 3_600_000, concern: 'capacity' });
export const hpa_scale_down_percent = kubernetes.count('hpa_scale_down_percent', { about: 'Share of the pods, in percent, that the autoscaler removes in one period', manual: HPA, silent: 100, min: 1, concern: 'capacity' });
export const hpa_scale_down_pods = kubernetes.count('hpa_scale_down_pods', { about: 'Pods that the autoscaler removes in one period where that is more', manual: HPA, min: 1, concern: 'capacity' });
export const hpa_scale_down_period = kubernetes.time('hpa_scale_down_period', { about: 'Period for which removed pods are counted', manual: HPA, silent: 15_000, min: 1000, max: 1_800_000, concern: 'capacity' });
export const hpa_scale_up_window = kubernetes.time('hpa_scale_up_window', { about: 'Time the load must stay high before pods are added', manual: HPA, silent: 0, max: 3_600_000, concern: 'capacity' });
export const hpa_scale_up_percent = kubernetes.count('hpa_scale_up_percent', { about: 'Share of the pods, in percent, that the autoscaler adds in one period', manual: HPA, silent: 100, min: 1, concern: 'capacity' });
export const hpa_scale_up_pods = kubernetes.count('hpa_scale_up_pods', { about: 'Pods that the autoscaler adds in one period where that is more', manual: HPA, silent: 4, min: 1, concern: 'capacity' });
export const hpa_scale_up_period = kubernetes.time('hpa_scale_up_period', { about: 'Period for which added pods are counted', manual: HPA, silent: 15_000, min: 1000, max: 1_800_000, concern: 'capacity' });
export const grace_period = kubernetes.time('termination_grace_period', { about: 'Time from the end of the pod being asked to the kill', silent: 30_000 });
export const pre_stop_sleep = kubernetes.time('pre_stop_sleep', { about: 'Time a pod keeps serving after it leaves the endpoints' });
export const ready_period = kubernetes.time('readiness_period', { about: 'Time between readiness probes' });
export const ready_timeout = kubernetes.time('readiness_timeout', { about: 'Time a readiness probe may take' });
export const ready_failures = kubernetes.count('readiness_failures', { about: 'Failed readiness probes until a pod gets no traffic', concern: 'time' });
export const live_period = kubernetes.time('liveness_period', { about: 'Time between liveness probes' });
export const live_timeout = kubernetes.time('liveness_timeout', { about: 'Time a liveness probe may take' });
export const live_failures = kubernetes.count('liveness_failures', { about: 'Failed liveness probes until a restart', concern: 'time' });
export const startup_period = kubernetes.time('startup_period', { about: 'Time between startup probes' });
export const startup_failures = kubernetes.count('startup_failures', { about: 'Startup probes that may fail before the pod is restarted', concern: 'time' });
export const ephemeral_storage = kubernetes.bytes('ephemeral_storage', { about: 'Disk that a pod may use outside its volumes', concern: 'storage' });
export const run_as_user = kubernetes.count('run_as_user', { about: 'Numeric user and group of the process', silent: 0, concern: 'security' });
export const min_ready = kubernetes.time('min_ready', { about: 'Time a new pod must be ready before the next is replaced' });
export const progress_deadline = kubernetes.time('progress_deadline', { about: 'Time after which a rollout counts as failed' });
export const revision_history = kubernetes.count('revision_history_limit', { about: 'Old revisions kept for rollback' });
export const anti_affinity_weight = kubernetes.count('anti_affinity_weight', { about: 'Weight of placing two pods of a component on different nodes, 1 to 100', manual: `${K8S}scheduling-eviction/assign-pod-node/`, min: 1, max: 100, concern: 'capacity' });
export const topology_max_skew = kubernetes.count('topology_max_skew', { about: 'By how many pods one zone may have more than another', manual: `${K8S}scheduling-eviction/topology-spread-constraints/`, silent: 1, min: 1, concern: 'capacity' });
export const ndots = kubernetes.count('ndots', { about: 'Dots in a name from which on it is asked for as it is, before the domains of the cluster', manual: `${K8S}services-networking/dns-pod-service/#pod-dns-config`, silent: 5, max: 15, concern: 'routing' });
export const dns_port = kubernetes.count('dns_port', { about: 'Port of the cluster\'s name server', manual: `${K8S}services-networking/dns-pod-service/`, silent: 53, min: 1, max: 65535, concern: 'routing' });
