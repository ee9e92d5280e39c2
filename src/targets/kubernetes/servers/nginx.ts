import { partValue } from '../../../model/lookup.ts';
import * as container from '../../../settings/container.ts';
import { tls_port } from '../../../settings/nginx.ts';
import { tls } from '../../../settings/profile.ts';
import { CACHE_FOLDER, HEALTH_PATH, renderNginxConf, usesCache } from '../../nginx.ts';
import { portNumber, portOf } from '../port.ts';
import type { Describe, Port, Scratch } from '../server.ts';
import { spelled } from '../tuned.ts';

/** The proxy. Its health page says that it is ready, an open port that it lives. It goes on serving until no list of endpoints names it. */
export const nginx: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const health = { httpGet: { path: HEALTH_PATH, port: portNumber(port) } };
  const secure: readonly Port[] = partValue(plan, tls) === true ? [{ name: 'https', number: own.number(tls_port), for: 'clients' }] : [];
  const cache: readonly Scratch[] = usesCache(plan, component) ? [{ name: 'cache', size: own.bytes(container.volume_size), in: 'disk', paths: [CACHE_FOLDER] }] : [];
  return {
    controller: 'Deployment',
    ports: [{ name: 'http', number: port, for: 'clients' }, ...secure],
    ready: health,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: health,
    config: [{ key: 'nginx.conf', path: '/etc/nginx/nginx.conf', render: (stack) => renderNginxConf(stack, component, { platform: 'kubernetes' }) }],
    scratch: [...cache, { name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
    preStop: ['sleep', own.secondsDigits(container.pre_stop_sleep)],
  };
};
