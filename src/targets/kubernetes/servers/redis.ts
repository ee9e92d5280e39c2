import type { Component, Stack } from '../../../model/stack.ts';
import * as container from '../../../settings/container.ts';
import { portDigits, portNumber, portOf } from '../port.ts';
import type { Server } from '../server.ts';
import { spelled } from '../tuned.ts';

const CONF = '/etc/redis/redis.conf';

/** The cache. While it loads its data it answers with an error: alive, but not ready. */
export function redisServer(plan: Stack, component: Component, conf: string): Server {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const question = { exec: { command: ['redis-cli', '-e', '-p', portDigits(port), 'ping'] } };
  return {
    ports: [{ name: 'redis', number: port }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    args: ['redis-server', CONF],
    config: [{ key: 'redis.conf', path: CONF, text: conf }],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
    data: '/data',
  };
}
