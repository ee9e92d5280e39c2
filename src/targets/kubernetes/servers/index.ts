import type { Describe } from '../server.ts';
import { kafka } from './kafka.ts';
import { nginx } from './nginx.ts';
import { nextServer } from './next.ts';
import { nodeServer } from './node.ts';
import { pgbouncer } from './pgbouncer.ts';
import { postgres } from './postgres.ts';
import { pythonServer } from './python.ts';
import { redis } from './redis.ts';

/** The servers that Kubernetes can run, by their kind. */
export const servers: Readonly<Record<string, Describe>> = { gunicorn: pythonServer, kafka, next: nextServer, nginx, node: nodeServer, pgbouncer, postgres, python: pythonServer, redis, uvicorn: pythonServer };
