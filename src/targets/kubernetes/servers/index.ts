import type { Component, Stack } from '../../../model/stack.ts';
import type { Server } from '../server.ts';
import { nginxServer } from './nginx.ts';
import { nodeServer } from './node.ts';
import { pgbouncerServer } from './pgbouncer.ts';
import { postgresServer } from './postgres.ts';
import { redisServer } from './redis.ts';

/** What the server of a component needs, or `undefined` for a kind that is not rendered. */
export async function serverOf(plan: Stack, component: Component): Promise<Server | undefined> {
  switch (component.kind) {
    case 'nginx': return nginxServer(plan, component, 'x\n');
    case 'node': return nodeServer(plan, component, 'x\n');
    case 'pgbouncer': return pgbouncerServer(plan, component, 'x\n');
    case 'postgres': return postgresServer(plan, component, 'x\n', 'y\n');
    case 'redis': return redisServer(plan, component, 'x\n');
    default: return undefined;
  }
}
