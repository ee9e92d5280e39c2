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
    const { samples } = await compareStacks(setting(['defaults', 'plumbline', 'twin']));
    expect(samples.map(({ variant }) => variant)).toEqual(['defaults', 'plumbline', 'twin']);
    for (const { throughput, p95, refused } of samples) {
      expect(throughput).toBeGreaterThan(0);
      expect(p95).toBeGreaterThan(0);
      expect(refused).toBe(0);
    }
  });
});
