import type { FoundKind } from '../model/stack.ts';

const KINDS: Readonly<Record<FoundKind, true>> = {
  nginx: true, node: true, next: true, python: true, mongodb: true, postgres: true, pgbouncer: true, redis: true, kafka: true, gunicorn: true, uvicorn: true, application: true, haproxy: true, traefik: true, caddy: true, service: true,
};

/** Every kind of component, for what does not depend on the server that runs in it. */
export const EVERY_KIND: readonly string[] = Object.keys(KINDS);
