import type { Prepare } from '../site.ts';
import { kafka } from './kafka.ts';
import { nginx } from './nginx.ts';
import { node } from './node.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { redis } from './redis.ts';

/** How a copy of each kind of component is prepared. */
export const servers: Readonly<Record<string, Prepare>> = { kafka, nginx, node, pgbouncer, postgres, redis };
