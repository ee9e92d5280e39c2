import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Finding } from '../../src/model/check.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { GiB } from '../../src/model/value.ts';
import { isAnswering, isApplication } from '../../src/model/who.ts';
import { size } from '../../src/size.ts';
import { once } from './once.ts';
import { clusterDrafts, exactness, pythonClusterDrafts, stackOf, type Draft } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 300);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
const counted = { sized: 0, refused: 0, judged: 0, nodes: 0 };

/** The plan of a draft, or `undefined` where its nodes are refused as too small. */
const { planOf, forget } = once((draft): Stack | undefined => {
  try {
    const plan = size(stackOf(draft));
    counted.sized += 1;
    return plan;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/node is too small/);
    counted.refused += 1;
    return undefined;
  }
});

/** Whether the profile forbids the pooler. */
const unpooled = ({ without = [] }: Draft): boolean => without.includes('pooler');

const optional = (plan: Stack, id: string): number | undefined => {
  const value = plan.entries.get(id)?.value;
  return typeof value === 'number' ? value : undefined;
};
const number = (plan: Stack, id: string): number => {
  const value = optional(plan, id);
  if (value === undefined) throw new Error(`${id} is no number`);
  return value;
};

const always = (body: (draft: Draft) => void, runs = RUNS): void => fc.assert(fc.property(fc.oneof(clusterDrafts, pythonClusterDrafts), body), { numRuns: runs, seed });
const boundOf = (plan: Stack, id: string): string | undefined => {
  const origin = plan.entries.get(id)?.origin;
  return origin?.from === 'rule' ? origin.bound : undefined;
};

/** A heap is that of one process: pods of larger nodes have more of them, each with more requests in flight. */
const processesBehind = (plan: Stack, id: string): number => (id.endsWith('.node.max_old_space_size') ? number(plan, id.replace(/max_old_space_size$/, 'workers')) : 1);

/** What one node has for pods, from the plan's own entries. */
const roomOf = (plan: Stack) => ({
  cpu: number(plan, 'machine.allocatable_cpu') - number(plan, 'cluster.daemon_cpu'),
  memory: number(plan, 'machine.allocatable_memory') - number(plan, 'cluster.daemon_memory'),
  pods: number(plan, 'machine.max_pods') - number(plan, 'cluster.daemon_pods'),
});

/** What runs on the nodes. */
const hosted = (plan: Stack): readonly Component[] => plan.components.filter(({ kind }) => kind !== 'mongodb');

const podOf = (plan: Stack, { name, kind }: Component, count: (of: (setting: string) => number | undefined) => number) => ({
  count: count((setting) => optional(plan, `${name}.${setting}`)),
  cpu: number(plan, `${name}.container.cpu_reservation`),
  memory: number(plan, `${name}.container.memory_reservation`),
  apart: ['postgres', 'redis', 'kafka'].includes(kind),
});

/** Whether pods find places on so many nodes, each pod put by itself on the first node with room: those that must not share one first, then the largest. */
function hold(nodes: number, room: ReturnType<typeof roomOf>, pods: readonly ReturnType<typeof podOf>[]): boolean {
  const left = Array.from({ length: nodes }, () => ({ ...room, taken: new Set<object>() }));
  const share = (pod: (typeof pods)[number]): number => Math.max(pod.cpu / room.cpu, pod.memory / room.memory);
  return [...pods].sort((a, b) => Number(b.apart) - Number(a.apart) || share(b) - share(a)).every((pod) => {
    for (let i = 0; i < pod.count; i += 1) {
      const node = left.find((one) => one.cpu >= pod.cpu && one.memory >= pod.memory && one.pods >= 1 && !(pod.apart && one.taken.has(pod)));
      if (node === undefined) return false;
      node.cpu -= pod.cpu;
      node.memory -= pod.memory;
      node.pods -= 1;
      node.taken.add(pod);
    }
    return true;
  });
}

