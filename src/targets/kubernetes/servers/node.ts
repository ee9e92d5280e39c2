import * as container from '../../../settings/container.ts';
import * as node from '../../../settings/node.ts';
import { environmentOf, SERVER_CONFIG } from '../../environment.ts';
import { LIVE_PATH, READY_PATH, renderServerConfig } from '../../node.ts';
import { portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { spelled, tuned } from '../tuned.ts';

/** An application: the image is the user's, the configuration is ours. It drains by itself when it is asked to stop. */
export const nodeServer: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const alive = { httpGet: { path: LIVE_PATH, port: portNumber(port) } };
  return {
    controller: 'Deployment',
    ports: [
      { name: 'http', number: port, for: 'clients' },
      { name: 'metrics', number: own.number(node.metrics_port), for: 'monitoring' },
    ],
    ready: { httpGet: { path: READY_PATH, port: portNumber(port) } },
    alive,
    started: alive,
    env: environmentOf(plan, component).map(({ name, value, entries }) => ({ name, value: tuned(value, ...entries) })),
    config: [{ key: 'server.config.mjs', path: SERVER_CONFIG, render: (stack) => renderServerConfig(stack, component) }],
    notes: ['It may connect to what it is linked to, and nothing else. For servers outside of the stack add a NetworkPolicy: policies add up.'],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
  };
};
