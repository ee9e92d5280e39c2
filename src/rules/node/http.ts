import { each, one, optional, own, structure, subjects } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { KiB, MiB } from '../../model/value.ts';
import { NODE_KINDS, proxies } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as nginx from '../../settings/nginx.ts';
import * as node from '../../settings/node.ts';
import * as w from '../../settings/workload.ts';

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

const bodyLimit = defineRule({
  sizes: node.body_limit,
  on: NODE_KINDS,
  from: { body: own(w.body_size) },
  value: ({ body }) => body,
  because: 'The same limit as the proxy: one of them alone would answer 413 in another form.',
  source: 'fastify bodyLimit; nginx client_max_body_size',
  examples: [{ given: { body: MiB }, gives: MiB }],
});

const handlerTimeout = defineRule({
  sizes: node.handler_timeout,
  on: NODE_KINDS,
  from: { timeout: own(w.request_timeout) },
  value: ({ timeout }) => timeout,
  because: 'The application gives up first and says so; everything outside it waits a little longer.',
  source: 'fastify handlerTimeout; timeout ladder',
  examples: [{ given: { timeout: 20_000 }, gives: 20_000 }],
});

const routeBody = defineRule({
  sizes: node.route_body,
  on: NODE_KINDS,
  from: { stated: optional(subjects(c.route_body)), usual: own(node.body_limit) },
  value: ({ stated, usual }) => stated ?? usual,
  because: 'What the route states, or what the application allows.',
  source: 'profile',
  examples: [{ given: { stated: 50 * MiB, usual: MiB }, gives: 50 * MiB }, { given: { stated: undefined, usual: MiB }, gives: MiB }],
});

const routeTimeout = defineRule({
  sizes: node.route_timeout,
  on: NODE_KINDS,
  from: { stated: optional(subjects(c.route_timeout)), usual: own(node.handler_timeout), stream: structure((stack, _, path) => stack.routes.find((route) => route.path === path)?.stream ?? 'none') },
  value: ({ stated, usual, stream }) => stated ?? (stream === 'none' ? usual : 3_600_000),
  because: 'What the route states, or what the application allows; a stream may stay open for an hour.',
  source: 'profile; nginx WebSocket proxying',
  examples: [
    { given: { stated: 60_000, usual: 20_000, stream: 'none' }, gives: 60_000 },
    { given: { stated: undefined, usual: 20_000, stream: 'none' }, gives: 20_000 },
    { given: { stated: undefined, usual: 20_000, stream: 'sse' }, gives: 3_600_000 },
  ],
});

const trustProxy = defineRule({
  sizes: node.trust_proxy,
  from: { fronts: structure((stack, from) => proxies(stack, from).length) },
  value: ({ fronts }) => (fronts > 0 ? 1 : 0),
  because: 'One proxy is in front, and it overwrites X-Forwarded-For with the real client: exactly one hop is believed.',
  source: 'Express and Fastify, trust proxy',
  examples: [{ given: { fronts: 1 }, gives: 1 }, { given: { fronts: 0 }, gives: 0 }],
});

/** Timeouts and limits of the HTTP server. */
export const httpRules: readonly Rule[] = [
  keepAlive,
  maxHeader,
  maxConnections,
  bodyLimit,
  handlerTimeout,
  routeBody,
  routeTimeout,
  trustProxy,
  decide(node.headers_timeout, 60_000, 'Headers of a slow client; the proxy in front is stricter.', 'nodejs.org default'),
  decide(node.request_timeout, 120_000, 'A request must have arrived whole by then; Fastify would wait for ever.', 'nodejs.org requestTimeout; fastify default 0'),
  decide(node.connections_checking_interval, 5000, 'Timeouts are only noticed at these intervals.', 'nodejs.org default 30 s'),
  decide(node.max_requests_per_socket, 0, 'The proxy decides when a connection has served enough.', 'nodejs.org: at the limit the next request gets a 503'),
  decide(node.backlog, 1024, 'A burst waits in the kernel instead of being refused; somaxconn is 4096.', 'Linux 5.4 and later'),
];
