import { defineCheck } from '../model/check.ts';
import { one } from '../model/input.ts';
import { proxies } from '../model/who.ts';
import * as nginx from '../settings/nginx.ts';
import { requestTime } from './serving.ts';
import { inSeconds } from './words.ts';

/** The application's patience against the proxy's. */
export const requestOutlivesProxy = defineCheck({
  id: 'request-outlives-proxy',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', 'gunicorn'],
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { handler: requestTime, proxy: one(proxies, nginx.proxy_read_timeout) },
  broken: (v) => (v.handler !== undefined && v.proxy > 0 && v.handler >= v.proxy ? `the application may take ${inSeconds(v.handler)}, the proxy waits ${inSeconds(v.proxy)}` : undefined),
  why: 'The proxy answers 504 while the application still works, and its own answer is thrown away.',
  fix: 'let proxy_read_timeout be some seconds longer than the application\'s timeout.',
  source: 'nginx.org proxy_read_timeout; the guide of Bahamm: 120 s behind 60 s',
  examples: { holds: [{ handler: 20_000, proxy: 25_000 }], breaks: [{ handler: 120_000, proxy: 60_000 }] },
});
