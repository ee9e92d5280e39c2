import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { loadProfile } from '../../src/load.ts';
import { size } from '../../src/size.ts';

const builtInDirectory = fileURLToPath(new URL('../../profiles', import.meta.url));
const planOf = (...sets: readonly string[]) => size(loadProfile({ profile: 'xlarge', sets, builtInDirectory, cwd: '/' }));
const GiB = 2 ** 30;

describe('xlarge', () => {
  it('follows from its target, step by step', () => {
    const plan = planOf();
    const of = (id: string): unknown => plan.entries.get(id)?.value;
    // 8000/s x 1 ms of two event loops at 70 % use: 1400/s a pod, 5.7 pods.
    expect([of('api.container.cpu_limit'), of('api.component.replicas'), of('api.demand.capacity'), of('api.kubernetes.max_replicas')]).toEqual([2000, 6, 8400, 12]);
    // 8000/s x 0.152 ms = 1.2 cores: fewer than the three pods that may not be missing.
    expect([of('proxy.component.replicas'), of('proxy.demand.capacity')]).toEqual([3, 13_815.7]);
    // 8000/s x 2 queries x 2 ms = 32 busy sessions, 45.7 at 70 % use: (45.7 - 2) / 4 = 10.9 cores.
    expect([of('db.demand.active_sessions'), of('db.container.cpu_limit'), of('db.container.memory_limit'), of('db.component.replicas')]).toEqual([46, 11_000, 44 * GiB, 3]);
    // 46 sessions over two poolers, a quarter in reserve, one process more while they are replaced: 3 x 29, and ten others.
    expect([of('pooler.component.replicas'), of('pooler.pgbouncer.default_pool_size'), of('pooler.pgbouncer.max_db_connections'), of('db.demand.peak_connections')]).toEqual([2, 23, 29, 97]);
    // 12 + 1 pods x 2 processes x 4, a tenth more and the console.
    expect([of('api.node.pool_max'), of('pooler.pgbouncer.max_client_conn')]).toEqual([4, 130]);
    // Three nodes hold a database instance of 11 of 15.59 cores each, a fourth the rest, a fifth may be drained.
    expect([of('cluster.nodes'), of('cluster.max_nodes')]).toEqual([5, 5]);
    // A tenth of the disk for the log, and a third of that before a checkpoint.
    expect([of('db.container.volume_size'), of('db.container.wal_volume_size'), of('db.postgres.max_wal_size')]).toEqual([350 * GiB, 50 * GiB, 16 * GiB]);
  });

  it('is refused on nodes that hold not one core of a pod', () => {
    expect(() => planOf('machine.cpu=1', 'machine.memory=4GiB')).toThrow(/the node is too small: proxy: one pod needs 1 CPU core; a node has 0.63 for it/);
  });

  it('lets stores have as many copies as are stated, where an operator runs them', () => {
    expect(planOf('db.component.replicas=9').entries.get('cluster.nodes')?.value).toBe(10);
    expect(() => planOf('ha=false', 'cache.component.replicas=3')).toThrow(/know nothing of each other/);
  });

  it('says what a target takes that no node carries', () => {
    const found = check(planOf('targets.rps=20000')).findings.map((finding) => `${finding.component}: ${finding.message}`);
    expect(found).toEqual(['db: api 20000/s x 2 queries x 2 ms = 80 busy sessions in the database, whose 15 cores serve 62 at once, four each and two more: 129 % use; it takes 29 cores in one instance']);
  });
});
