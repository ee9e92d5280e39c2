import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import type { Entry } from '../../src/model/entry.ts';
import { checks } from '../../src/checks/index.ts';
import { loadProfile } from '../../src/load.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What a user may state on top of `large` that breaks exactly the relation that the check is about. */
const breaks: Readonly<Record<string, readonly string[]>> = {
  'autoscale-exceeds-connections': ['api.kubernetes.max_replicas=40', 'db.postgres.max_connections=60'],
  'body-limits-differ': ['proxy.nginx.client_max_body_size=64KiB'],
  'connections-exceed-max': ['api.node.pool_max=12', 'db.postgres.max_connections=40', 'db.postgres.work_mem=4MB'],
  'connections-exceed-open-files': ['proxy.container.nofile=1024'],
  'cpu-limits-exceed-machine': ['db.container.cpu_limit=8'],
  'drain-exceeds-grace': ['api.container.stop_grace_period=10s'],
  'heap-exceeds-limit': ['api.node.max_old_space_size=3GiB'],
  'keepalive-race': ['api.node.keepAliveTimeout=5s'],
  'limits-exceed-machine': ['db.container.memory_limit=16GiB'],
  'open-files-exceed-hard-limit': ['proxy.nginx.worker_rlimit_nofile=65536', 'proxy.container.nofile=8192'],
  'parallel-workers-exceed-cpu': ['db.postgres.max_parallel_workers=16', 'db.postgres.work_mem=4MB'],
  'pool-wait-outlives-proxy': ['api.node.pool_connection_timeout=60s'],
  'pooler-clients-below-demand': ['components.pooler.kind=pgbouncer', 'pooler.pgbouncer.max_client_conn=10'],
  'pooler-exceeds-max': ['components.pooler.kind=pgbouncer', 'db.postgres.max_connections=12', 'db.postgres.superuser_reserved_connections=1'],
  'postgres-memory-exceeds-limit': ['db.postgres.work_mem=2GB', 'db.postgres.max_parallel_workers_per_gather=0'],
  'proxy-drain-exceeds-grace': ['proxy.container.stop_grace_period=10s'],
  'proxy-workers-exceed-cpu': ['proxy.nginx.worker_processes=16'],
  'rate-limit-below-target': ['proxy.nginx.limit_req_zone.server_rate=100'],
  'redis-exceeds-limit': ['cache.redis.maxmemory=2480MiB'],
  'request-outlives-proxy': ['proxy.nginx.proxy_read_timeout=15s', 'api.node.pool_connection_timeout=1s'],
  'reserved-exceeds-max': ['db.postgres.superuser_reserved_connections=100'],
  'shared-buffers-exceed-limit': ['db.postgres.shared_buffers=8GB'],
  'shm-below-parallel-need': ['db.container.shm_size=64MiB', 'db.postgres.max_parallel_workers_per_gather=2'],
  'statement-outlives-request': ['db.postgres.statement_timeout[api]=60s'],
  'surge-exceeds-connections': ['db.postgres.max_connections=20'],
  'target-exceeds-capacity': ['targets.rps=50000'],
  'wal-exceeds-volume': ['db.postgres.max_wal_size=100GB'],
  'worker-connections-below-demand': ['proxy.nginx.worker_connections=64'],
  'workers-exceed-cpu': ['api.node.workers=8'],
};

/** Whether an entry was stated by `--set`, or follows from one that was. */
const comesFromSet = ({ origin }: Entry): boolean => (origin.from === 'stated' ? origin.at.file === '--set' : origin.from === 'rule' && origin.inputs.some(comesFromSet));

/** Relations that break along with another one, because they follow from it. */
const follows: Readonly<Record<string, readonly string[]>> = {
  'connections-exceed-max': ['postgres-memory-exceeds-limit'],
  'cpu-limits-exceed-machine': ['target-exceeds-capacity'],
  'limits-exceed-machine': ['target-exceeds-capacity'],
  'pool-wait-outlives-proxy': ['statement-outlives-request'],
  'connections-exceed-open-files': ['open-files-exceed-hard-limit'],
  'reserved-exceeds-max': ['connections-exceed-max'],
  'shared-buffers-exceed-limit': ['postgres-memory-exceeds-limit'],
  'workers-exceed-cpu': ['heap-exceeds-limit'],
};

describe('a stated contradiction is rendered, and found', () => {
  it('for every check', () => {
    expect(Object.keys(breaks).sort()).toEqual(checks.map((one) => one.id).sort());
  });

  it.each(Object.entries(breaks))('%s', async (id, sets) => {
    const plan = size(loadProfile({ profile: 'large', sets, builtInDirectory: join(root, 'profiles'), cwd: root }));
    const found = [...new Set(check(plan).findings.map((finding) => finding.check))];
    expect(found).toContain(id);
    expect(found.filter((other) => other !== id && !(follows[id] ?? []).includes(other))).toEqual([]);
    expect((await render(plan)).length).toBeGreaterThan(10);
    const finding = check(plan).findings.find((one) => one.check === id);
    expect(finding?.entries.some(comesFromSet), 'leads to what was stated').toBe(true);
  });
});
