import { isCluster, type Stack } from '../model/stack.ts';
import type { RenderedFile, Target } from '../model/target.ts';
import { dashboardFiles } from './monitoring/dashboard-files.ts';
import { operatorFiles } from './monitoring/custom-resources.ts';
import { provisioningFiles } from './monitoring/grafana.ts';
import { groupsOf } from './monitoring/groups.ts';
import { alertsFile, prometheusFile, recordingFile } from './monitoring/paths.ts';
import { rulesFile } from './monitoring/rules-file.ts';
import { scrapeConfiguration } from './monitoring/scrape.ts';

/** What Prometheus scrapes, records and alerts on, with thresholds from the plan. */
export const monitoringTarget: Target = {
  name: 'monitoring',
  about: 'what Prometheus scrapes, records and alerts on, for Compose and as resources of its operator',
  render: async (plan) => monitoringFiles(plan),
};

/** The files of a plan: on one machine only what runs there is recorded, in Kubernetes the pods as well. */
export function monitoringFiles(plan: Stack): readonly RenderedFile[] {
  const { recorded, recordedPods, alerts, podAlerts } = groupsOf(plan);
  const inPods = isCluster(plan);
  return [
    ...(inPods ? [] : [{ path: prometheusFile, text: scrapeConfiguration(plan) }]),
    rulesFile(plan, recordingFile, 'Series that Prometheus records: rates, percentiles, and what is used of every budget', [...recorded, ...(inPods ? recordedPods : [])]),
    rulesFile(plan, alertsFile, 'What Prometheus alerts on', [...alerts, ...(inPods ? podAlerts : [])]),
    ...operatorFiles(plan, [...recorded, ...recordedPods, ...alerts, ...podAlerts]),
    ...provisioningFiles(plan),
    ...dashboardFiles(plan),
  ];
}
