// The application of the example, run as most run theirs: Node's cluster, pools with the numbers of a guide, Fastify as it comes.
import cluster from 'node:cluster';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { Redis } from 'ioredis';
import pg from 'pg';
import { buildApp } from '../../../examples/items-api/src/app.mjs';

/** @type {{ workers: number | 'cpus', pool: object, server: object }} */
const { workers, pool, server } = JSON.parse(process.env.PLAIN_CONFIG);

if (cluster.isPrimary) {
  for (let worker = 0; worker < (workers === 'cpus' ? cpus().length : workers); worker += 1) cluster.fork();
  cluster.on('exit', () => cluster.fork());
} else {
  const { DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD_FILE, REDIS_HOST, REDIS_PORT, PORT } = process.env;
  const postgres = new pg.Pool({ host: DB_HOST, port: Number(DB_PORT), database: DB_NAME, user: DB_USER, password: readFileSync(DB_PASSWORD_FILE, 'utf8').trim(), ...pool });
  const redis = new Redis({ host: REDIS_HOST, port: Number(REDIS_PORT) });
  for (const client of [postgres, redis]) client.on('error', () => undefined);
  const app = buildApp({
    config: { name: 'api', log: { level: 'warn' }, http: { bodyLimit: 1_048_576, handlerTimeout: 0, trustProxy: 1 }, routes: [], cache: { short: 300_000, medium: 900_000, long: 3_600_000 } },
    postgres,
    redis,
    // The application names its statements; here nothing stands between it and the database.
    statement: (name, text) => ({ name, text }),
    log: console,
  });
  app.get('/readyz', () => ({ ready: true }));
  Object.assign(app.server, server);
  await app.listen({ host: '0.0.0.0', port: Number(PORT) });
}
