import { budgets, type Budget } from '../budgets.ts';
import { showValue } from '../formats/quantity.ts';
import type { Report } from '../model/check.ts';
import { partValue, valueOf } from '../model/lookup.ts';
import { isCluster, isExternal, type Stack } from '../model/stack.ts';
import type { Value } from '../model/value.ts';
import { max_nodes, nodes } from '../settings/cluster.ts';
import { replicas } from '../settings/component.ts';
import { cpu_limit, memory_limit } from '../settings/container.ts';
import { cpu, memory } from '../settings/profile.ts';
import { bottleneck } from '../tiers.ts';
import { readable, shown } from './entry.ts';
import { findingJson, type FindingJson } from './findings.ts';

/** What a run tells of one sized profile. Plain data, so that it can be kept, or come from another thread. */
export interface Summary {
  readonly name: string;
  readonly machine: string;
  /** The stated settings that `--sized` left out. */
  readonly leftOut: readonly string[];
  readonly budgets: readonly Budget[];
  readonly cluster?: ClusterSummary;
  readonly bounds: readonly Bounded[];
  readonly findings: readonly FindingJson[];
  readonly unread: Report['unread'];
  readonly judged: number;
}

/** What no table of budgets shows of a cluster. */
export interface ClusterSummary {
  readonly nodes?: number;
  readonly maxNodes?: number;
  /** The instances of each database, in words. */
  readonly databases: readonly { readonly name: string; readonly instances: string }[];
  /** The tier that is short first, and at how many requests a second. */
  readonly bottleneck?: { readonly component: string; readonly rate: number };
}

/** A worker count or another knob that something bound, and what. */
export interface Bounded {
  readonly id: string;
  readonly value: Value;
  readonly shown: string;
  readonly bound: string;
}

/** The summary of a plan and of what was judged. */
export const summaryOf = (plan: Stack, { findings, unread, judged }: Report, leftOut: readonly string[]): Summary => ({
  name: plan.name,
  machine: machine(plan),
  leftOut,
  budgets: budgets(plan),
  ...(isCluster(plan) ? { cluster: clusterOf(plan) } : {}),
  bounds: boundsOf(plan),
  findings: findings.map(findingJson),
  unread,
  judged,
});

function machine(plan: Stack): string {
  const parts = [cpu, memory].map((setting) => {
    const value = partValue(plan, setting);
    return value === undefined ? '' : `${showValue(value, setting.unit)}${setting.unit === 'millicores' ? ' CPU' : ''}`;
  });
  const text = parts.filter((part) => part !== '').join(', ');
  const count = partValue(plan, nodes);
  if (!isCluster(plan) || count === undefined) return text;
  const most = partValue(plan, max_nodes) ?? count;
  return `${count === 1 ? 'one node' : `${count} nodes`} of ${text}${most > count ? `, ${most} at most` : ''}`;
}

function clusterOf(plan: Stack): ClusterSummary {
  const [count, most, short] = [partValue(plan, nodes), partValue(plan, max_nodes), bottleneck(plan)];
  return {
    ...(count === undefined ? {} : { nodes: count }),
    ...(most === undefined ? {} : { maxNodes: most }),
    databases: plan.components.filter((component) => component.kind === 'postgres' && !isExternal(plan, component)).map((database) => {
      const each = valueOf(plan, database, replicas) ?? 1;
      const [cores = 0, space = 0] = [cpu_limit, memory_limit].map((setting) => valueOf(plan, database, setting));
      return { name: database.name, instances: `${each === 1 ? 'one instance' : `${each} instances`} of ${showValue(cores, 'millicores')} CPU, ${readable(space, 'bytes')}` };
    }),
    ...(short === undefined ? {} : { bottleneck: { component: short.tier.component.name, rate: short.rate } }),
  };
}

/** What something bound; steps on the way to a knob are left out. */
const boundsOf = (plan: Stack): readonly Bounded[] =>
  [...plan.entries.values()].flatMap((entry) => {
    const { id, value, origin, setting } = entry;
    if (origin.from !== 'rule' || origin.bound === undefined || setting.kind === 'demand' || asItWants(setting.kind, origin.bound)) return [];
    return [{ id, value, shown: shown(entry), bound: origin.bound }];
  });

/** A pod of a cluster that gets what it wants is bound by nothing. */
const asItWants = (kind: string, bound: string): boolean => kind === 'container' && bound === 'demand';
