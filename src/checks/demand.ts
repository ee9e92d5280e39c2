import { each, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import { pooledApplications, poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as node from '../settings/node.ts';
import * as pgbouncer from '../settings/pgbouncer.ts';

/** The pools of every application that ends at a database, poolers looked through. */
export const pools = each(pooledApplications, { replicas: own(c.replicas), workers: own(node.workers), pool: own(node.pool_max) });

/** What the poolers in front of a database may open. */
export const poolers = each(poolersAbove, { replicas: own(c.replicas), perDatabase: own(pgbouncer.max_db_connections), perUser: own(pgbouncer.default_pool_size), reserve: own(pgbouncer.reserve_pool_size) });

/** One application's pools. */
export interface Pools {
  readonly of: string;
  readonly replicas: number;
  readonly workers: number;
  readonly pool: number;
}

/** Connections of applications whose replicas are multiplied out. */
export const poolTotal = (all: readonly Pools[]): number => sum(all.map((one) => one.replicas * one.workers * one.pool));

/** The multiplication in words: `api 2 x 4 workers x 10 = 80`. */
export const poolWords = (all: readonly Pools[]): string =>
  all.map((one) => `${one.of} ${one.replicas} x ${one.workers} workers x ${one.pool} = ${one.replicas * one.workers * one.pool}`).join(', ');
