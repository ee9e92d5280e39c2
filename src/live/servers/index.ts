import type { Prepare } from '../site.ts';
import { kafka } from './kafka.ts';
import { next } from './next.ts';
import { nginx } from './nginx.ts';
import { node } from './node.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { python } from './python.ts';
import { redis } from './redis.ts';

/** How a copy of each kind of component is prepared. */
export const servers: Readonly<Record<string, Prepare>> = { gunicorn: python, kafka, next, nginx, node, pgbouncer, postgres, python, redis, uvicorn: python };
