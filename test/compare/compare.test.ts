import { afterAll, expect, it } from 'vitest';
import { fileURLToPath } from 'node:url';
import { describeWith } from '../servers/describe-with.ts';
import { compareDatabases } from './database/part.ts';
import { requirePostgres } from './database/programs.ts';
import { SMOKE } from './effort.ts';
import { divideCores, runOn } from './machine/cores.ts';
import { findLimits } from './machine/group.ts';
import type { Setting } from './part.ts';
import { compareStacks } from './stack/part.ts';
import { nodeFamily } from './variants/node.ts';
import { fastapiFamily, flaskFamily } from './variants/python.ts';

const cores = divideCores();
// The worker that runs this file runs others after it.
afterAll(() => runOn(cores.all));

const setting = (only: readonly string[]): Setting => ({
  root: fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''),
  postgres: requirePostgres(), cores, limits: findLimits(), effort: SMOKE, only, progress: () => undefined, stop: new AbortController().signal,
});

describeWith('the comparison', ['pgbench', 'nginx-1.28', 'redis-8', 'pgbouncer-1.24'], () => {
  it('measures databases, beyond the connections of the plan through its pooler', async () => {
    const { samples, rows } = await compareDatabases(setting(['defaults', 'guide-5', 'plumbline']));
    expect(rows.map(({ workload, cells }) => [workload.id, cells.length])).toEqual([['select-only-30', 3], ['tpcb-like-30', 3], ['hash-join', 3]]);
    for (const { throughput, p50, p99, refused } of samples) {
      expect(throughput).toBeGreaterThan(0);
      expect(p99).toBeGreaterThanOrEqual(p50);
      expect(refused).toBe(0);
    }
    expect(samples.find(({ workload, variant }) => workload === 'select-only-30' && variant === 'plumbline')?.note).toBe('through PgBouncer');
  });

  it('measures whole stacks', async () => {
    const chosen = setting(['defaults', 'plumbline', 'twin']);
    const { samples } = await compareStacks(await nodeFamily(chosen), chosen);
    expect(samples.map(({ variant }) => variant)).toEqual(['defaults', 'plumbline', 'twin']);
    for (const { throughput, p95, refused } of samples) {
      expect(throughput).toBeGreaterThan(0);
      expect(p95).toBeGreaterThan(0);
      expect(refused).toBe(0);
    }
  });
});

describeWith('the comparison of Python applications', ['nginx-1.28', 'redis-8', 'postgres-18', 'psql', 'python', 'gunicorn'], () => {
  it.each([['FastAPI', fastapiFamily], ['Flask', flaskFamily]] as const)('measures %s', async (_, family) => {
    const chosen = setting(['guide-2', 'guide-5', 'plumbline']);
    const { samples } = await compareStacks(await family(chosen), chosen);
    expect(samples.map(({ variant }) => variant === 'plumbline')).toEqual([false, true, false, true]);
    for (const { throughput, p95 } of samples) {
      expect(throughput).toBeGreaterThan(0);
      expect(p95).toBeGreaterThan(0);
    }
    expect(samples.filter(({ variant }) => variant === 'plumbline').map(({ refused }) => refused)).toEqual([0, 0]);
  });
});
