import { isCluster } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { fileOf, hostedOf } from './names.ts';
import { renderNginxConf } from './nginx/conf.ts';

export { renderNginxConf, type Platform } from './nginx/conf.ts';
export { usesCache } from './nginx/cache.ts';
export { CACHE_FOLDER, HEALTH_PATH, STATUS_PATH } from './nginx/paths.ts';

/** `nginx/nginx.conf`, one for each proxy; in a cluster it is in the manifests alone. */
export const nginxTarget: Target = {
  name: 'nginx',
  about: 'nginx.conf of each proxy: proxying, cache, limits, headers, TLS',
  render: async (plan) => (isCluster(plan) ? [] : hostedOf(plan, 'nginx').map((proxy) => ({ path: fileOf(plan, proxy, 'nginx.conf'), text: renderNginxConf(plan, proxy, { platform: 'compose' }) }))),
};
