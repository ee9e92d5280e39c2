/** Paths of rendered files of monitoring, relative to the stack. */
export const dashboardFile = 'monitoring/grafana/dashboard.json';
export const datasourceFile = 'monitoring/grafana/datasource.yml';
export const providerFile = 'monitoring/grafana/provider.yml';
export const prometheusFile = 'monitoring/prometheus.yml';
export const recordingFile = 'monitoring/rules/recording.yml';
export const alertsFile = 'monitoring/rules/alerts.yml';

/** What Prometheus reads: its configuration first, its rules beside it. */
export const prometheusFiles: readonly string[] = [prometheusFile, recordingFile, alertsFile];

/** The dashboard for a Grafana that finds ConfigMaps by their label. */
export const dashboardMapFile = 'monitoring/kubernetes/dashboard.yaml';
