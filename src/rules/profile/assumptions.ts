import { given, inProfile, stated } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { APPLICATION_KINDS, PYTHON_KINDS } from '../../model/who.ts';
import type { Setting } from '../../model/setting.ts';
import { HOUR, KiB, MINUTE, MiB, type Value } from '../../model/value.ts';
import * as p from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';

const ASSUMED = 'assumption of Plumbline; state or measure your own';

const assumptions: readonly Rule[] = [
  decide(p.rps, 100, 'No target is stated: a modest one is assumed.', ASSUMED),
  decide(p.p95, 250, 'No target is stated: a quarter of a second is what users still call quick.', ASSUMED),
  decide(p.success, 0.999, 'No target is stated: one request in a thousand may fail.', ASSUMED),
  decide(w.cpu_time, 1, 'Typical CPU time of a small JSON request in Node.', ASSUMED),
  decide(w.wait_time, 8, 'Typical wait for two short queries and the network.', ASSUMED),
  decide(w.queries_per_request, 2, 'A request of a typical web backend asks the database twice.', ASSUMED),
  decide(w.query_time, 2, 'A short indexed query, the round trip included.', ASSUMED),
  decide(w.body_size, MiB, 'The default body limit of nginx and of Fastify.', 'nginx client_max_body_size, Fastify bodyLimit'),
  decide(w.response_size, 16 * KiB, 'A middling JSON page.', ASSUMED),
  decide(w.cacheable_share, 0, 'Nothing is assumed to be cacheable unless the profile says so.', ASSUMED),
  decide(w.cache_short, 5 * MINUTE, 'Lists and feeds that may be some minutes old.', 'guide 3: short 300 s'),
  decide(w.cache_medium, 15 * MINUTE, 'Pages that change now and then.', 'guide 3: medium 900 s'),
  decide(w.cache_long, HOUR, 'Reference data.', 'guide 3: long 3600 s'),
  decide(w.request_timeout, 20_000, 'Nobody waits longer for a page; the whole timeout ladder hangs on this.', 'guide 3: 30 s for CRUD; below it, so that a proxy in front can keep 30 s'),
  decide(w.requests_per_page, 20, 'One page view causes this many requests at once.', ASSUMED),
];

const p50 = defineRule({
  sizes: p.p50,
  from: { p95: given(p.p95) },
  value: ({ p95 }) => Math.max(1, Math.floor(p95 / 4)),
  because: 'No median is stated: response times of web backends spread about fourfold from median to 95th percentile.',
  source: 'guide 3: p50 50 ms with p95 200 ms',
  examples: [{ given: { p95: 200 }, gives: 50 }],
});

const users = defineRule({
  sizes: p.users,
  from: { rps: given(p.rps) },
  value: ({ rps }) => Math.max(1, Math.ceil(rps / 4)),
  because: 'No number of users is stated: each is taken to send about four requests a second.',
  source: 'guide 3: 250 users at 1000 rps',
  examples: [{ given: { rps: 1000 }, gives: 250 }],
});

/** The networks that nobody reaches from outside. */
const PRIVATE: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const trusted = defineRule({
  sizes: p.trusted_proxies,
  from: { address: given(p.published_address), tls: given(p.tls) },
  value: ({ address, tls }) => (!tls && (address.startsWith('127.') || address === 'localhost') ? PRIVATE : undefined),
  because: 'Published on loopback and without TLS of its own, only a proxy of yours on this machine or in this cluster reaches it, and names the client: without believing it, all clients would share one rate limit.',
  source: 'nginx.org real_ip; Docker and Kubernetes connect from private addresses',
  examples: [{ given: { address: '127.0.0.1', tls: false }, gives: PRIVATE }, { given: { address: '127.0.0.1', tls: true }, gives: undefined }, { given: { address: '0.0.0.0', tls: false }, gives: undefined }],
});

/** An application has the workload of the profile unless its own is stated. */
const inherit = <T extends Value>(setting: Setting<T>, example: T, on: readonly string[] = APPLICATION_KINDS): Rule =>
  defineRule({
    id: `application.workload.${setting.name}`,
    sizes: setting,
    on,
    from: { whole: given(setting) },
    value: ({ whole }) => whole,
    because: 'The application states no figure of its own.',
    source: 'profile',
    examples: [{ given: { whole: example }, gives: example }],
  });

/** Milliseconds of CPU that a request of a Python application takes. */
export const PYTHON_CPU_TIME = 3;

const pythonTime = defineRule({
  id: 'python.workload.cpu_time',
  sizes: w.cpu_time,
  on: PYTHON_KINDS,
  from: { whole: inProfile(stated(w.cpu_time)) },
  value: ({ whole }) => whole ?? PYTHON_CPU_TIME,
  because: 'The profile\'s figure where it states one; otherwise twice what two short queries by an ORM and a JSON page of twenty rows took, for slower cores and code of one\'s own.',
  source: 'measured: 1.3 to 1.6 ms with Flask and FastAPI under gunicorn and uvicorn, SQLAlchemy, PostgreSQL over loopback; 0.1 to 0.4 ms without a query',
  examples: [{ given: { whole: undefined }, gives: PYTHON_CPU_TIME }, { given: { whole: 1.5 }, gives: 1.5 }],
});

/** Milliseconds of CPU that a page takes which Next.js renders. */
const PAGE = 5;

const nextTime = defineRule({
  id: 'next.workload.cpu_time',
  sizes: w.cpu_time,
  on: ['next'],
  from: { whole: inProfile(stated(w.cpu_time)) },
  value: ({ whole }) => whole ?? PAGE,
  because: 'The profile\'s figure where it states one; otherwise a page of some dozens of components, rendered for each request. Static files cost a tenth of it, and the proxy keeps them.',
  source: ASSUMED,
  examples: [{ given: { whole: undefined }, gives: PAGE }, { given: { whole: 2 }, gives: 2 }],
});

/** Targets and workload that a profile leaves out. */
export const assumptionRules: readonly Rule[] = [
  ...assumptions,
  p50,
  users,
  trusted,
  pythonTime,
  nextTime,
  inherit(w.cpu_time, 1, ['node']),
  inherit(w.wait_time, 8),
  inherit(w.queries_per_request, 2),
  inherit(w.query_time, 2),
  inherit(w.body_size, MiB),
  inherit(w.response_size, 16 * KiB),
  inherit(w.request_timeout, 20_000),
];
