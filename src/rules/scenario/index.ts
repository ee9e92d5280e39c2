import { given, own, structure } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { MINUTE, SECOND } from '../../model/value.ts';
import * as profile from '../../settings/profile.ts';
import * as scenario from '../../settings/scenario.ts';
import { cacheable_share } from '../../settings/workload.ts';
import { requestsOf } from './requests.ts';

const LITTLE = "Little's law: in flight = rate x time";

/** Where a request stands among those that the routes suggest. */
interface Place {
  readonly cached: boolean;
  /** Requests of its sort, cached or not, and all of them. */
  readonly alike: number;
  readonly all: number;
  /** What the scenario itself says. */
  readonly stated: number | undefined;
}

const place = structure((stack, _, name): Place => {
  const requests = requestsOf(stack);
  const own = requests.find((request) => request.name === name);
  const cached = own?.cached ?? false;
  return { cached, alike: requests.filter((request) => request.cached === cached).length, all: requests.length, stated: own?.weight };
});

/** Requests of one sort alone have the whole; a share of nothing is no request. */
function shareOf({ cached, alike, all, stated }: Place, cacheable: number): number | undefined {
  if (stated !== undefined) return stated;
  const percent = 100 * (alike === all ? 1 : cached ? cacheable : 1 - cacheable);
  const each = Math.round((percent / alike) * 1000) / 1000;
  return each > 0 ? each : undefined;
}

const weight = defineRule({
  sizes: scenario.weight,
  from: { place, cacheable: given(cacheable_share) },
  value: ({ place: its, cacheable }) => shareOf(its, cacheable),
  because: 'No scenario is stated: each public route is asked, those with a cache class together as often as the workload says that the cache may answer.',
  source: 'profile',
  examples: [
    { given: { place: { cached: true, alike: 2, all: 5, stated: undefined }, cacheable: 0.3 }, gives: 15 },
    { given: { place: { cached: false, alike: 3, all: 5, stated: undefined }, cacheable: 0.3 }, gives: 23.333 },
    { given: { place: { cached: false, alike: 4, all: 4, stated: undefined }, cacheable: 0.3 }, gives: 25 },
    { given: { place: { cached: true, alike: 1, all: 2, stated: undefined }, cacheable: 0 }, gives: undefined },
    { given: { place: { cached: false, alike: 2, all: 2, stated: 60 }, cacheable: 0.3 }, gives: 60 },
  ],
});

const failureShare = defineRule({
  sizes: scenario.failure_share,
  from: { success: given(profile.success) },
  value: ({ success }) => Math.round((1 - success) * 1e9) / 1e9,
  because: 'What the target of success leaves.',
  source: 'profile',
  examples: [{ given: { success: 0.999 }, gives: 0.001 }, { given: { success: 1 }, gives: 0 }],
});

/** So few are soon all busy, whatever the rate: one slow answer would hold the next requests back. */
const LEAST_IN_FLIGHT = 10;

const inFlight = defineRule({
  sizes: scenario.in_flight,
  from: { rps: given(profile.rps), p95: given(profile.p95) },
  value: ({ rps, p95 }) => Math.max(LEAST_IN_FLIGHT, Math.ceil((rps * p95) / 1000)),
  because: 'The target rate times the 95th percentile that it is to keep, and never so few that one slow answer holds the next requests back.',
  source: LITTLE,
  examples: [{ given: { rps: 500, p95: 200 }, gives: 100 }, { given: { rps: 10, p95: 200 }, gives: 10 }],
});

const mostInFlight = defineRule({
  sizes: scenario.most_in_flight,
  from: { inFlight: own(scenario.in_flight) },
  value: ({ inFlight: usual }) => 4 * usual,
  because: 'Answers that take four times the target have missed it: sending more would only load the generator.',
  source: LITTLE,
  examples: [{ given: { inFlight: 100 }, gives: 400 }],
});

const requests = defineRule({
  sizes: scenario.requests,
  from: { rps: given(profile.rps), duration: own(scenario.duration) },
  value: ({ rps, duration }) => Math.max(1, Math.round((rps * duration) / SECOND)),
  because: 'As many as the target rate sends in that time.',
  source: 'profile',
  examples: [{ given: { rps: 500, duration: 60_000 }, gives: 30_000 }],
});

/** What a load test of the stack needs to know. */
export const scenarioRules: readonly Rule[] = [
  weight,
  failureShare,
  inFlight,
  mostInFlight,
  decide(scenario.warm_up, 15 * SECOND, 'Connections, caches and compilers at run time are cold at first, and no target is about that.', 'Plumbline; k6 and wrk2 leave their first ten seconds out too'),
  decide(scenario.duration, MINUTE, 'Long enough for checkpoints, garbage collection and cache lifetimes to show at a few hundred requests a second.', 'Plumbline; state a longer one before a release'),
  requests,
  decide(scenario.threads, 2, 'One thread of wrk drives tens of thousands of requests a second, and each takes a core from the machine that it runs on.', 'github.com/wg/wrk'),
  decide(scenario.least_rate, 0.95, 'Users who wait for an answer send less when answers are late: below this the percentiles are those of a smaller load.', 'coordinated omission; Plumbline'),
];
