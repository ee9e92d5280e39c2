import { defineCheck } from '../model/check.ts';
import { chosen } from '../model/input.ts';
import { clientsOf } from '../model/stack.ts';
import { ANSWERING_KINDS } from '../model/who.ts';
import { idleTime } from './serving.ts';
import { inSeconds } from './words.ts';

/** The idle time of Amazon's application load balancer, the shortest of those in wide use; Google's is 600 s. */
const BALANCERS = 60_000;

/** An idle time that somebody chose, where whatever stands in front is not part of the stack. */
export const keepaliveBelowBalancers = defineCheck({
  id: 'keepalive-below-balancers',
  severity: 'note',
  confidence: 'likely',
  on: ANSWERING_KINDS,
  when: (stack, component) => clientsOf(stack, component).length === 0,
  reads: { idle: idleTime, stated: chosen(idleTime) },
  broken: (v) => (v.stated && v.idle > 0 && v.idle <= BALANCERS ? `the application closes idle connections after ${inSeconds(v.idle)}; load balancers keep them ${inSeconds(BALANCERS)} and longer` : undefined),
  why: 'Behind such a balancer a request meets a connection that is just being closed, and becomes a 502.',
  fix: 'keep idle connections some seconds longer than the balancer in front: 65 s behind 60 s.',
  source: 'AWS, idle timeout of application load balancers: 60 s; alphagov/notifications-admin#4826; the guide of VERSANT',
  examples: { holds: [{ idle: 65_000, stated: true }, { idle: 5000, stated: false }], breaks: [{ idle: 10_000, stated: true }] },
});
