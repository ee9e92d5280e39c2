import type { Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { header } from '../kubernetes/header.ts';
import { namespaceOf, stackLabels } from '../kubernetes/labels.ts';
import type { Manifest } from '../kubernetes/plain-object.ts';
import { print } from '../kubernetes/print.ts';
import { dashboardText } from './dashboard.ts';
import { dashboardFile, dashboardMapFile } from './paths.ts';

/** The dashboard as a file to provision or import, and as a ConfigMap for the sidecar that Grafana's chart brings. */
export const dashboardFiles = (plan: Stack): readonly RenderedFile[] => [
  { path: dashboardFile, text: dashboardText(plan) },
  { path: dashboardMapFile, text: print(header(plan, 'The dashboard for a Grafana that looks for ConfigMaps with the label grafana_dashboard'), [dashboardMap(plan)]) },
];

function dashboardMap(plan: Stack): Manifest {
  const metadata = { name: `${plan.name}-dashboard`, namespace: namespaceOf(plan), labels: { ...stackLabels(plan), grafana_dashboard: '1' } };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { [`plumbline-${plan.name}.json`]: dashboardText(plan, 'in a cluster') } };
}
