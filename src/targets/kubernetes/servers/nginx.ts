import type { Component, Stack } from '../../../model/stack.ts';
import * as container from '../../../settings/container.ts';
import { secretsOf } from '../../secrets.ts';
import { portNumber, portOf } from '../port.ts';
import type { Server } from '../server.ts';
import { spelled } from '../tuned.ts';

/** The proxy: its health page says ready, an open port says alive. */
export function nginxServer(plan: Stack, component: Component, conf: string): Server {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const health = { httpGet: { path: '/healthz', port: portNumber(port) } };
  return {
    ports: [{ name: 'http', number: port }],
    ready: health,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: health,
    config: [{ key: 'nginx.conf', path: '/etc/nginx/nginx.conf', text: conf }],
    secrets: secretsOf(plan, component),
    scratch: [
      { name: 'cache', size: own.bytes(container.volume_size), in: 'disk', paths: ['/var/cache/nginx'] },
      { name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] },
    ],
    preStop: ['sleep', own.secondsDigits(container.pre_stop_sleep)],
  };
}