describe(`laws over random clusters (seed ${seed})`, () => {
  afterAll(forget);
  afterAll(() => console.info(`laws: ${counted.sized} clusters sized, up to ${counted.nodes} nodes, ${counted.refused} refused as too small, ${counted.judged} relations judged; seed ${seed}`));

  it('law 1: the checker finds nothing in a plan, but a target that the cluster cannot meet', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const report = check(plan);
      counted.judged += report.judged;
      counted.nodes = Math.max(counted.nodes, number(plan, 'cluster.nodes'));
      expect(report.unread).toEqual([]);
      // Who forbids the pooler is told what that leads to.
      const wish = (finding: Finding): boolean => finding.check === 'target-exceeds-capacity' || (finding.check === 'max-connections-far-above-cores' && unpooled(draft)) || (finding.check === 'worker-connections-below-demand' && boundOf(plan, 'proxy.nginx.worker_connections') === 'memory');
      expect(report.findings.filter((finding) => !wish(finding)).map((finding) => `${finding.check} ${finding.component}: ${finding.message}`)).toEqual([]);
    });
  });

  it('law 1: a tier that carries the target is not reported, one far below it is, by name', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const reported = new Set(check(plan).findings.filter((finding) => finding.check === 'target-exceeds-capacity').map((finding) => finding.component));
      for (const { name, kind } of plan.components) {
        if (kind === 'python') continue;
        const answers = isAnswering({ kind });
        const asked = answers ? number(plan, `${name}.demand.rps`) : draft.rps;
        const able = optional(plan, `${name}.demand.capacity`);
        if (able === undefined) continue;
        if (asked > 1.2 * able) expect([...reported], name).toContain(name);
        if (asked <= able && (!answers || draft.queries === 0)) expect([...reported], name).not.toContain(name);
      }
    });
  });

  it('law 3: each pod fits a node, and the nodes hold all pods and one more of any component while one of them is drained', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const room = roomOf(plan);
      const nodes = number(plan, 'cluster.nodes');
      for (const one of hosted(plan)) {
        expect(number(plan, `${one.name}.container.cpu_limit`), one.name).toBeLessThanOrEqual(room.cpu);
        expect(number(plan, `${one.name}.container.memory_limit`), one.name).toBeLessThanOrEqual(room.memory);
      }
      for (const rolled of [undefined, ...hosted(plan)]) {
        const pods = hosted(plan).map((one) => podOf(plan, one, (of) => (of('component.replicas') ?? 1) + (one === rolled ? (of('kubernetes.max_surge') ?? 0) : 0)));
        expect(hold(nodes - 1, room, pods), `${nodes} nodes while ${rolled?.name ?? 'nothing'} is updated`).toBe(true);
      }
      const ceiling = hosted(plan).map((one) => podOf(plan, one, (of) => Math.max(of('component.replicas') ?? 1, of('kubernetes.max_replicas') ?? 0)));
      expect(hold(number(plan, 'cluster.max_nodes'), room, ceiling), 'at the ceiling').toBe(true);
    }, RUNS / 5);
  });

  it('law 3: all that can connect at once is within max_connections, poolers of a rolling update included', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const of = (name: string, setting: string): number => optional(plan, `${name}.${setting}`) ?? 0;
      const poolers = plan.components.filter(({ kind }) => kind === 'pgbouncer');
      expect(poolers.length).toBe(unpooled(draft) ? 0 : 1);
      const apis = plan.components.filter(isApplication).map(({ name, kind }) => (of(name, 'kubernetes.max_replicas') + of(name, 'kubernetes.max_surge')) * of(name, kind === 'python' ? 'python.processes' : `${kind}.workers`) * of(name, kind === 'node' ? 'node.pool_max' : 'sqlalchemy.pool_size'));
      const pooled = poolers.map(({ name }) => (of(name, 'component.replicas') + of(name, 'kubernetes.max_surge')) * of(name, 'pgbouncer.max_db_connections'));
      const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
      expect(sum(poolers.length > 0 ? pooled : apis)).toBeLessThanOrEqual(of('db', 'postgres.max_connections') - of('db', 'postgres.superuser_reserved_connections') - of('db', 'postgres.reserved_connections'));
      for (const { name } of poolers) expect(sum(apis)).toBeLessThanOrEqual(of(name, 'pgbouncer.max_client_conn'));
    });
  });

  it('law 3: what the log may take fits its own volume, on every instance', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const volume = number(plan, 'db.container.wal_volume_size');
      expect(number(plan, 'db.postgres.max_wal_size') * 2.5).toBeLessThanOrEqual(volume);
      expect(volume + number(plan, 'db.container.volume_size')).toBeLessThanOrEqual(Math.max(draft.diskSize, 2 * GiB));
    });
  });

  it('law 4: a larger target lowers no capacity and no number of pods', () => {
    always((draft) => {
      // Without a pooler the pods are bounded by what the database carries, not by the target.
      if (unpooled(draft)) return;
      const [before, after] = [planOf(draft), planOf({ ...draft, rps: draft.rps * 2 })];
      if (before === undefined || after === undefined) return;
      for (const [id, { value }] of before.entries) {
        if (typeof value === 'number' && /demand\.capacity$|component\.replicas$|kubernetes\.max_replicas$|db\.container\.(cpu|memory)_limit$/.test(id)) expect(number(after, id), id).toBeGreaterThanOrEqual(value * exactness(draft));
      }
    });
  });

  it('law 4: a larger node lowers no capacity, no limit of a pod and no memory setting', () => {
    always((draft) => {
      const before = planOf(draft);
      if (before === undefined) return;
      for (const larger of [{ ...draft, cpu: draft.cpu + 1000 }, { ...draft, memory: draft.memory + GiB }]) {
        const after = planOf(larger);
        if (after === undefined) throw new Error(`a larger node was refused: ${JSON.stringify(larger)}`);
        for (const [id, { value }] of before.entries) {
          // Without a pooler pods are bounded by connections, and more cores of the database leave less memory for these.
          if (unpooled(draft) && id.endsWith('.demand.capacity')) continue;
          if (typeof value === 'number' && /demand\.capacity$|_limit$|shared_buffers|effective_cache_size|maintenance_work_mem|max_old_space_size|redis\.maxmemory$|(node|gunicorn|uvicorn)\.workers$/.test(id) && !/limit_|pids_limit|temp_file_limit|connection_limit/.test(id)) expect(number(after, id) * processesBehind(after, id), id).toBeGreaterThanOrEqual(value * processesBehind(before, id));
        }
      }
    });
  });
});
