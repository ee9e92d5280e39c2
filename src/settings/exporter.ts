import { settingsOf } from '../model/setting.ts';

/** What an exporter of metrics beside a server takes; one for each copy of the server in Kubernetes, one for all in Compose. */
const exporter = settingsOf('exporter');
const K8S = 'https://kubernetes.io/docs/concepts/';

export const image = exporter.text('image', { about: 'Container image of the exporter' });
export const port = exporter.count('port', { about: 'Port that the exporter is scraped on', min: 1, max: 65535 });
export const memory_limit = exporter.bytes('memory_limit', { about: 'Memory limit of the exporter, reserved whole' });
export const cpu_limit = exporter.cores('cpu_limit', { about: 'CPU limit of the exporter' });
export const cpu_reservation = exporter.cores('cpu_reservation', { about: 'CPU kept for the exporter' });
export const pids_limit = exporter.count('pids_limit', { about: 'Greatest number of threads of the exporter' });
export const run_as_user = exporter.count('run_as_user', { about: 'Numeric user and group of the exporter' });
export const ephemeral_storage = exporter.bytes('ephemeral_storage', { about: 'Disk that the exporter may use: its log', manual: `${K8S}storage/ephemeral-storage/` });
export const ready_period = exporter.time('readiness_period', { about: 'Time between probes of the exporter' });
export const ready_timeout = exporter.time('readiness_timeout', { about: 'Time a probe of the exporter may take' });
export const ready_failures = exporter.count('readiness_failures', { about: 'Failed probes until the exporter gets restarted or counts as not ready' });
