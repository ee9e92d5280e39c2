import { describe, expect, it } from 'vitest';
import { budgets } from '../../src/budgets.ts';
import { need, partValue, valueOf } from '../../src/model/lookup.ts';
import { part, type Stack } from '../../src/model/stack.ts';
import { GiB, sum } from '../../src/model/value.ts';
import * as cluster from '../../src/settings/cluster.ts';
import { replicas } from '../../src/settings/component.ts';
import * as container from '../../src/settings/container.ts';
import { allocatable_cpu } from '../../src/settings/profile.ts';
import { sizingText } from '../../src/targets/sizing.ts';
import { bottleneck, headroom, tiersOf } from '../../src/tiers.ts';
import { planOf } from './stacks.ts';

const NODES = { 'profile.topology': 'cluster', 'profile.ha': true, 'machine.cpu': 16_000, 'machine.memory': 64 * GiB, 'machine.disk.size': 500 * GiB, 'targets.rps': 5000 };
const onNodes = (platform: string): Stack => planOf({ settings: { ...NODES, 'machine.platform': platform } });
const section = (text: string, title: string): string => text.slice(text.indexOf(`\n## ${title}\n`) + 1).split('\n## ')[0] ?? '';

describe('the nodes of a platform', () => {
  it('are those of the cluster, where it runs on that platform', () => {
    for (const platform of cluster.PLATFORMS) {
      const plan = onNodes(platform);
      const of = (setting: typeof cluster.nodes): number | undefined => valueOf(plan, part('cluster'), setting, platform);
      expect(of(cluster.nodes_with_drain), platform).toBe(partValue(plan, cluster.nodes));
      expect(Math.max(of(cluster.nodes_at_ceiling) ?? 0, of(cluster.nodes_with_drain) ?? 0), platform).toBe(partValue(plan, cluster.max_nodes));
      expect(of(cluster.nodes_in_rollout), platform).toBeGreaterThanOrEqual(of(cluster.nodes_at_target) ?? Infinity);
    }
  });

  it('are asked for one machine as well, and none holds a pod that is larger', () => {
    expect(section(sizingText(planOf()), 'Kubernetes nodes')).toMatch(/\| `gke` \| [0-9.]+ \| \d+MiB \| \d+ \| \d+ \| \d+ \| \d+ \| \d+ \|/);
    const tight = planOf({ settings: { 'machine.cpu': 1000, 'machine.memory': 2 * GiB, 'db.container.cpu_limit': 900 } });
    expect(section(sizingText(tight), 'Kubernetes nodes')).toContain('a pod is larger');
  });
});

describe('SIZING.md of a cluster', () => {
  const plan = onNodes('gke');
  const text = sizingText(plan);

  it('holds what all pods request against all nodes but one', () => {
    const cpu = budgets(plan).find(({ name }) => name === 'cpu');
    expect(cpu?.used).toBe(sum(plan.components.map((component) => need(plan, component, replicas) * need(plan, component, container.cpu_reservation))));
    expect(cpu?.available).toBe((need(plan, part('cluster'), cluster.nodes) - 1) * ((partValue(plan, allocatable_cpu) ?? 0) - (partValue(plan, cluster.daemon_cpu) ?? 0)));
    for (const { name, used, available } of budgets(plan)) expect(used, name).toBeLessThanOrEqual(available);
    expect(section(text, 'Budgets')).toMatch(/all nodes but one/);
  });

  it('has a line for each volume, each disruption budget and the pools of a rolling update', () => {
    expect(section(text, 'Volumes')).toMatch(/- db: a volume of \d+GiB and \d+GiB for the write-ahead log, 3 times: .* % of its volume\./);
    expect(section(text, 'Drains and disruption budgets').match(/^- /gm)?.length).toBe(plan.components.length);
    expect(section(text, 'Connections')).toMatch(/- db: pooler \(\d+ \+ 1 replicas\) x \d+ = \d+; 10 for migrations/);
    expect(sizingText(planOf())).not.toContain('\n## Volumes');
  });

  it('counts partitions against consumers, and what a broker retains against its volume', () => {
    const components = { proxy: 'nginx', api: 'node', db: 'postgres', queue: 'kafka' };
    const links = ['proxy -> api', 'api -> db', 'api -> queue'];
    const lines = (settings: Readonly<Record<string, number>>): string => section(sizingText(planOf({ components, links, settings: { ...NODES, ...settings } })), 'Queues');
    expect(lines({})).toMatch(/- queue: a topic has \d+ partitions for the \d+ consumers .*: each has one at least; 3 brokers, 3 copies, of which 2 must have a message\./);
    expect(lines({})).toMatch(/- queue: a broker holds (\d+) partitions x .* at most, \d+ % of its volume of \d+GiB\./);
    expect(lines({ 'queue.kafka.num.partitions': 3 })).toMatch(/3 partitions for the (\d+) consumers .*: \*\*\d+ would have nothing to do\*\*/);
  });

  it('names the tier that is short first, and the rate', () => {
    const short = bottleneck(plan);
    const least = Math.min(...tiersOf(plan).map((tier) => headroom(tier, tier.ceiling)));
    expect(short?.rate).toBe(Math.floor(5000 * least));
    expect(section(text, 'Capacity')).toContain(`${short?.tier.component.name} is short first: at ${short?.rate}/s`);
  });
});
