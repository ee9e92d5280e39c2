import { digits } from '../../../formats/units.ts';
import { valueOf } from '../../../model/lookup.ts';
import { replicas } from '../../../settings/component.ts';
import { fileOf, portEntry } from '../../names.ts';
import type { Describe } from '../server.ts';

/** The proxy: the image without root, everything it writes in /tmp, the cache on disk. Two replicas may not share a cache. */
export const nginx: Describe = (plan, component) => ({
  config: [{ source: fileOf(plan, component, 'nginx.conf'), target: '/etc/nginx/nginx.conf' }],
  scratch: [{ path: '/tmp' }],
  volumes: [{ ...((valueOf(plan, component, replicas) ?? 1) > 1 ? {} : { name: `${component.name}_cache` }), target: '/var/cache/nginx' }],
  healthy: ['curl', '--fail', '--silent', '--show-error', '--output', '/dev/null', `http://127.0.0.1:${digits(portEntry(plan, component).value)}/healthz`],
  stopSignal: 'SIGQUIT',
});
