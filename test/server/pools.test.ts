import { expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';
import { requireTool } from '../servers/tools.ts';
import { eventually, launch, launched, logged } from './runtime.ts';

const postgresAt = (port: number, prepare: boolean) => `config.postgres = {
  pool: { host: '127.0.0.1', port: ${port}, database: 'postgres', user: 'postgres', password: () => 'none', max: 2, connectionTimeoutMillis: 1000, idleTimeoutMillis: 30_000, maxLifetimeSeconds: 1800, application_name: 'api', keepAlive: true },
  passwordFile: '/nowhere', prepare: ${prepare},
};`;
const redisAt = (port: number) => `config.redis = { client: { host: '127.0.0.1', port: ${port}, connectTimeout: 500, commandTimeout: 500, maxRetriesPerRequest: 1 }, connections: 1 };`;

const HANDLER = `const { postgres, redis, statement } = context;
  const answer = statement('answer', 'SELECT 41 + $1::int AS answer');
  return async (request, response) => {
    if (request.url === '/cache') return response.end(String(await redis.incr('count')));
    const prepared = 'SELECT count(*)::int AS answer FROM pg_prepared_statements';
    const { rows } = await postgres.query(request.url === '/prepared' ? prepared : { ...answer, values: [1] });
    response.end(String(rows[0].answer));
  };`;
const text = async (url: string) => { const response = await fetch(url); return [response.status, await response.text()]; };

describeWith('pools', ['postgres-18', 'redis-8'], () => {
  it('are made from the configuration, checked, measured and closed', async () => {
    const postgres = await startPostgres(18, { conf: '' });
    const redis = await startRedis('', requireTool('redis-8'));
    const server = await launched(HANDLER, { configCode: postgresAt(postgres.port, true) + redisAt(redis.port) });
    expect(await text(server.url)).toEqual([200, '42']);
    expect(await text(`${server.url}/prepared`)).toEqual([200, '1']);
    expect(await text(`${server.url}/cache`)).toEqual([200, '1']);
    const health = await (await fetch(`${server.url}/healthz`)).json();
    expect(health).toMatchObject({ status: 'ok', pools: { postgres: { status: 'ok' }, redis: { status: 'ok' } } });
    const metrics = await (await fetch(server.metricsUrl)).text();
    expect(metrics).toMatch(/^postgres_pool_connections\{pool="postgres",state="idle"\} 1$/m);
    expect(metrics).toMatch(/^postgres_pool_waiting\{pool="postgres"\} 0$/m);
    expect(metrics).toMatch(/^health_check_duration_seconds\{pool="redis"\} /m);
    // Nothing has been refused: the counters are there before it happens, or the first refusals would have no rate.
    expect([...metrics.matchAll(/^http_requests_shed_total\{reason="(\w+)"\} 0$/gm)].map(([, reason]) => reason).sort()).toEqual(['event_loop', 'in_flight', 'memory']);

    // The database goes away and comes back; the process stays.
    await postgres.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'api'");
    await logged(server, 'lost an idle database connection');
    expect(await text(server.url)).toEqual([200, '42']);

    await redis.stop();
    const away = await fetch(`${server.url}/cache`);
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await text(server.url)).toEqual([200, '42']);
    await postgres.stop();
    const gone = await fetch(server.url);
    expect([gone.status, gone.headers.get('retry-after')]).toEqual([503, '5']);
    // Nobody has to ask for the health: each scrape does.
    await eventually(async () => /^health_check_ok\{pool="postgres"\} 0$/m.test(await (await fetch(server.metricsUrl)).text()), () => 'the metrics say that the database answers');
    await eventually(async () => (await fetch(`${server.url}/healthz`)).status === 503, () => 'still healthy');
    expect([(await fetch(`${server.url}/livez`)).status, (await fetch(`${server.url}/readyz`)).status]).toEqual([200, 200]);
    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  it('prepare no statements where the configuration forbids it', async () => {
    const postgres = await startPostgres(18, { conf: '' });
    const server = await launched(HANDLER, { configCode: postgresAt(postgres.port, false) + redisAt(1) });
    expect(await text(server.url)).toEqual([200, '42']);
    expect(await text(`${server.url}/prepared`)).toEqual([200, '0']);
    await postgres.stop();
  });
});

it('says which part of the configuration an application needs', async () => {
  const server = await launch('const { postgres } = context; return () => undefined;');
  await logged(server, 'Error: the configuration has no postgres');
});
