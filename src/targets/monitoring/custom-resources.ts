import { noted, printYaml } from '../../formats/yaml-print.ts';
import { isOperated, type Component, type Stack } from '../../model/stack.ts';
import type { RenderedFile } from '../../model/target.ts';
import * as m from '../../settings/monitoring.ts';
import { header } from '../kubernetes/header.ts';
import { labelsOf, namespaceOf, podsOf, stackLabels, type Labels } from '../kubernetes/labels.ts';
import type { Manifest } from '../kubernetes/plain-object.ts';
import { comment, print } from '../kubernetes/print.ts';
import { commentOf } from '../reason.ts';
import type { Group } from './groups.ts';
import { duration } from './promql.ts';
import { groupsData } from './rules-file.ts';
import { isWatched, watched } from './watched.ts';

const FOLDER = 'monitoring/kubernetes';
const RULES = 'rules.yaml';
const MONITORS = 'pod-monitors.yaml';
const DASHBOARD = 'dashboard.yaml';
const API = 'monitoring.coreos.com/v1';

/** The rules and scrapes as resources of the Prometheus operator, apart from the stack: a cluster may be without it. */
export function operatorFiles(plan: Stack, groups: readonly Group[]): readonly RenderedFile[] {
  const monitors = plan.components.filter((component) => isWatched(plan, component)).map((component) => podMonitor(plan, component));
  const files = [...(monitors.length === 0 ? [] : [MONITORS]), RULES];
  const texts: Readonly<Record<string, string>> = {
    [RULES]: print(header(plan, 'Rules for the Prometheus operator'), [prometheusRule(plan, groups)]),
    [MONITORS]: print(header(plan, 'What a Prometheus of the operator scrapes'), monitors),
  };
  return [
    { path: `${FOLDER}/kustomization.yaml`, text: kustomization(plan, [...files, DASHBOARD]) },
    ...files.map((file) => ({ path: `${FOLDER}/${file}`, text: texts[file] ?? '' })),
  ];
}

const kustomization = (plan: Stack, resources: readonly string[]): string =>
  `${comment(header(plan, 'Rules and scrapes as one kustomization', [
    'For a cluster with the Prometheus operator, from the folder above monitoring/:',
    '  kubectl apply -k monitoring/kubernetes/',
    'A Prometheus takes only what its ruleSelector and podMonitorSelector choose: add the labels that yours asks for, below.',
  ]))}${printYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: namespaceOf(plan),
    resources,
    labels: [{ pairs: stackLabels(plan) }],
  })}`;

const metadata = (plan: Stack, name: string, labels: Labels) => ({ name, namespace: namespaceOf(plan), labels });

const prometheusRule = (plan: Stack, groups: readonly Group[]): Manifest => ({
  apiVersion: API,
  kind: 'PrometheusRule',
  metadata: metadata(plan, plan.name, stackLabels(plan)),
  spec: { groups: groupsData(plan, groups) },
});

/** The pods that a component's metrics come from, and the name of their port. Strimzi runs one exporter beside all brokers. */
const scraped = (plan: Stack, component: Component): { readonly labels: Labels; readonly port: string } =>
  component.kind === 'kafka' && isOperated(plan, component)
    ? { labels: { 'strimzi.io/cluster': component.name, 'strimzi.io/name': `${component.name}-kafka-exporter` }, port: 'tcp-prometheus' }
    : { labels: podsOf(plan, component), port: 'metrics' };

function podMonitor(plan: Stack, component: Component): Manifest {
  const interval = watched(plan, component).given(m.scrape_interval);
  const { labels, port } = scraped(plan, component);
  return {
    apiVersion: API,
    kind: 'PodMonitor',
    metadata: metadata(plan, component.name, labelsOf(plan, component)),
    spec: {
      selector: { matchLabels: labels },
      podMetricsEndpoints: [{
        port,
        interval: noted(duration(interval).text, [commentOf(interval)]),
        // The rules know a job by the name of its component, and a stack by its own.
        relabelings: [{ targetLabel: 'job', replacement: component.name }, { targetLabel: 'stack', replacement: plan.name }],
      }],
    },
  };
}
