import type { Describe } from '../server.ts';
import { kafka } from './kafka.ts';
import { nginx } from './nginx.ts';
import { next } from './next.ts';
import { node } from './node.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { python } from './python.ts';
import { redis } from './redis.ts';

/** The servers that Compose can run, by their kind. */
export const servers: Readonly<Record<string, Describe>> = { gunicorn: python, kafka, next, nginx, node, pgbouncer, postgres, python, redis, uvicorn: python };
