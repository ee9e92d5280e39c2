import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Finding } from '../../src/model/check.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { GiB, MiB } from '../../src/model/value.ts';
import { isAnswering } from '../../src/model/who.ts';
import { size } from '../../src/size.ts';
import { once } from './once.ts';
import { drafts, exactness, pythonDrafts, stackOf, type Draft } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 800);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
const counted = { sized: 0, refused: 0, judged: 0 };

/** The plan of a draft, or `undefined` where the machine is refused as too small. */
const { planOf, forget } = once((draft): Stack | undefined => {
  try {
    const plan = size(stackOf(draft));
    counted.sized += 1;
    return plan;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    expect(error.message).toMatch(/too small/);
    counted.refused += 1;
    return undefined;
  }
});

const number = (plan: Stack, id: string): number => {
  const value = plan.entries.get(id)?.value;
  if (typeof value !== 'number') throw new Error(`${id} is no number`);
  return value;
};

const numbersNamed = (plan: Stack, pattern: RegExp): readonly (readonly [string, number])[] =>
  [...plan.entries.values()].filter((entry) => pattern.test(entry.id) && typeof entry.value === 'number').map((entry) => [entry.id, entry.value as number]);

const boundOf = (plan: Stack, id: string): string | undefined => {
  const origin = plan.entries.get(id)?.origin;
  return origin?.from === 'rule' ? origin.bound : undefined;
};

const always = (body: (draft: Draft) => void, runs = RUNS): void => fc.assert(fc.property(fc.oneof(drafts, pythonDrafts), body), { numRuns: runs, seed });

describe(`laws over random profiles (seed ${seed})`, () => {
  afterAll(forget);
  afterAll(() => console.info(`laws: ${counted.sized} profiles sized, ${counted.refused} refused as too small, ${counted.judged} relations judged; seed ${seed}`));

  it('law 1: the checker finds nothing in a plan, but a target that the machine cannot meet', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const report = check(plan);
      counted.judged += report.judged;
      expect(report.unread).toEqual([]);
      // Targets are wishes: where the machine cannot meet them the plan says so, and is right to.
      const wish = (finding: Finding): boolean => finding.check === 'target-exceeds-capacity' || (finding.check === 'worker-connections-below-demand' && boundOf(plan, 'proxy.nginx.worker_connections') === 'memory');
      const findings = report.findings.filter((finding) => !wish(finding));
      expect(findings.map((finding) => `${finding.check} ${finding.component}: ${finding.message}`)).toEqual([]);
    });
  });

  it('law 1: a target within the capacity is not reported, one far above it is', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const reported = new Set(check(plan).findings.filter((finding) => finding.check === 'target-exceeds-capacity').map((finding) => finding.component));
      for (const component of plan.components.filter(isAnswering)) {
        const demand = number(plan, `${component.name}.demand.rps`);
        const capacity = number(plan, `${component.name}.demand.capacity`);
        if (demand > 1.2 * capacity) expect([...reported]).toContain(component.name);
      }
    });
  });

  it('law 3: the limits of all components together fit the machine, and each worst case fits its limit', () => {
    always((draft) => {
      const plan = planOf(draft);
      if (plan === undefined) return;
      const hosted = plan.components.filter(({ kind }) => kind !== 'mongodb');
      const total = (suffix: string): number => hosted.reduce((all, one) => all + number(plan, `${one.name}.container.${suffix}`) * number(plan, `${one.name}.component.replicas`), 0);
      expect(total('memory_limit')).toBeLessThanOrEqual(draft.memory - Math.max(256 * MiB, 0));
      expect(total('cpu_limit')).toBeLessThanOrEqual(draft.cpu);
      for (const one of hosted) {
        const limit = number(plan, `${one.name}.container.memory_limit`);
        expect(worstCase(plan, one.name, one.kind), `${one.name} within ${limit}`).toBeLessThanOrEqual(limit);
      }
    });
  });

  it('law 4: more memory lowers no memory setting', () => {
    always((draft) => {
      const before = planOf(draft);
      const after = planOf({ ...draft, memory: draft.memory + GiB });
      if (before === undefined) return;
      if (after === undefined) throw new Error('a larger machine was refused');
      // Memory that makes a pooler needless changes what the stack consists of: there is nothing to compare.
      if (before.components.length !== after.components.length) return;
      const memory = /memory_limit|shared_buffers|work_mem|effective_cache_size|maintenance_work_mem|autovacuum_work_mem|max_old_space_size|max_semi_space_size|redis\.maxmemory$|jvm\.Xmx$|keys_zone/;
      for (const [id, value] of numbersNamed(before, memory)) expect(number(after, id), id).toBeGreaterThanOrEqual(value);
    });
  });

  it('law 4: more cores lower no worker count, and more memory neither', () => {
    always((draft) => {
      const before = planOf(draft);
      if (before === undefined) return;
      for (const larger of [{ ...draft, cpu: draft.cpu + 1000 }, { ...draft, memory: draft.memory + GiB }]) {
        const after = planOf(larger);
        if (after === undefined) throw new Error(`a larger machine was refused: ${JSON.stringify(larger)}`);
        if (before.components.length !== after.components.length) continue;
        for (const [id, value] of numbersNamed(before, /(node|gunicorn|uvicorn)\.workers$|python\.processes$|worker_processes$/)) expect(number(after, id), id).toBeGreaterThanOrEqual(value);
      }
    });
  });

  it('law 4: a larger target lowers no capacity', () => {
    always((draft) => {
      const before = planOf(draft);
      const after = planOf({ ...draft, rps: draft.rps * 2 });
      if (before === undefined || after === undefined) return;
      if (before.components.length !== after.components.length) return;
      for (const [id, value] of numbersNamed(before, /demand\.capacity$|(node|gunicorn|uvicorn)\.workers$|demand\.active_sessions$/)) expect(number(after, id), id).toBeGreaterThanOrEqual(value * exactness(draft));
    });
  });
});

