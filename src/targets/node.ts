import { isCluster } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { fileOf, hostedOf } from './names.ts';
import { renderServerConfig } from './node/config.ts';

export { renderServerConfig } from './node/config.ts';
export { LIVE_PATH, READY_PATH } from './node/paths.ts';

/** The configuration of each Node server: `server/server.config.mjs`, or `<name>/server.config.mjs` where there are several; in a cluster it is in the manifests alone. */
export const nodeTarget: Target = {
  name: 'node',
  about: 'server.config.mjs of each Node server: processes, timeouts, pools, load shedding, shutdown',
  render: async (plan) => (isCluster(plan) ? [] : hostedOf(plan, 'node').map((application) => ({ path: fileOf(plan, application, 'server.config.mjs'), text: renderServerConfig(plan, application) }))),
};
