import { parse } from 'yaml';
import { perStack } from '../../src/model/lookup.ts';
import type { Stack } from '../../src/model/stack.ts';
import { GiB, type Value } from '../../src/model/value.ts';
import { monitoringFiles } from '../../src/targets/monitoring.ts';
import { planOf, POOLED } from '../targets/stacks.ts';

const QUEUED = { components: { ...POOLED.components, queue: 'kafka' }, links: [...(POOLED.links ?? []), 'api -> queue'] };
const of = (settings: Readonly<Record<string, Value>> = {}): Stack =>
  planOf({ ...QUEUED, settings: { 'machine.memory': 16 * GiB, 'monitoring.exporters': true, 'workload.cacheable_share': 0.3, ...settings } });

/** What most profiles are: no exporters, so that only the application and its pods tell of themselves. */
export const BARE = planOf();
/** Every kind of server with its exporter, on one machine. */
export const MACHINE = of();
/** The same with a guide's thresholds, and a Redis that keeps everything. */
export const GUIDED = of({ 'monitoring.thresholds': 'jewgo', 'cache.redis.maxmemory-policy': 'noeviction' });
/** The same on the nodes of a cluster. */
export const CLUSTER = of({ 'profile.topology': 'cluster', 'profile.ha': true, 'machine.platform': 'gke', 'machine.cpu': 16_000, 'machine.memory': 64 * GiB });

const PYTHON_STACK = {
  components: { proxy: 'nginx', api: 'gunicorn', tasks: 'python', db: 'postgres', cache: 'redis', queue: 'kafka' },
  links: ['proxy -> api', 'api -> db', 'api -> cache', 'api -> queue', 'tasks -> db', 'tasks -> queue'],
};

/** A Python server of requests with a worker beside it. */
export const PYTHON = planOf({ ...PYTHON_STACK, settings: { 'machine.memory': 16 * GiB, 'monitoring.exporters': true } });
/** The same with the thresholds of a guide. */
export const PYTHON_GUIDED = planOf({ ...PYTHON_STACK, settings: { 'machine.memory': 16 * GiB, 'monitoring.exporters': true, 'monitoring.thresholds': 'violentutf' } });

/** A rule as Prometheus reads it. */
export interface RuleData {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
/** A group of them. */
export interface GroupData { readonly name: string; readonly rules: readonly RuleData[] }

/** The text of a rendered file of a plan. */
export function fileOf(plan: Stack, path: string): string {
  const file = monitoringFiles(plan).find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${plan.name} has no ${path}`);
  return file.text;
}

/** Everything that is recorded and alerted on in Kubernetes, where there is most of it. */
export const operatorGroups = perStack((plan): readonly GroupData[] => {
  const rule = parse(fileOf(plan, 'monitoring/kubernetes/rules.yaml')) as { readonly spec: { readonly groups: readonly GroupData[] } };
  return rule.spec.groups;
});

/** The groups of a file of rules. */
export const groupsIn = (plan: Stack, path: string): readonly GroupData[] => (parse(fileOf(plan, path)) as { readonly groups: readonly GroupData[] }).groups;

/** The names of the alerts of a plan, each once. */
export const alertsOf = (plan: Stack): readonly string[] => [...new Set(operatorGroups(plan).flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? [])))].sort();
