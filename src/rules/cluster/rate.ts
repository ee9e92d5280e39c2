import { each, given, mapped, optional, own, type Input } from '../../model/input.ts';
import { defineRule, type Rule } from '../../model/rule.ts';
import { databasesOf, isExternal } from '../../model/stack.ts';
import { sum } from '../../model/value.ts';
import { upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import { inCluster } from './where.ts';

/** What the databases behind the applications answer; without queries there is no end to it. */
const stores: Input<readonly number[]> = mapped(
  each((stack, from) => upstreams(stack, from).flatMap((application) => databasesOf(stack, application)).filter((database) => !isExternal(stack, database)), { capacity: optional(own(c.capacity)) }),
  (all) => all.flatMap((database) => database.capacity ?? []),
);

const totalRate = defineRule({
  id: 'cluster.nginx.limit_req_zone.server_rate',
  sizes: nginx.limit_total_rate,
  on: ['nginx'],
  when: inCluster,
  from: { behind: each(upstreams, { capacity: own(c.capacity), replicas: own(c.replicas), most: own(container.max_replicas) }), stores, target: given(profile.rps), replicas: own(c.replicas) },
  value: ({ behind, stores: answered, target, replicas }) => {
    const capacity = sum(behind.map((application) => application.capacity));
    const ceiling = Math.min(sum(behind.map((application) => (application.capacity * application.most) / application.replicas)), ...answered);
    return Math.max(1, Math.floor(Math.max(0.8 * ceiling, Math.min(capacity, target)) / replicas));
  },
  because: 'What the applications can answer at the ceiling of their autoscaler, as far as the database follows, less a fifth for bursts, but never below a target that they can meet; each replica of the proxy counts for itself.',
  source: "Little's law; limits are per nginx instance",
  examples: [
    { given: { behind: [{ of: 'api', capacity: 8400, replicas: 6, most: 12 }], stores: [8050], target: 8000, replicas: 3 }, gives: 2666 },
    { given: { behind: [{ of: 'api', capacity: 8400, replicas: 6, most: 12 }], stores: [], target: 8000, replicas: 3 }, gives: 4480 },
  ],
});

/** What the proxies of a cluster let through. */
export const rateRules: readonly Rule[] = [totalRate];
