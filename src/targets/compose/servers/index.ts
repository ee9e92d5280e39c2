import type { Describe } from '../server.ts';
import { kafka } from './kafka.ts';
import { nginx } from './nginx.ts';
import { node } from './node.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

/** The servers that Compose can run, by their kind. */
export const servers: Readonly<Record<string, Describe>> = { kafka, nginx, node, pgbouncer, postgres, redis };
