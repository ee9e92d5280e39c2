import { defineCheck, type Breach } from '../model/check.ts';
import { byKind, mapped, one, own, structure, type Input } from '../model/input.ts';
import { repeated } from '../model/lookup.ts';
import { ANSWERING_KINDS, proxies } from '../model/who.ts';
import * as gunicorn from '../settings/gunicorn.ts';
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

/** After what time gunicorn ends a worker; `undefined` for other servers, which end none. */
const killed: Input<number | undefined> = byKind<number | undefined>({
  gunicorn: mapped(own(gunicorn.timeout), (time) => (time === 0 ? Infinity : time)),
  ...Object.fromEntries(ANSWERING_KINDS.filter((kind) => kind !== 'gunicorn').map((kind) => [kind, structure(() => undefined)])),
});

/** The longest that a proxy waits on any route of the component; 0 where no route states a time of its own. */
const longest: Input<number> = {
  read: ({ stack, component }) => {
    const paths = new Set(stack.routes.filter(({ to }) => to === component.name).map(({ path }) => path));
    const entries = proxies(stack, component).flatMap((proxy) => repeated(stack, proxy, nginx.route_read_timeout).filter(({ subject = '' }) => paths.has(subject)));
    return { found: true, value: Math.max(0, ...entries.map(({ value }) => value)), entries: [] };
  },
};

/** The application's patience against the proxy's. */
export const requestOutlivesProxy = defineCheck({
  id: 'request-outlives-proxy',
  severity: 'warning',
  confidence: 'likely',
  on: ANSWERING_KINDS,
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { handler: requestTime, killed, heartbeat, proxy: one(proxies, nginx.proxy_read_timeout), longest },
  broken: (v): readonly Breach[] => {
    if (v.proxy <= 0) return [];
    const deadline: readonly Breach[] = v.handler !== undefined && v.handler >= v.proxy ? [{ message: `the application may take ${inSeconds(v.handler)}, the proxy waits ${inSeconds(v.proxy)}` }] : [];
    // A worker's time covers all routes: where the application has a deadline of its own, the most patient route counts.
    const patience = v.handler === undefined ? v.proxy : Math.max(v.proxy, v.longest);
    if (v.killed === undefined || v.killed < patience || deadline.length > 0) return deadline;
    const after = v.killed === Infinity ? 'never ended' : `ended after ${inSeconds(v.killed)}`;
    if (!v.heartbeat) return [{ message: v.killed === Infinity ? `the application may take for ever, the proxy waits ${inSeconds(patience)}` : `the application may take ${inSeconds(v.killed)}, the proxy waits ${inSeconds(patience)}` }];
    return [{ message: `a worker that hangs is ${after}, and a slow request never; the proxy waits ${inSeconds(patience)}`, severity: 'note' }];
  },
  why: 'The proxy answers 504 while the application still works, and its answer is thrown away.',
  fix: 'let proxy_read_timeout be some seconds longer than the application\'s timeout.',
  source: 'nginx.org proxy_read_timeout; gunicorn manual, timeout; the guide of Bahamm: 120 s behind 60 s',
  examples: {
    holds: [
      { handler: 20_000, killed: undefined, heartbeat: false, proxy: 25_000, longest: 0 },
      { handler: 20_000, killed: 60_000, heartbeat: true, proxy: 25_000, longest: 65_000 },
      { handler: undefined, killed: 30_000, heartbeat: false, proxy: 60_000, longest: 0 },
    ],
    breaks: [
      { handler: 120_000, killed: undefined, heartbeat: false, proxy: 60_000, longest: 0 },
      { handler: undefined, killed: 120_000, heartbeat: false, proxy: 60_000, longest: 0 },
      { handler: 20_000, killed: 120_000, heartbeat: true, proxy: 60_000, longest: 0 },
      { handler: undefined, killed: Infinity, heartbeat: false, proxy: 60_000, longest: 0 },
    ],
  },
});
