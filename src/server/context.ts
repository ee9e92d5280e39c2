import type { Pool } from 'pg';
import type { Redis } from 'ioredis';
import type { Config } from './config.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Pools } from './pools.ts';

/** What an application is given. Pools are made when they are first asked for, and closed after the last request. */
export interface Context {
  readonly config: Config;
  readonly log: Logger;
  /** The number of this worker, from 1 on; one that replaces a dead one has its number. */
  readonly worker: number;
  /** The pool of `config.postgres`. */
  readonly postgres: Pool;
  /** The pool of one of `config.otherDatabases`. */
  readonly database: (name: string) => Pool;
  /** The client of `config.redis`. */
  readonly redis: Redis;
  /** The client of one of `config.otherCaches`. */
  readonly cache: (name: string) => Redis;
  /** A query that is prepared once in each connection, where `config.postgres.prepare` allows it: `postgres.query({ ...statement('item', 'SELECT …'), values })`. */
  readonly statement: (name: string, text: string) => Statement;
  readonly metrics: Metrics;
  /** Whether requests are wanted: false from the signal to stop on. */
  readonly isReady: () => boolean;
  /** Aborted when nothing new is accepted any more: streams and WebSockets should end by themselves then. */
  readonly stopping: AbortSignal;
}

/** For pg's `query`. */
export interface Statement { readonly name?: string; readonly text: string }

/** What a context is made of. */
export interface ContextParts {
  readonly config: Config;
  readonly log: Logger;
  readonly worker: number;
  readonly pools: Pools;
  readonly metrics: Metrics | undefined;
  readonly isReady: () => boolean;
  readonly stopping: AbortSignal;
}

export function createContext({ pools, metrics, ...rest }: ContextParts): Context {
  const prepare = rest.config.postgres?.prepare === true;
  return {
    ...rest,
    get postgres() { return pools.postgres(); },
    get redis() { return pools.redis(); },
    get metrics() {
      if (metrics === undefined) throw new Error('metrics need the package prom-client, which is not installed: npm install prom-client');
      return metrics;
    },
    database: (name) => pools.postgres(name),
    cache: (name) => pools.redis(name),
    statement: (name, text) => (prepare ? { name, text } : { text }),
  };
}
