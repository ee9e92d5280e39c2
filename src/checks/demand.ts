import { all, each, mapped, optional, own, structure, type Input } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import { isCluster, serversOf } from '../model/stack.ts';
import { sum } from '../model/value.ts';
import { poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';
import { poolerUsers } from './pooler-users.ts';
import { stayingClients, stayingPooled } from './runs-once.ts';
import { databasePool, processes, type Pool } from './serving.ts';

/** What one application may open; `pool` is missing where nobody can know it. */
export interface Client {
  readonly of: string;
  readonly replicas: number;
  readonly workers: number;
  readonly pool: Pool | undefined;
}

/** An application whose replicas change: an autoscaler's ceiling, and what a rolling update adds. */
export interface ScaledClient extends Client {
  readonly most?: number | undefined;
  readonly surge?: number | undefined;
}

const one = { replicas: own(c.replicas), workers: processes, pool: optional(databasePool) };
const scaled = { ...one, most: optional(own(container.max_replicas)), surge: optional(own(container.max_surge)) };

/** The pools of every application that ends at a database, poolers looked through. */
export const pools: Input<readonly Client[]> = each(stayingPooled, one);
/** The same with what autoscaling and rolling updates add. */
export const scaledPools: Input<readonly ScaledClient[]> = each(stayingPooled, scaled);
/** The pools of the applications that connect to a pooler. */
export const pooledClients: Input<readonly ScaledClient[]> = each(stayingClients, scaled);

/** A pooler in front of a database: its server connections at most, 0 for unlimited `perDatabase`. */
export interface PoolerInFront {
  readonly of: string;
  readonly replicas: number;
  /** Processes that a rolling update adds, where the plan has room for them: in a cluster. */
  readonly surge: number;
  readonly perDatabase: number;
  readonly perUser: number;
  readonly reserve: number;
  /** Users that its own clients log in as. */
  readonly users: number;
  /** Sizes that databases have of their own. */
  readonly sizes: readonly number[];
}

/** The pool sizes of single databases; of a pooler of several servers nobody says which server each is for. */
const databaseSizes: Input<readonly number[]> = {
  read: (scope) => {
    const sizes = all(pgbouncer.pool_size).read(scope);
    if (!sizes.found || serversOf(scope.stack, scope.component).length > 1) return { found: true, value: [], entries: [] };
    return { ...sizes, value: sizes.value.map(({ value }) => value) };
  },
};

const surge: Input<number> = {
  read: (scope) => (isCluster(scope.stack) ? mapped(optional(own(container.max_surge)), (added) => added ?? 0).read(scope) : { found: true, value: 0, entries: [] }),
};

/** What the poolers in front of a database may open. */
export const poolers: Input<readonly PoolerInFront[]> = each(poolersAbove, { replicas: own(c.replicas), surge, perDatabase: own(pgbouncer.max_db_connections), perUser: own(pgbouncer.default_pool_size), reserve: own(pgbouncer.reserve_pool_size), users: structure(poolerUsers), sizes: databaseSizes });

/** Connections of one process. */
const perProcess = ({ pool }: Client): number => (pool === undefined ? 0 : pool.size + pool.overflow);
/** Connections of one application with that many replicas. */
export const held = (client: Client, replicas: number = client.replicas): number => (perProcess(client) === 0 ? 0 : replicas * client.workers * perProcess(client));

/** Connections of applications whose replicas are multiplied out; what is not known counts as none. */
export const poolTotal = (all: readonly Client[]): number => sum(all.map((client) => held(client)));

/** What is missing when the sum of what is known breaks nothing. */
export const unknownPools = (all: readonly Client[]): { readonly missing: string } | undefined => {
  const names = all.filter((client) => client.pool === undefined).map((client) => client.of);
  return names.length === 0 ? undefined : { missing: `pool size of ${names.join(' and ')}` };
};

const count = (number: number): string => (number === Infinity ? 'unlimited' : String(number));

/** A number of connections in words. */
export const connections = (number: number): string => `${count(number)} connections`;

/** The multiplication in words: `api may open 2 x 4 workers x (10 + 20) = 240 connections`. */
export const poolWords = (all: readonly Client[]): string =>
  all.filter((client) => client.pool !== undefined).map((client) => {
    const { size, overflow } = client.pool ?? { size: 0, overflow: 0 };
    const pool = overflow === 0 ? count(size) : `(${count(size)} + ${count(overflow)})`;
    const replicas = client.replicas === 1 ? '' : `${client.replicas} x `;
    return `${client.of} may open ${replicas}${counted(client.workers, 'process', 'workers')} x ${pool} = ${connections(held(client))}`;
  }).join(', ');

