import { nextEnvironmentOf, NEXT_CACHE } from '../../environment.ts';
import { ASK_PAGE } from '../../next.ts';
import type { Describe } from '../server.ts';
import { environmentMap } from './node.ts';

/** A frontend of Next.js, built as its standalone server: the environment is all that it is told. */
export const next: Describe = (plan, component) => ({
  config: [],
  scratch: [{ path: NEXT_CACHE }, { path: '/tmp' }],
  volumes: [],
  healthy: ASK_PAGE,
  stopSignal: 'SIGTERM',
  environment: environmentMap(nextEnvironmentOf(plan, component)),
  init: true,
});
