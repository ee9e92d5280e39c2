import { settingsOf } from '../model/setting.ts';

const operator = settingsOf('cloudnativepg');
const MANUAL = 'https://cloudnative-pg.io/docs/current/';

/** `postgresql.synchronous.number`: a commit waits for so many standbys. */
export const synchronous_number = operator.count('synchronous.number', { about: 'Standbys that a commit waits for', manual: `${MANUAL}replication/#quorum-based-synchronous-replication`, concern: 'storage' });
export const data_durability = operator.text('synchronous.dataDurability', { about: 'Whether commits wait for ever (required) or go on alone (preferred) when standbys are missing', manual: `${MANUAL}replication/#data-durability-and-synchronous-replication`, oneOf: ['required', 'preferred'], concern: 'storage' });
export const pod_anti_affinity = operator.text('affinity.podAntiAffinityType', { about: 'Whether instances must (required) or should (preferred) run on different nodes', manual: `${MANUAL}scheduling/#pod-affinity-and-anti-affinity`, oneOf: ['required', 'preferred'], concern: 'capacity' });
export const smart_shutdown = operator.time('smartShutdownTimeout', { about: 'Time that sessions have to end by themselves before PostgreSQL ends them', manual: `${MANUAL}instance_manager/#shutdown-control` });
export const primary_update = operator.text('primaryUpdateMethod', { about: 'How the primary is updated last: by a switchover or a restart', manual: `${MANUAL}rolling_update/`, oneOf: ['switchover', 'restart'], concern: 'time' });
export const pdb = operator.flag('enablePDB', { about: 'Whether the operator keeps the primary and the last standby from eviction', manual: `${MANUAL}kubernetes_upgrade/#pod-disruption-budgets`, concern: 'capacity' });
export const status_port = operator.count('status_port', { about: 'Port on which an instance tells the operator how it is', manual: `${MANUAL}networking/`, concern: 'routing' });
export const metrics_port = operator.count('metrics_port', { about: 'Port of the metrics of an instance, or of a pooler', manual: `${MANUAL}monitoring/`, concern: 'monitoring' });
export const api_service_port = operator.count('api_service_port', { about: 'Port of the API server, as its Service has it', manual: `${MANUAL}networking/`, concern: 'routing' });
export const api_server_port = operator.count('api_server_port', { about: 'Port of the API server, as its own machine has it', manual: `${MANUAL}networking/`, concern: 'routing' });
