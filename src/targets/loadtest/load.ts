import { digits, inComment } from '../../formats/units.ts';
import { partValue } from '../../model/lookup.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Setting } from '../../model/setting.ts';
import { part, type Stack } from '../../model/stack.ts';
import { SECOND, type Value } from '../../model/value.ts';
import * as profile from '../../settings/profile.ts';
import * as scenario from '../../settings/scenario.ts';
import { sayer, type Said, type Spell } from '../said.ts';

/** wrk takes whole seconds only. */
const inSeconds = (time: number): string | undefined => (time % SECOND === 0 ? digits(time / SECOND) : undefined);

/** The numbers of a load test, each with its reason, as every language spells them. */
export function numbersOf(plan: Stack) {
  const say = <T extends Value>(setting: Setting<T>, spell: Spell<T>): Said => sayer(plan, part(setting.kind))(setting, spell);
  return {
    rps: say(profile.rps, digits),
    users: say(profile.users, digits),
    p50: say(profile.p50, digits),
    p95: say(profile.p95, digits),
    failure_share: say(scenario.failure_share, digits),
    in_flight: say(scenario.in_flight, digits),
    most_in_flight: say(scenario.most_in_flight, digits),
    warm_up: say(scenario.warm_up, inSeconds),
    duration: say(scenario.duration, inSeconds),
    requests: say(scenario.requests, digits),
    threads: say(scenario.threads, digits),
    least_rate: say(scenario.least_rate, digits),
  };
}

/** The weight of each request of a scenario, with its reason. */
export const weightsOf = (plan: Stack, requests: Scenario): readonly Said[] => requests.map(({ name }) => sayer(plan, part(scenario.weight.kind))(scenario.weight, digits, name));

/** Whose word the proxy takes for the address of a client: what a simulated user needs. */
export function trustNotes(plan: Stack): readonly string[] {
  const trusted = partValue(plan, profile.trusted_proxies) ?? [];
  if (!plan.components.some(({ kind }) => kind === 'nginx')) return [];
  const lines = trusted.length > 0
    ? ['Each simulated user has an address of its own in X-Forwarded-For, so that the limits for one client apply as they will.', `The proxy believes it of ${trusted.join(', ')}: send from there, or all requests count as one client and meet 429.`]
    : ['The proxy believes X-Forwarded-For of nobody: all requests count as one client, and meet 429 above what one client may send.', 'Test a copy whose trusted_proxies names the address that the load comes from.'];
  return lines.map(inComment);
}
