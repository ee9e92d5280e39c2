import { defineCheck } from '../model/check.ts';
import { own, present } from '../model/input.ts';
import * as container from '../settings/container.ts';
import { host_count } from '../settings/found.ts';
import { APPLICATIONS } from './serving.ts';
import { inCores } from './words.ts';

/** A number of processes that follows the host's cores, in a container that may not use them. */
export const autoWorkersUnderALimit = defineCheck({
  id: 'auto-workers-under-a-limit',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx', ...APPLICATIONS],
  reads: { taken: present(host_count), limit: own(container.cpu_limit) },
  broken: (v) => (v.taken === undefined || v.limit === 0 ? undefined : `the number of workers is taken from the host (${v.taken}); the container may use ${inCores(v.limit)}`),
  why: 'On a machine with 64 cores 64 workers start in half a core: memory, connections and tails grow with the host, not with the limit.',
  fix: 'state a number: one worker for each core of the limit.',
  source: 'nginx/nginx#855; python/cpython#80235; nodejs/node#59200; the guide of VERSANT',
  examples: { holds: [{ taken: undefined, limit: 500 }, { taken: 'auto', limit: 0 }], breaks: [{ taken: 'auto', limit: 500 }, { taken: 'min(multiprocessing.cpu_count() * 6, 24)', limit: 500 }] },
});
