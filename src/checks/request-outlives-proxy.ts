import { defineCheck } from '../model/check.ts';
import { one, type Input } from '../model/input.ts';
import { proxies } from '../model/who.ts';
import * as nginx from '../settings/nginx.ts';
import { effectiveClass, requestTime } from './serving.ts';
import { inSeconds } from './words.ts';

/** Whether gunicorn's timeout only watches that a worker is alive: threads and event loops go on with slow requests. */
const heartbeat: Input<boolean> = {
  read: (scope) => {
    const kind = scope.component.kind === 'gunicorn' ? effectiveClass.read(scope) : undefined;
    const waits = kind?.found === true && kind.value !== 'sync';
    return { found: true, value: waits, entries: waits ? kind.entries : [] };
  },
};

/** The application's patience against the proxy's. */
export const requestOutlivesProxy = defineCheck({
  id: 'request-outlives-proxy',
  severity: 'warning',
  confidence: 'likely',
  on: ['node', 'gunicorn'],
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { handler: requestTime, heartbeat, proxy: one(proxies, nginx.proxy_read_timeout) },
  broken: (v) => {
    if (v.handler === undefined || v.proxy <= 0 || v.handler < v.proxy) return undefined;
    if (!v.heartbeat) return `the application may take ${inSeconds(v.handler)}, the proxy waits ${inSeconds(v.proxy)}`;
    return [{ message: `a worker that hangs is ended after ${inSeconds(v.handler)}, and a slow request never; the proxy waits ${inSeconds(v.proxy)}`, severity: 'note' }];
  },
  why: 'The proxy answers 504 while the application still works, and its answer is thrown away.',
  fix: 'let proxy_read_timeout be some seconds longer than the application\'s timeout.',
  source: 'nginx.org proxy_read_timeout; the guide of Bahamm: 120 s behind 60 s',
  examples: { holds: [{ handler: 20_000, heartbeat: false, proxy: 25_000 }], breaks: [{ handler: 120_000, heartbeat: false, proxy: 60_000 }, { handler: 120_000, heartbeat: true, proxy: 60_000 }] },
});
