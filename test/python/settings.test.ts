import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { FASTAPI, FLASK, planOf, withSettings, WORKER } from './plans.ts';
import { rendered, type Rendered } from './rendered.ts';

const IMPORT = 'import settings';

describeWith('the rendered settings.py', 'python', () => {
  let flask: Rendered;
  let fastapi: Rendered;
  let worker: Rendered;
  beforeAll(() => {
    flask = rendered(planOf(FLASK));
    fastapi = rendered(planOf(FASTAPI));
    worker = rendered(planOf(WORKER), 'worker');
  });
  afterAll(() => { for (const each of [flask, fastapi, worker]) each.remove(); });

  const shown = (of: Rendered, expression: string, env?: Readonly<Record<string, string>>): unknown => of.evaluate(`${IMPORT}\nprint(json.dumps(${expression}))`, env);

  it('imports nothing but the standard library', () => {
    expect(fastapi.evaluate(`${IMPORT}, sys\nprint(json.dumps([name for name in ("sqlalchemy", "redis", "aiokafka", "pymongo", "anyio") if name in sys.modules]))`)).toEqual([]);
  });

  it('gives SQLAlchemy its arguments, and the password from its file', () => {
    expect(shown(flask, 'settings.DATABASE.engine')).toMatchObject({
      url: 'postgresql+psycopg://api@db:5432/shop', pool_size: 4, max_overflow: 1, pool_pre_ping: true,
      connect_args: { password: 'p@ss/word', application_name: 'api', options: expect.stringMatching(/^-c statement_timeout=\d+$/) as unknown },
    });
    expect(shown(flask, 'repr(settings.DATABASE)')).not.toContain('p@ss');
  });

  it('makes an engine of them, with each driver, that opens no more connections than the plan has', () => {
    const made = `from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
both = [create_engine(**settings.DATABASE.engine), create_async_engine(**settings.DATABASE.engine), create_async_engine(**settings.DATABASE.asyncpg)]
print(json.dumps([[engine.pool.size(), engine.pool._max_overflow, engine.pool._pre_ping, engine.url.drivername] for engine in both]))`;
    expect(flask.evaluate(`${IMPORT}\n${made}`)).toEqual([[4, 1, true, 'postgresql+psycopg'], [4, 1, true, 'postgresql+psycopg'], [4, 1, true, 'postgresql+asyncpg']]);
  });

  it('tells a pooler nothing that it does not take, and a second database everything', () => {
    expect(shown(fastapi, 'settings.DATABASE.engine["connect_args"]')).toEqual({ password: 'p@ss/word', application_name: 'api', connect_timeout: 3, prepare_threshold: null });
    expect(shown(fastapi, 'settings.DATABASES["reports-db"].engine["connect_args"]', { REPORTS_DB_PASSWORD_FILE: `${fastapi.folder}/password` })).toMatchObject({ options: '-c statement_timeout=9000' });
    expect(shown(fastapi, 'settings.DATABASE.asyncpg["connect_args"]["server_settings"]')).toEqual({ application_name: 'api' });
  });

  it('gives the clients of Redis, Kafka and MongoDB what they take', () => {
    const made = `import asyncio, redis, redis.asyncio
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
async def main():
    AIOKafkaConsumer("orders", **settings.KAFKA.consumer)
    AIOKafkaProducer(**settings.KAFKA.producer)
    pool = redis.asyncio.BlockingConnectionPool(**settings.REDIS.pool)
    print(json.dumps([redis.BlockingConnectionPool(**settings.REDIS.pool).max_connections, pool.max_connections]))
asyncio.run(main())`;
    const most = Number(shown(fastapi, 'settings.REDIS.max_connections'));
    expect(fastapi.evaluate(`${IMPORT}\n${made}`)).toEqual([most, most]);
    expect(shown(fastapi, 'settings.MONGO.client')).toMatchObject({ host: 'mongo.example.com', port: 27017, maxPoolSize: 12 });
  });

  it('knows the limits of a path and of all below it', () => {
    expect(shown(flask, '[settings.HTTP.timeout_of(path) for path in ("/upload", "/upload/1", "/uploads")]')).toEqual([60, 60, shown(flask, 'settings.HTTP.timeout')]);
    expect(shown(flask, 'settings.HTTP.body_limit_of("/upload")')).toBe(50 * 1024 ** 2);
  });

  it('leaves no function that is not async more threads than the plan has', () => {
    expect(fastapi.evaluate(`${IMPORT}
import anyio
async def main():
    settings.limit_threads()
    print(anyio.to_thread.current_default_thread_limiter().total_tokens)
anyio.run(main)`)).toBe(6);
  });

  it('gives forked processes no connection of their parent', () => {
    expect(flask.evaluate(`${IMPORT}
import os, types
disposed = []
engine = settings.per_process(types.SimpleNamespace(dispose=lambda close: disposed.append(close)))
read, write = os.pipe()
if os.fork() == 0:
    os.write(write, json.dumps(disposed).encode()); os._exit(0)
os.wait()
print(json.dumps([json.loads(os.read(read, 99)), disposed, settings.ENGINES == [engine]]))`)).toEqual([[false], [], true]);
  });

  it('lets a worker say that it lives', () => {
    expect(worker.evaluate(`${IMPORT}\nimport os\nsettings.heartbeat()\nprint(json.dumps(os.path.exists("beat")))`, { HEARTBEAT_FILE: 'beat' })).toBe(true);
    expect(worker.evaluate(`${IMPORT}\nsettings.heartbeat()\nprint(1)`)).toBe(1);
  });

  it.each([
    ['DB_POOL_SIZE', '2', 'settings.DATABASE.pool_size', 2], ['DB_MAX_OVERFLOW', '0', 'settings.DATABASE.max_overflow', 0], ['DB_POOL_TIMEOUT', '1.5', 'settings.DATABASE.pool_timeout', 1.5],
    ['DB_POOL_RECYCLE', '60', 'settings.DATABASE.pool_recycle', 60], ['DB_HOST', 'elsewhere', 'settings.DATABASE.host', 'elsewhere'], ['DB_PORT', '5433', 'settings.DATABASE.port', 5433],
    ['REDIS_MAX_CONNECTIONS', '3', 'settings.REDIS.max_connections', 3], ['REDIS_DB', '2', 'settings.REDIS.db', 2], ['REQUEST_TIMEOUT', '0.5', 'settings.HTTP.timeout', 0.5],
    ['MAX_REQUEST_SIZE', '1000', 'settings.HTTP.body_limit', 1000], ['CACHE_TTL_SHORT', '7', 'settings.CACHE.short', 7], ['METRICS_PORT', '9191', 'settings.METRICS.port', 9191],
    ['WEB_CONCURRENCY', '1', 'settings.PROCESSES', 1], ['DB_POOL_SIZE', '', 'settings.DATABASE.pool_size', 4],
  ])('%s=%s is %s = %s', (name, value, expression, expected) => {
    expect(shown(flask, expression, { [name]: value })).toBe(expected);
  });

  it.each([
    ['DB_POOL_SIZE', 'many', 'ValueError: DB_POOL_SIZE: expected a whole number of at least 1, found \'many\''],
    ['DB_POOL_SIZE', '5', 'ValueError: DB_POOL_SIZE and DB_MAX_OVERFLOW: 2 processes x 6 connections = 12, but the plan has 10: the database keeps no more for them. Lower it, render another plan, or set OVER_PLAN=allow.'],
    ['DB_PORT', '65536', 'ValueError: DB_PORT: expected the number of a port, found \'65536\''],
    ['DB_HOST', 'a b', 'ValueError: DB_HOST: expected a text without blanks, found \'a b\''],
    ['DB_POOL_TIMEOUT', '-1', 'ValueError: DB_POOL_TIMEOUT: expected seconds, more than 0, found \'-1\''],
    ['REDIS_MAX_CONNECTIONS', '9', 'ValueError: REDIS_MAX_CONNECTIONS: 2 processes x 9 connections = 18, but the plan has 16: Redis has no files open for more. Lower it, render another plan, or set OVER_PLAN=allow.'],
    ['CACHE_TTL_LONG', '1h', 'ValueError: CACHE_TTL_LONG: expected a whole number of at least 1, found \'1h\''],
    ['WORKERS', '3', 'ValueError: DB_POOL_SIZE and DB_MAX_OVERFLOW: 3 processes x 5 connections = 15, but the plan has 10: the database keeps no more for them. Lower it, render another plan, or set OVER_PLAN=allow.'],
  ])('%s=%s ends the start', (name, value, message) => {
    expect(flask.refused(IMPORT, { [name]: value })).toBe(message);
  });

  it('more than the plan has is only allowed where somebody says so', () => {
    expect(shown(flask, 'settings.DATABASE.pool_size', { DB_POOL_SIZE: '5', OVER_PLAN: 'allow' })).toBe(5);
  });

  it('fewer workers may have more connections each', () => {
    expect(shown(flask, 'settings.DATABASE.pool_size', { WEB_CONCURRENCY: '1', DB_POOL_SIZE: '9' })).toBe(9);
  });

  it('a pool without a bound has no budget to keep', () => {
    const endless = rendered(planOf(withSettings(FLASK, { 'api.sqlalchemy.max_overflow': -1 })));
    try {
      expect(shown(endless, 'settings.DATABASE.max_overflow', { DB_POOL_SIZE: '500' })).toBe(-1);
    } finally {
      endless.remove();
    }
  });
});
