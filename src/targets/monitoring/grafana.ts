import { composeTime } from '../../formats/compose-values.ts';
import { noted, yamlText } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { hasPrometheus } from '../../model/exporters.ts';
import { entryOf, need } from '../../model/lookup.ts';
import { part, type Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { scrape_interval } from '../../settings/monitoring.ts';
import { prometheus_port } from '../../settings/prometheus.ts';
import { besideName } from '../exporters.ts';
import { reasonOf } from '../reason.ts';
import { datasourceFile, providerFile } from './paths.ts';

/** What panels name as the source of their data. */
export const DATASOURCE = 'plumbline';

/** What tells the Grafana beside the stack where its data and its dashboard are; elsewhere it knows. */
export function provisioningFiles(plan: Stack): readonly RenderedFile[] {
  if (!hasPrometheus(plan)) return [];
  const monitoring = part('monitoring');
  const interval = entryOf(plan, monitoring, scrape_interval);
  const datasource = {
    name: 'Prometheus',
    type: 'prometheus',
    uid: DATASOURCE,
    access: 'proxy',
    url: `http://${besideName(plan, 'prometheus')}:${digits(need(plan, monitoring, prometheus_port))}`,
    isDefault: true,
    editable: false,
    jsonData: { httpMethod: 'POST', timeInterval: interval === undefined ? undefined : noted(composeTime(interval.value), reasonOf(interval)) },
  };
  const provider = { name: 'plumbline', type: 'file', disableDeletion: true, allowUiUpdates: false, options: { path: '/etc/grafana/dashboards' } };
  return [
    { path: datasourceFile, text: yamlText([`Where the panels of ${plan.name} ask, rendered by Plumbline.`], { apiVersion: 1, datasources: [datasource] }) },
    { path: providerFile, text: yamlText([`Where Grafana finds the dashboard of ${plan.name}, rendered by Plumbline.`], { apiVersion: 1, providers: [provider] }) },
  ];
}
