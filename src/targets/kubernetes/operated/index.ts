import type { Operator } from './operator.ts';
import { kafka } from './kafka.ts';
import { pooler } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

/** The operators that can run a component in a cluster, by its kind. */
export const operators: Readonly<Record<string, Operator>> = { kafka, pgbouncer: pooler, postgres, redis };