/** What a component may use at the worst, written down here without the rules' formulas. */
function worstCase(plan: Stack, name: string, kind: string): number {
  const of = (setting: string): number => number(plan, `${name}.${setting}`);
  if (kind === 'node') return of('node.workers') * (of('node.max_old_space_size') + 3 * of('node.max_semi_space_size') + 60 * MiB);
  if (kind === 'next') return of('node.max_old_space_size') + 3 * of('node.max_semi_space_size') + 60 * MiB;
  if (kind === 'python') return of('python.processes') * of('workload.worker_memory');
  // The one that starts them was measured at 28 MiB, and at 53 with the application loaded.
  if (kind === 'gunicorn' || kind === 'uvicorn') return 53 * MiB + of(`${kind}.workers`) * of('workload.worker_memory');
  // Metaspace, code and threads; the cleaner, requests and everything else are inside the heap.
  if (kind === 'kafka') return of('jvm.Xmx') + 140 * MiB + of('container.tmpfs_size');
  if (kind === 'redis') return of('redis.maxmemory') * 1.15 + 8 * MiB;
  if (kind === 'nginx') {
    const zones = of('nginx.proxy_cache_path.keys_zone') + 2 * of('nginx.limit_req_zone.size') + of('nginx.limit_conn_zone.size');
    const workers = of('nginx.worker_processes') * (7 * MiB + of('nginx.worker_connections') * 430);
    return workers + zones + of('container.tmpfs_size');
  }
  if (kind === 'pgbouncer') return 8 * MiB + of('pgbouncer.max_client_conn') * 4096;
  const work = of('postgres.work_mem') * of('postgres.hash_mem_multiplier');
  const pooler = plan.components.find((one) => one.kind === 'pgbouncer');
  const pools = plan.components.map((one) => ({ ...poolOf(plan, one), replicas: plan.entries.get(`${one.name}.component.replicas`)?.value })).map(({ workers, size, replicas }) => Number(replicas ?? 0) * workers * size);
  const busy = pooler ? number(plan, `${pooler.name}.component.replicas`) * number(plan, `${pooler.name}.pgbouncer.max_db_connections`) : pools.reduce((a, b) => a + b, 0);
  const idle = of('postgres.max_connections') - busy;
  return of('postgres.shared_buffers') * 1.0235 + busy * (work + 6 * MiB) + idle * 1.5 * MiB + of('postgres.autovacuum_max_workers') * of('postgres.autovacuum_work_mem') + of('postgres.maintenance_work_mem') + 40 * MiB;
}

/** Processes and database connections of each, of whatever is an application with a pool. */
function poolOf(plan: Stack, { name, kind }: Component): { readonly workers: number; readonly size: number } {
  const at = (setting: string): number => Number(plan.entries.get(`${name}.${setting}`)?.value ?? 0);
  if (kind === 'node') return { workers: at('node.workers'), size: at('node.pool_max') };
  return { workers: kind === 'python' ? at('python.processes') : at(`${kind}.workers`), size: at('sqlalchemy.pool_size') };
}
