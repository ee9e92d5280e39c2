import type { Component, Stack } from '../../../model/stack.ts';
import * as container from '../../../settings/container.ts';
import * as node from '../../../settings/node.ts';
import { environmentOf, SERVER_CONFIG } from '../../environment.ts';
import { secretsOf } from '../../secrets.ts';
import { portNumber, portOf } from '../port.ts';
import type { Server } from '../server.ts';
import { spelled, tuned } from '../tuned.ts';

/** The application: its image is the user's, its configuration is ours. */
export function nodeServer(plan: Stack, component: Component, conf: string): Server {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  return {
    ports: [{ name: 'http', number: port }, { name: 'metrics', number: own.number(node.metrics_port) }],
    ready: { httpGet: { path: '/readyz', port: portNumber(port) } },
    alive: { httpGet: { path: '/livez', port: portNumber(port) } },
    started: { httpGet: { path: '/livez', port: portNumber(port) } },
    env: environmentOf(plan, component).map(({ name, value, entries }) => ({ name, value: tuned(value, ...entries) })),
    config: [{ key: 'server.config.mjs', path: SERVER_CONFIG, text: conf }],
    secrets: secretsOf(plan, component),
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
  };
}
