import { defineCheck } from '../model/check.ts';
import { one } from '../model/input.ts';
import { databases, proxies } from '../model/who.ts';
import * as nginx from '../settings/nginx.ts';
import { APPLICATIONS, poolWait, usesMongo } from './serving.ts';
import { inSeconds } from './words.ts';

/** The wait for a connection against the proxy's patience. */
export const poolWaitOutlivesProxy = defineCheck({
  id: 'pool-wait-outlives-proxy',
  severity: 'warning',
  confidence: 'likely',
  on: APPLICATIONS,
  when: (stack, component) => proxies(stack, component).length > 0 && (databases(stack, component).length > 0 || usesMongo(stack, component)),
  reads: { wait: poolWait, proxy: one(proxies, nginx.proxy_read_timeout) },
  broken: (v) => (v.wait > 0 && v.wait >= v.proxy ? `a request may wait ${inSeconds(v.wait)} for a connection; the proxy waits ${inSeconds(v.proxy)}` : undefined),
  why: 'Requests that nobody waits for any more queue for connections, and delay those that somebody does wait for.',
  fix: 'give up waiting for a connection after a few seconds.',
  source: 'nginx.org proxy_read_timeout; the guide of JewGo: 60 s behind 60 s',
  examples: { holds: [{ wait: 2000, proxy: 25_000 }, { wait: 0, proxy: 60_000 }], breaks: [{ wait: 60_000, proxy: 60_000 }] },
});
