import { it } from 'vitest';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { size } from '../../src/size.ts';
import { st } from '../scratch.test.ts';
import { postgresTarget } from '../../src/targets/postgres.ts';
import { redisTarget } from '../../src/targets/redis.ts';
import { pgbouncerTarget } from '../../src/targets/pgbouncer.ts';
const GiB = 1024 ** 3;
it('try', async () => {
  for (const [n, s] of [['small', st(2000, 4 * GiB, 500, 200, 100, false)], ['large', st(8000, 16 * GiB, 2000, 100, 500, true)], ['huge', st(64000, 256 * GiB, 20000, 200, 20000, false)]] as const) {
    const plan = size({ ...s, name: n });
    for (const t of [postgresTarget, redisTarget, pgbouncerTarget]) for (const f of await t.render(plan)) { const p = join('/tmp/scratch/out', n, f.path); mkdirSync(dirname(p), { recursive: true }); writeFileSync(p, f.text); }
  }
});
