import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { isExternal, isOperated, type Component, type Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import { addAutoscaler } from './autoscaler.ts';
import { addConfigMap, withoutLines } from './config-map.ts';
import { addDisruptionBudget } from './disruption.ts';
import { addEntrance, entranceNotes } from './entrance.ts';
import { header } from './header.ts';
import { kustomization } from './kustomization.ts';
import { labelsOf, namespaceOf } from './labels.ts';
import { addNetworkPolicy } from './network.ts';
import { operators } from './operated/index.ts';
import type { Operator } from './operated/operator.ts';
import { add, manifestsIn, type Manifest } from './plain-object.ts';
import { print } from './print.ts';
import { addService } from './service.ts';
import type { Server } from './server.ts';
import { sharedChart, sharedNotes } from './shared.ts';
import { annotated, trivyIgnore } from './suppress.ts';
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
  /** Whose file it is, where it is not everybody's. */
  readonly component?: Component;
}

/** The manifests of a plan: one file for each component that runs in the cluster, and what they share. */
export function renderKubernetes(plan: Stack): readonly RenderedFile[] {
  const app = new App();
  const shared = sharedChart(app, plan);
  const charts: ChartFile[] = [{ file: NAMESPACE_FILE, header: header(plan, 'What the components share', sharedNotes), chart: shared }];
  for (const component of plan.components) {
    if (isOperated(plan, component)) {
      const operate = operators[component.kind];
      if (operate !== undefined) charts.push(operatedChart(app, plan, component, operate));
      continue;
    }
    const describe = isExternal(plan, component) ? undefined : servers[component.kind];
    if (describe === undefined) continue;
    const server = describe(plan, component);
    charts.push({ file: fileOf(component), component, header: header(plan, `Component ${component.name}`, notesOf(plan, component, server)), chart: componentChart(app, plan, component, server) });
  }
  return [
    { path: `${FOLDER}/${KUSTOMIZATION_FILE}`, text: kustomization(plan, charts.map(({ file }) => file)) },
    { path: `${FOLDER}/.trivyignore`, text: trivyIgnore(plan) },
    ...charts.map((chart) => ({ path: `${FOLDER}/${chart.file}`, text: print(chart.header, manifestsOf(plan, chart)) })),
  ];
}

const manifestsOf = (plan: Stack, { chart, component }: ChartFile): readonly Manifest[] =>
  manifestsIn(chart).map((manifest) => (component === undefined ? manifest : annotated(plan, component, manifest)));

/** A component may have any name; no component's has a dot. */
function fileOf(component: Component): string {
  const file = `${component.name}.yaml`;
  return file === NAMESPACE_FILE || file === KUSTOMIZATION_FILE ? `${component.name}.component.yaml` : file;
}

const notesOf = (plan: Stack, component: Component, server: Server): readonly string[] => [
  ...(server.notes ?? []),
  ...entranceNotes(plan, component),
  ...(server.data === undefined
    ? []
    : [
        'Kubernetes lets nobody change the claim of a StatefulSet. For a larger disk, grow the claims of the pods and replace the StatefulSet around them:',
        `  kubectl -n ${namespaceOf(plan)} delete statefulset ${component.name} --cascade=orphan`,
      ]),
];

const chartOf = (app: App, plan: Stack, component: Component): Chart =>
  new Chart(app, component.name, { namespace: namespaceOf(plan), labels: labelsOf(plan, component), disableResourceNameHashes: true });

/** The resources by which an operator runs a component. */
function operatedChart(app: App, plan: Stack, component: Component, operate: Operator): ChartFile {
  const chart = chartOf(app, plan, component);
  operate.add(chart, withoutLines(plan), component);
  return { file: fileOf(component), component, header: header(plan, `Component ${component.name}, run by ${operate.name}`, operate.notes?.(plan, component)), chart };
}

function componentChart(app: App, plan: Stack, component: Component, server: Server): Chart {
  const chart = chartOf(app, plan, component);
  add(chart, k8s.KubeServiceAccount, { metadata: { name: component.name }, automountServiceAccountToken: false });
  const configMap = addConfigMap(chart, plan, component, server);
  addService(chart, component, server);
  addEntrance(chart, plan, component);
  addWorkload(chart, plan, component, server, configMap);
  addAutoscaler(chart, plan, component);
  addDisruptionBudget(chart, plan, component);
  addNetworkPolicy(chart, plan, component, server);
  return chart;
}
