import { digits } from '../../../formats/units.ts';
import { need } from '../../../model/lookup.ts';
import * as container from '../../../settings/container.ts';
import { fileOf, portEntry } from '../../names.ts';
import { writesToDisk } from '../../redis.ts';
import type { Describe } from '../server.ts';

const CONF = '/etc/redis/redis.conf';

/** The cache. Its folder is on disk only where the plan writes to disk. `-e` makes an answer that is an error count as one. */
export const redis: Describe = (plan, component) => {
  const persists = writesToDisk(plan, component);
  const user = digits(need(plan, component, container.user));
  return {
    config: [{ source: fileOf(plan, component, 'redis.conf'), target: CONF }],
    scratch: persists ? [] : [{ path: '/data', options: [`uid=${user}`, `gid=${user}`] }],
    volumes: persists ? [{ name: `${component.name}_data`, target: '/data' }] : [],
    healthy: ['redis-cli', '-e', '-h', '127.0.0.1', '-p', digits(portEntry(plan, component).value), 'ping'],
    stopSignal: 'SIGTERM',
    command: ['redis-server', CONF],
  };
};
