import { applicationReader } from './application.ts';
import { caddyReader } from './caddy.ts';
import { gunicornReader } from './gunicorn.ts';
import { haproxyReader } from './haproxy.ts';
import { kafkaReader } from './kafka.ts';
import { nextReader } from './next.ts';
import { nodeReader } from './node.ts';
import { pgbouncerReader } from './pgbouncer.ts';
import { postgresReader } from './postgres.ts';
import { pythonReader } from './python.ts';
import { redisReader } from './redis.ts';
import { nginxReader } from './nginx.ts';
import type { InsideReader } from './running.ts';
import { serviceReader } from './service.ts';
import { traefikReader } from './traefik.ts';
import { uvicornReader } from './uvicorn.ts';

/** Every reader of the inside of a container; the first that recognises it reads it. */
export const insideReaders: readonly InsideReader[] = [
  nginxReader,
  pgbouncerReader,
  postgresReader,
  redisReader,
  kafkaReader,
  haproxyReader,
  traefikReader,
  caddyReader,
  gunicornReader,
  uvicornReader,
  pythonReader,
  nextReader,
  nodeReader,
  applicationReader,
  serviceReader,
];
