import { settingsOf } from '../model/setting.ts';

const scenario = settingsOf('scenario');

/** How often a request of the scenario is sent, relative to the others. */
export const weight = scenario.ratio('weight', { about: 'How often this request is sent, relative to the others', min: 0.001, max: 1_000_000, per: 'request' });
/** Share of requests that may fail, 0 to 1: what the target of success leaves. */
export const failure_share = scenario.ratio('failure_share', { about: 'Share of requests that may fail', max: 1 });
/** Requests in flight when the target is met, by Little's law. */
export const in_flight = scenario.count('in_flight', { about: 'Requests in flight at the target rate', min: 1 });
/** Requests in flight beyond which a load generator sends no more. */
export const most_in_flight = scenario.count('most_in_flight', { about: 'Requests in flight beyond which a load test sends no more', min: 1 });
/** Time in which the load rises; what is measured then does not count. */
export const warm_up = scenario.time('warm_up', { about: 'Time in which the load rises, before anything counts', min: 1000, max: 3_600_000 });
/** Time for which a load test measures. */
export const duration = scenario.time('duration', { about: 'Time for which a load test measures', min: 1000, max: 86_400_000 });
/** Requests of a load test that counts them instead of seconds. */
export const requests = scenario.count('requests', { about: 'Requests in the time of a load test', min: 1 });
/** Threads of a load generator that has them. */
export const threads = scenario.count('threads', { about: 'Threads of wrk', min: 1, max: 1024 });
/** Share of the target rate that users who wait for answers must still send, 0 to 1. */
export const least_rate = scenario.ratio('least_rate', { about: 'Share of the target rate that waiting users must still send', max: 1 });
