import { each, one, optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { KiB } from '../../model/value.ts';
import { NODE_KINDS, proxies } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as nginx from '../../settings/nginx.ts';
import * as node from '../../settings/node.ts';
import { body, deadline, routeBody, routeDeadline, trustedHops } from '../application/limits.ts';

const keepAlive = defineRule({
  sizes: node.keep_alive_timeout,
  on: NODE_KINDS,
  from: { proxy: optional(one(proxies, nginx.upstream_keepalive_timeout)) },
  value: ({ proxy }) => (proxy ?? 60_000) + 12_000,
  because: 'Longer than the proxy keeps an idle connection: the side that pools connections must be the one that closes them, or a POST meets a closed socket and becomes a 502.',
  source: 'measured: 12 of 8,002 POSTs failed with 5 s behind 60 s, none of 8,000 with 75 s behind 60 s',
  examples: [{ given: { proxy: 60_000 }, gives: 72_000 }, { given: { proxy: undefined }, gives: 72_000 }],
});

const maxHeader = defineRule({
  sizes: node.max_header_size,
  on: NODE_KINDS,
  from: { number: optional(one(proxies, nginx.large_header_number)), size: optional(one(proxies, nginx.large_header_size)) },
  value: ({ number, size }) => Math.max(16 * KiB, (number ?? 0) * (size ?? 0)),
  because: 'What the proxy lets through the application accepts: otherwise it answers 431.',
  source: 'nodejs.org --max-http-header-size; nginx large_client_header_buffers',
  examples: [{ given: { number: 4, size: 8 * KiB }, gives: 32 * KiB }, { given: { number: undefined, size: undefined }, gives: 16 * KiB }],
});

const maxConnections = defineRule({
  sizes: node.max_connections,
  from: {
    inFlight: own(node.max_in_flight),
    fronts: each(proxies, { replicas: own(c.replicas), workers: own(nginx.worker_processes) }),
    keepalive: optional(one(proxies, nginx.upstream_keepalive)),
  },
  value: ({ inFlight, fronts, keepalive }) => 2 * inFlight + fronts.reduce((total, front) => total + front.replicas * front.workers * (keepalive ?? 0), 0) + 16,
  because: 'Twice the requests it works on, and every idle connection that the proxies may keep.',
  source: "Little's law; nginx upstream keepalive is per worker process",
  examples: [{ given: { inFlight: 300, fronts: [{ of: 'proxy', replicas: 1, workers: 1 }], keepalive: 64 }, gives: 680 }],
});

/** Timeouts and limits of the HTTP server. */
export const httpRules: readonly Rule[] = [
  keepAlive,
  maxHeader,
  maxConnections,
  body(node.body_limit, NODE_KINDS, 'fastify bodyLimit; nginx client_max_body_size'),
  deadline(node.handler_timeout, NODE_KINDS, 'fastify handlerTimeout; timeout ladder'),
  routeBody(node.route_body, NODE_KINDS, node.body_limit),
  routeDeadline(node.route_timeout, NODE_KINDS, node.handler_timeout),
  trustedHops(node.trust_proxy, ['node'], 'Express and Fastify, trust proxy'),
  decide(node.headers_timeout, 60_000, 'Headers of a slow client; the proxy in front is stricter.', 'nodejs.org default'),
  decide(node.request_timeout, 120_000, 'A request must have arrived whole by then; Fastify would wait for ever.', 'nodejs.org requestTimeout; fastify default 0'),
  decide(node.connections_checking_interval, 5000, 'Timeouts are only noticed at these intervals.', 'nodejs.org default 30 s'),
  decide(node.max_requests_per_socket, 0, 'The proxy decides when a connection has served enough.', 'nodejs.org: at the limit the next request gets a 503'),
  decide(node.backlog, 1024, 'A burst waits in the kernel instead of being refused; somaxconn is 4096.', 'Linux 5.4 and later'),
];
