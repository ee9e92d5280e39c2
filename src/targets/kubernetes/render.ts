import { App, Chart } from 'cdk8s';
import { ServiceAccount } from 'cdk8s-plus-27';
import { isExternal, isOperated, type Component, type Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { addAutoscaler } from './autoscaler.ts';
import { addConfigMap, withoutLines } from './config-map.ts';
import { addDisruptionBudget } from './disruption.ts';
import { header } from './header.ts';
import { kustomization } from './kustomization.ts';
import { labelsOf, namespaceOf } from './labels.ts';
import { addNetworkPolicy } from './network.ts';
import { operators } from './operated/index.ts';
import type { Operator } from './operated/operator.ts';
import type { Manifest } from './plain-object.ts';
import { print } from './print.ts';
import { addService } from './service.ts';
import type { Server } from './server.ts';
import { sharedChart } from './shared.ts';
import { servers } from './servers/index.ts';
import { addWorkload } from './workload.ts';

const FOLDER = 'kubernetes';
const NAMESPACE_FILE = 'namespace.yaml';
const KUSTOMIZATION_FILE = 'kustomization.yaml';

/** A file of manifests before it is printed. */
interface ChartFile {
  readonly file: string;
  readonly header: readonly string[];
  readonly chart: Chart;
}

/** The manifests of a plan: one file for each component that runs in the cluster, and what they share. */
export function renderKubernetes(plan: Stack): readonly RenderedFile[] {
  const app = new App();
  const shared = sharedChart(app, plan);
  const settled = withoutLines(plan);
  const charts: ChartFile[] = [{ file: NAMESPACE_FILE, header: header(plan, 'What the components share'), chart: shared }];
  for (const component of plan.components) {
    if (isOperated(plan, component)) {
      const operate = operators[component.kind];
      if (operate !== undefined) charts.push(operatedChart(app, plan, settled, component, operate));
      continue;
    }
    const describe = isExternal(plan, component) ? undefined : servers[component.kind];
    if (describe === undefined) continue;
    const server = describe(plan, component);
    charts.push({ file: fileOf(component), header: header(plan, `Component ${component.name}`, notesOf(plan, component, server)), chart: componentChart(app, plan, settled, component, server) });
  }
  return [
    { path: `${FOLDER}/${KUSTOMIZATION_FILE}`, text: kustomization(plan, charts.map(({ file }) => file)) },
    ...charts.map(({ file, header, chart }) => ({ path: `${FOLDER}/${file}`, text: print(header, chart.toJson() as Manifest[]) })),
  ];
}

/** A component may have any name; no component's has a dot. */
function fileOf(component: Component): string {
  const file = `${component.name}.yaml`;
  return file === NAMESPACE_FILE || file === KUSTOMIZATION_FILE ? `${component.name}.component.yaml` : file;
}

const notesOf = (plan: Stack, component: Component, server: Server): readonly string[] => [
  ...(server.notes ?? []),
  ...(server.data === undefined
    ? []
    : [
        'Kubernetes lets nobody change the claim of a StatefulSet. For a larger disk, grow the claims of the pods and replace the StatefulSet around them:',
        `  kubectl -n ${namespaceOf(plan)} delete statefulset ${component.name} --cascade=orphan`,
      ]),
];

/** The resources by which an operator runs a component. */
function operatedChart(app: App, plan: Stack, settled: Stack, component: Component, operate: Operator): ChartFile {
  const chart = new Chart(app, component.name, { namespace: namespaceOf(plan), labels: labelsOf(plan, component), disableResourceNameHashes: true });
  operate.add(chart, settled, component);
  return { file: fileOf(component), header: header(plan, `Component ${component.name}, run by ${operate.name}`, operate.notes?.(plan, component)), chart };
}

function componentChart(app: App, plan: Stack, settled: Stack, component: Component, server: Server): Chart {
  const chart = new Chart(app, component.name, { namespace: namespaceOf(plan), labels: labelsOf(plan, component), disableResourceNameHashes: true });
  new ServiceAccount(chart, 'service-account', { metadata: { name: component.name }, automountToken: false });
  const configMap = addConfigMap(chart, settled, component, server);
  addService(chart, component, server);
  addWorkload(chart, plan, component, server, configMap);
  addAutoscaler(chart, plan, component);
  addDisruptionBudget(chart, plan, component);
  addNetworkPolicy(chart, plan, component, server);
  return chart;
}
