import { each, given, optional, own, subjects } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, floorTo, MiB, sum } from '../../model/value.ts';
import { upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import * as w from '../../settings/workload.ts';
import { onMachine } from '../cluster/where.ts';

/** Client addresses that one MiB of a limit_req zone remembers. */
const RATES_PER_MIB = 8095;
/** Client addresses that one MiB of a limit_conn zone remembers. */
const CONNECTIONS_PER_MIB = 16_000;

const totalRate = defineRule({
  sizes: nginx.limit_total_rate,
  from: { behind: each(upstreams, { capacity: own(c.capacity) }), target: given(profile.rps), replicas: own(c.replicas) },
  value: ({ behind, target, replicas }) => {
    const capacity = sum(behind.map((application) => application.capacity));
    return Math.max(1, Math.floor(Math.max(0.8 * capacity, Math.min(capacity, target)) / replicas));
  },
  because: 'What the applications can answer, less a fifth for bursts, but never below a target that they can meet; each replica of the proxy counts for itself.',
  source: "Little's law; limits are per nginx instance",
  examples: [{ given: { behind: [{ of: 'api', capacity: 1000 }, { of: 'admin', capacity: 400 }], target: 1000, replicas: 1 }, gives: 1120 }, { given: { behind: [{ of: 'api', capacity: 1050 }], target: 1000, replicas: 1 }, gives: 1000 }, { given: { behind: [{ of: 'api', capacity: 500 }], target: 1000, replicas: 1 }, gives: 500 }],
});

const totalBurst = defineRule({
  sizes: nginx.limit_total_burst,
  from: { rate: own(nginx.limit_total_rate) },
  value: ({ rate }) => Math.max(20, Math.ceil(rate / 2)),
  because: 'Half a second of traffic may come at once.',
  source: 'nginx: nodelay lets burst + 1 requests pass at once',
  examples: [{ given: { rate: 1120 }, gives: 560 }],
});

const clientRate = defineRule({
  sizes: nginx.limit_req_rate,
  from: { total: own(nginx.limit_total_rate), target: given(profile.rps), users: given(profile.users) },
  value: ({ total, target, users }) => clamp(Math.ceil((10 * target) / users), 1, Math.max(1, Math.floor(total / 2))),
  because: 'Ten times what a usual client sends, and never more than half of what the stack can answer.',
  source: 'Plumbline',
  examples: [{ given: { total: 1120, target: 1000, users: 250 }, gives: 40 }, { given: { total: 30, target: 100, users: 1 }, gives: 15 }],
});

const clientBurst = defineRule({
  sizes: nginx.limit_req_burst,
  from: { page: given(w.requests_per_page) },
  value: ({ page }) => 2 * page,
  because: 'Two pages with everything on them at once.',
  source: 'rate and burst must let one page through',
  examples: [{ given: { page: 20 }, gives: 40 }],
});

const clientConnections = defineRule({
  sizes: nginx.limit_conn,
  from: { page: given(w.requests_per_page) },
  value: ({ page }) => Math.max(50, 2 * page),
  because: 'Several browsers behind one address; over HTTP/2 every stream counts.',
  source: 'nginx.org limit_conn',
  examples: [{ given: { page: 20 }, gives: 50 }],
});

/** A zone for the addresses of all users, within a share of the memory. */
const zone = (keys: number, perMib: number, memory: number, most: number): number =>
  clamp(Math.ceil(keys / perMib) * MiB, MiB, Math.max(MiB, floorTo(most * memory, MiB)));

const rateZone = defineRule({
  sizes: nginx.limit_req_zone,
  from: { users: given(profile.users), memory: own(container.memory_limit) },
  value: ({ users, memory }) => zone(4 * users, RATES_PER_MIB, memory, 0.05),
  because: 'Four addresses for each user; a MiB remembers 8,095, half of what is often written.',
  source: 'measured: 8,095 states per MiB on 64 bit; nginx.org: 128 bytes each',
  examples: [{ given: { users: 250, memory: 700 * MiB }, gives: MiB }, { given: { users: 10_000, memory: 700 * MiB }, gives: 5 * MiB }],
});

const connectionZone = defineRule({
  sizes: nginx.limit_conn_zone,
  from: { users: given(profile.users), memory: own(container.memory_limit) },
  value: ({ users, memory }) => zone(4 * users, CONNECTIONS_PER_MIB, memory, 0.05),
  because: 'Four addresses for each user; when it is full every further client gets an error.',
  source: 'nginx.org: 64 bytes each on 64 bit',
  examples: [{ given: { users: 250, memory: 700 * MiB }, gives: MiB }],
});

const routeRate = defineRule({
  sizes: nginx.route_rate,
  from: { stated: optional(subjects(c.route_rate)) },
  value: ({ stated }) => stated,
  because: 'What the route states for one client.',
  source: 'profile',
  examples: [{ given: { stated: 5 }, gives: 5 }, { given: { stated: undefined }, gives: undefined }],
});

const routeBurst = defineRule({
  sizes: nginx.route_burst,
  from: { rate: optional(subjects(c.route_rate)), stated: optional(subjects(c.route_burst)) },
  value: ({ rate, stated }) => (rate === undefined ? undefined : (stated ?? Math.max(1, Math.ceil(2 * rate)))),
  because: 'What the route states, or two seconds\' worth at once.',
  source: 'profile',
  examples: [{ given: { rate: 5, stated: undefined }, gives: 10 }, { given: { rate: 1, stated: 5 }, gives: 5 }, { given: { rate: undefined, stated: undefined }, gives: undefined }],
});

const routeConnections = defineRule({
  sizes: nginx.route_conn,
  from: { stated: optional(subjects(c.route_connections)) },
  value: ({ stated }) => stated,
  because: 'What the route states for one client.',
  source: 'profile',
  examples: [{ given: { stated: 10 }, gives: 10 }, { given: { stated: undefined }, gives: undefined }],
});

/** Rates and connections that the proxy lets through. */
export const limitRules: readonly Rule[] = [
  onMachine(totalRate),
  totalBurst,
  clientRate,
  clientBurst,
  clientConnections,
  rateZone,
  connectionZone,
  routeRate,
  routeBurst,
  routeConnections,
  decide(nginx.limit_total_zone, MiB, 'One counter, and room for the allocator whatever the size of a memory page.', 'nginx: a zone has at least eight pages, 32 KiB or, on some ARM kernels, 512 KiB'),
  decide(nginx.limit_req_status, 429, 'Too Many Requests tells the client whose fault it is; 503 would be counted as ours.', 'RFC 6585'),
];
