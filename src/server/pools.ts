import type { Pool } from 'pg';
import type { Redis } from 'ioredis';
import type { Config, Postgres, Redis as RedisConfig } from './config.ts';
import { seldom, type Logger } from './log.ts';
import { requirePackage } from './packages.ts';

/** A pool that has been made. */
export interface OpenPool {
  readonly name: string;
  /** Resolves when the server behind it answers. */
  readonly check: () => Promise<unknown>;
  readonly close: () => Promise<unknown>;
  /** Connections of a database, at this moment. */
  readonly connections?: () => { readonly idle: number; readonly busy: number; readonly waiting: number };
}

/** The pools that a configuration has: each is made when it is first asked for. */
export interface Pools {
  readonly postgres: (name?: string) => Pool;
  readonly redis: (name?: string) => Redis;
  /** Those that have been made. */
  readonly open: () => readonly OpenPool[];
}

/** How often a pool that is not there is told about, in milliseconds. */
const TELL_EVERY = 10_000;

export function createPools(config: Config, log: Logger): Pools {
  const open: OpenPool[] = [];
  const made = <Made>(make: (name: string | undefined) => { readonly pool: Made; readonly entry: OpenPool }) => {
    const known = new Map<string | undefined, Made>();
    return (name?: string): Made => {
      const existing = known.get(name);
      if (existing !== undefined) return existing;
      const { pool, entry } = make(name);
      known.set(name, pool);
      open.push(entry);
      return pool;
    };
  };
  return {
    open: () => open,
    postgres: made((name) => makePostgres(stated(config.postgres, config.otherDatabases, name, 'postgres', 'otherDatabases'), name ?? 'postgres', log)),
    redis: made((name) => makeRedis(stated(config.redis, config.otherCaches, name, 'redis', 'otherCaches'), name ?? 'redis', log)),
  };
}

function stated<Section>(first: Section | undefined, others: Readonly<Record<string, Section>> | undefined, name: string | undefined, usual: string, further: string): Section {
  const section = name === undefined ? first : others?.[name];
  if (section === undefined) throw new Error(`the configuration has no ${name === undefined ? usual : `${further}.${name}`}`);
  return section;
}

function makePostgres({ pool: options }: Postgres, name: string, log: Logger): { readonly pool: Pool; readonly entry: OpenPool } {
  const pg = requirePackage<typeof import('pg')>('pg', `config.${name}`);
  const pool = new pg.Pool({ ...options });
  // Without a listener the loss of an idle connection would end the process.
  pool.on('error', seldom(TELL_EVERY, (error: Error) => { log.warn({ err: error, pool: name }, 'lost an idle database connection'); }));
  const entry: OpenPool = {
    name,
    check: () => pool.query('SELECT 1'),
    close: () => pool.end(),
    connections: () => ({ idle: pool.idleCount, busy: pool.totalCount - pool.idleCount, waiting: pool.waitingCount }),
  };
  return { pool, entry };
}

function makeRedis({ client: { sentinels, ...options } }: RedisConfig, name: string, log: Logger): { readonly pool: Redis; readonly entry: OpenPool } {
  const { Redis } = requirePackage<typeof import('ioredis')>('ioredis', `config.${name}`);
  const client = new Redis({ ...options, ...(sentinels === undefined ? {} : { sentinels: [...sentinels] }) });
  client.on('error', seldom(TELL_EVERY, (error: Error) => { log.warn({ err: error, pool: name }, 'the cache does not answer'); }));
  const entry: OpenPool = {
    name,
    check: () => client.ping(),
    async close() {
      // A client without a connection would wait for one to say goodbye on.
      if (client.status === 'ready') await client.quit();
      else client.disconnect();
    },
  };
  return { pool: client, entry };
}
