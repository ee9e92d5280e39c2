import { one, optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { NODE_KINDS, proxies } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as node from '../../settings/node.ts';
import { longestRoute } from '../routes.ts';

const shutdownDelay = defineRule({
  sizes: node.shutdown_delay,
  on: NODE_KINDS,
  from: { period: own(container.ready_period), failures: own(container.ready_failures), names: optional(one(proxies, nginx.resolver_valid)) },
  value: ({ period, failures, names }) => Math.max(period * failures, names ?? 0) + 2000,
  because: 'After the stop signal the process says it is not ready and keeps serving until everybody has noticed: the platform, and the proxy that keeps names for a while.',
  source: 'Kubernetes removes endpoints while it sends SIGTERM: kubernetes/kubernetes#20473; measured: 3,019 requests during two rolling updates, none failed',
  examples: [{ given: { period: 5000, failures: 2, names: 10_000 }, gives: 12_000 }, { given: { period: 5000, failures: 2, names: 30_000 }, gives: 32_000 }, { given: { period: 5000, failures: 2, names: undefined }, gives: 12_000 }],
});

const drain = defineRule({
  sizes: node.drain_timeout,
  on: NODE_KINDS,
  from: { handler: own(node.handler_timeout), longest: longestRoute },
  value: ({ handler, longest }) => Math.max(handler, longest),
  because: 'A request that has begun may finish, however long its route allows.',
  source: 'drain ladder',
  examples: [{ given: { handler: 20_000, longest: 60_000 }, gives: 60_000 }, { given: { handler: 20_000, longest: 0 }, gives: 20_000 }],
});

const grace = defineRule({
  id: 'node.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: NODE_KINDS,
  from: { delay: own(node.shutdown_delay), drain: own(node.drain_timeout), close: own(node.close_timeout) },
  value: (inputs) => inputs.delay + inputs.drain + inputs.close + 5000,
  because: 'Delay, drain and closing of the pools fit before the kill, with five seconds to spare.',
  source: 'drain ladder; Docker kills after 10 s, Kubernetes after 30 s by default',
  examples: [{ given: { delay: 12_000, drain: 60_000, close: 5000 }, gives: 82_000 }],
});

/** The order of the end: not ready, drain, close, exit. */
export const shutdownRules: readonly Rule[] = [
  shutdownDelay,
  drain,
  grace,
  decide(node.close_timeout, 5000, 'Pools close their connections one after the other.', 'Plumbline', NODE_KINDS),
];
