import { one, optional, own, structure } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { SECOND } from '../../model/value.ts';
import { databases, documentStores, proxies } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as nginx from '../../settings/nginx.ts';
import * as python from '../../settings/python.ts';
import { longestRoute } from '../routes.ts';
import { style } from './style.ts';

const MANUAL = 'gunicorn settings';

const timeout = defineRule({
  sizes: gunicorn.timeout,
  from: { request: own(python.request_timeout), longest: longestRoute },
  value: ({ request, longest }) => Math.ceil(Math.max(request, longest) / SECOND) * SECOND,
  because: 'A worker that says nothing for as long as the longest request may take is killed and started anew: with one request at a time that ends the request, with threads, greenlets and event loops only a worker that hangs.',
  source: `${MANUAL}, timeout; timeout ladder`,
  examples: [{ given: { request: 20_000, longest: 60_000 }, gives: 60_000 }, { given: { request: 2500, longest: 0 }, gives: 3000 }],
});

const graceful = defineRule({
  sizes: gunicorn.graceful_timeout,
  from: { timeout: own(gunicorn.timeout) },
  value: (v) => v.timeout,
  because: 'A request that has begun may finish, however long its route allows.',
  source: `${MANUAL}, graceful_timeout; drain ladder`,
  examples: [{ given: { timeout: 20_000 }, gives: 20_000 }],
});

const grace = defineRule({
  id: 'gunicorn.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['gunicorn'],
  from: { sleep: own(container.pre_stop_sleep), drain: own(gunicorn.graceful_timeout) },
  value: ({ sleep, drain }) => sleep + drain + 5 * SECOND,
  because: 'The pause before the stop and the last request fit before the kill, with five seconds to spare.',
  source: 'drain ladder; Docker kills after 10 s, Kubernetes after 30 s by default',
  examples: [{ given: { sleep: 10_000, drain: 20_000 }, gives: 35_000 }],
});

/** Time by which an application keeps an idle connection longer than the proxy in front of it. */
const LONGER = 15 * SECOND;
const USUAL = 60 * SECOND;

/** How long an application keeps idle connections behind a proxy that keeps them so long. */
export const keptBehind = (proxy: number | undefined): number => Math.ceil(((proxy ?? USUAL) + LONGER) / SECOND) * SECOND;

const keepalive = defineRule({
  sizes: gunicorn.keepalive,
  from: { style, proxy: optional(one(proxies, nginx.upstream_keepalive_timeout)), database: structure((stack, component) => [...databases(stack, component), ...documentStores(stack, component)].length > 0) },
  value: (v) => {
    if (v.style === 'one') return undefined;
    return v.style === 'greenlets' && v.database ? 0 : keptBehind(v.proxy);
  },
  because: 'Longer than the proxy keeps an idle connection: the side that pools connections must be the one that closes them, or a POST meets a closed socket and becomes a 502. Greenlets that are as few as database connections keep none: an idle connection would hold one of them.',
  source: 'gunicorn closes after 2 s by default, and its sync class at once; measured with Node: 12 of 8,002 POSTs failed with 5 s behind 60 s; alphagov/notifications-admin: idle connections that pin greenlets',
  examples: [
    { given: { style: 'threads', proxy: 60_000, database: true }, gives: 75_000 },
    { given: { style: 'loop', proxy: undefined, database: true }, gives: 75_000 },
    { given: { style: 'greenlets', proxy: 60_000, database: true }, gives: 0 },
    { given: { style: 'greenlets', proxy: 60_000, database: false }, gives: 75_000 },
    { given: { style: 'one', proxy: 60_000, database: true }, gives: undefined },
  ],
});

/** The part of the timeout ladder that gunicorn holds. */
export const timeRules: readonly Rule[] = [timeout, graceful, grace, keepalive];
