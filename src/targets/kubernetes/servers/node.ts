import { environment } from '../environment.ts';
import * as container from '../../../settings/container.ts';
import * as node from '../../../settings/node.ts';
import { environmentOf, SERVER_CONFIG } from '../../environment.ts';
import { LIVE_PATH, READY_PATH, renderServerConfig } from '../../node.ts';
import { portNumber, portOf } from '../port.ts';
import { LINKS_ONLY, type Describe } from '../server.ts';
import { spelled } from '../tuned.ts';

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
    env: environment(environmentOf(plan, component)),
    config: [{ key: 'server.config.mjs', path: SERVER_CONFIG, render: (stack) => renderServerConfig(stack, component) }],
    notes: [LINKS_ONLY],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
  };
};
