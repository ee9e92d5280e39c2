import * as container from '../../../settings/container.ts';
import { redisFile, writesToDisk } from '../../redis.ts';
import { portArgument, portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { spelled } from '../tuned.ts';

const CONF = '/etc/redis/redis.conf';
const FOLDER = '/data';

/** The cache. While it loads its data it answers with an error: alive, but not ready. It has a disk only where the plan writes to it. */
export const redis: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const persists = writesToDisk(plan, component);
  // `-e` makes an answer that is an error count as one.
  const question = { exec: { command: ['redis-cli', '-e', '-h', '127.0.0.1', '-p', portArgument(port), 'ping'] } };
  return {
    controller: 'StatefulSet',
    ports: [{ name: 'redis', number: port, for: 'clients' }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    args: ['redis-server', CONF],
    config: [{ key: 'redis.conf', path: CONF, render: (stack) => redisFile(stack, component).text }],
    ...(persists ? { data: FOLDER } : {}),
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: persists ? ['/tmp'] : ['/tmp', FOLDER] }],
  };
};
