import { partValue } from '../model/lookup.ts';
import { defineCheck } from '../model/check.ts';
import { first, given, optional, own, structure } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import { sum } from '../model/value.ts';
import { proxies } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as profile from '../settings/profile.ts';
import { keptConnections } from './kept-connections.ts';
import { APPLICATIONS } from './serving.ts';

/** New connections a second that the ports of one address carry to one other: 28,232 ports, each kept for 60 s after its end. */
const PER_SECOND = 470;

/** A connection for each request against the ports that there are. */
export const noKeepaliveExhaustsPorts = defineCheck({
  id: 'no-keepalive-exhausts-ports',
  severity: 'warning',
  confidence: 'certain',
  on: APPLICATIONS,
  when: (stack, component) => proxies(stack, component).length > 0 && partValue(stack, profile.rps) !== undefined,
  reads: { kept: keptConnections, rps: first(own(c.app_rps), given(profile.rps)), replicas: optional(own(c.replicas)), fronts: structure((stack, component) => proxies(stack, component).length) },
  broken: ({ kept, rps, replicas, fronts }) => {
    const senders = sum(kept.map((one) => one.replicas));
    if (kept.length < fronts || kept.some((one) => one.keepalive > 0) || senders === 0) return undefined;
    const pairs = senders * (replicas ?? 1);
    return rps / pairs > PER_SECOND ? `${rps} requests a second over ${counted(pairs, 'pair')} of addresses make ${Math.round(rps / pairs)} new connections a second each; the ports last for ${PER_SECOND}` : undefined;
  },
  why: 'Each closed connection keeps its port for a minute: then "cannot assign requested address" and 502.',
  fix: 'keepalive in the upstream block, more replicas, or a wider net.ipv4.ip_local_port_range.',
  source: 'Linux: ports 32768 to 60999, TIME_WAIT 60 s: 28,232 / 60 s',
  examples: {
    holds: [
      { kept: [{ of: 'proxy', replicas: 1, workers: 2, keepalive: 32 }], rps: 5000, replicas: 1, fronts: 1 },
      { kept: [{ of: 'proxy', replicas: 1, workers: 2, keepalive: 0 }], rps: 400, replicas: 1, fronts: 1 },
    ],
    breaks: [{ kept: [{ of: 'proxy', replicas: 1, workers: 2, keepalive: 0 }], rps: 1000, replicas: 2, fronts: 1 }],
  },
});
