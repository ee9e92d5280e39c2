import { settingsOf } from '../model/setting.ts';

/** Prometheus and Grafana, where they run on the machine of the stack. */
const monitoring = settingsOf('monitoring');
const FLAGS = 'https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects';

export const prometheus_image = monitoring.text('prometheus.image', { about: 'Container image of Prometheus' });
export const prometheus_port = monitoring.count('prometheus.port', { about: 'Port that Prometheus listens on, inside', min: 1, max: 65535 });
export const prometheus_memory = monitoring.bytes('prometheus.memory_limit', { about: 'Memory limit of Prometheus' });
export const prometheus_cpu = monitoring.cores('prometheus.cpu_limit', { about: 'CPU limit of Prometheus' });
export const prometheus_pids = monitoring.count('prometheus.pids_limit', { about: 'Greatest number of threads of Prometheus' });
export const prometheus_user = monitoring.count('prometheus.run_as_user', { about: 'Numeric user and group of Prometheus' });
export const retention_time = monitoring.time('prometheus.retention.time', { about: 'Age at which Prometheus forgets', manual: FLAGS, min: 3_600_000 });
export const retention_size = monitoring.bytes('prometheus.retention.size', { about: 'Disk above which Prometheus forgets the oldest', manual: FLAGS });

export const grafana_image = monitoring.text('grafana.image', { about: 'Container image of Grafana' });
export const grafana_port = monitoring.count('grafana.port', { about: 'Port that Grafana listens on, inside', min: 1, max: 65535 });
export const grafana_published_port = monitoring.count('grafana.published_port', { about: 'Port of the host that Compose publishes Grafana on', min: 1, max: 65535 });
export const grafana_memory = monitoring.bytes('grafana.memory_limit', { about: 'Memory limit of Grafana' });
export const grafana_cpu = monitoring.cores('grafana.cpu_limit', { about: 'CPU limit of Grafana' });
export const grafana_pids = monitoring.count('grafana.pids_limit', { about: 'Greatest number of threads of Grafana' });
export const grafana_user = monitoring.count('grafana.run_as_user', { about: 'Numeric user and group of Grafana' });
export const grafana_tmpfs = monitoring.bytes('grafana.tmpfs_size', { about: 'Size of the /tmp of Grafana, in memory' });
export const refresh = monitoring.time('grafana.refresh', { about: 'Time after which an open dashboard looks again' });
export const shown_time = monitoring.time('grafana.shown_time', { about: 'Time that a dashboard shows at first' });
