import { given } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../model/value.ts';
import type { Setting } from '../../model/setting.ts';
import * as m from '../../settings/monitoring.ts';
import * as profile from '../../settings/profile.ts';
import { GUIDES, type Guide } from './guides.ts';

const GUIDE = 'guides 3 (violentutf) and 5 (jewgo)';
const WORKBOOK = 'Google SRE Workbook, alerting on SLOs: multiple windows, multiple burn rates';

const window = defineRule({
  sizes: m.rate_window,
  from: { interval: given(m.scrape_interval) },
  value: ({ interval }) => Math.max(5 * MINUTE, 4 * interval),
  because: 'Five minutes smooth single requests out; four scrapes at least, or one that fails leaves a gap.',
  source: 'prometheus.io, rate()',
  examples: [{ given: { interval: 15_000 }, gives: 300_000 }, { given: { interval: 120_000 }, gives: 480_000 }],
});

const latency = defineRule({
  sizes: m.latency,
  from: { whose: given(m.thresholds), p95: given(profile.p95) },
  value: ({ whose, p95 }) => GUIDES[whose]?.latency ?? p95,
  because: 'The 95th percentile that the profile aims at, or that of the guide it asks for.',
  source: GUIDE,
  examples: [{ given: { whose: 'targets', p95: 150 }, gives: 150 }, { given: { whose: 'violentutf', p95: 150 }, gives: 200 }, { given: { whose: 'jewgo', p95: 150 }, gives: 2000 }],
});

const errorBudget = defineRule({
  sizes: m.error_budget,
  from: { success: given(profile.success) },
  // 1 - 0.999 is 0.0010000000000000009.
  value: ({ success }) => Math.round((1 - success) * 1e9) / 1e9,
  because: 'What the target for success leaves.',
  source: WORKBOOK,
  examples: [{ given: { success: 0.999 }, gives: 0.001 }, { given: { success: 1 }, gives: 0 }],
});

/** A threshold that a guide may state; ours, which may be none, where the targets are asked for. */
const fromGuide = (sizes: Setting<number>, of: (guide: Guide) => number, ours: number | undefined, because: string): Rule =>
  defineRule({
    sizes,
    from: { whose: given(m.thresholds) },
    value: ({ whose }) => {
      const guide = GUIDES[whose];
      return guide === undefined ? ours : of(guide);
    },
    because,
    source: GUIDE,
    examples: ['targets', 'violentutf', 'jewgo'].map((whose) => ({ given: { whose }, gives: GUIDES[whose] === undefined ? ours : of(GUIDES[whose]) })),
  });

/** When an alert fires: thresholds and durations that hold for the whole stack. */
export const thresholdRules: readonly Rule[] = [
  decide(m.scrape_interval, 15 * SECOND, 'Four figures a minute: the shortest alert sees four of them.', 'prometheus.io, getting started', ['monitoring']),
  window,
  decide(m.for_outage, MINUTE, 'A restart takes less.', 'Plumbline'),
  decide(m.for_symptom, 5 * MINUTE, 'One slow minute wakes nobody.', 'Google SRE Workbook'),
  decide(m.for_cause, 15 * MINUTE, 'A cause that passes by itself needs no ticket.', 'Prometheus community, kubernetes-mixin: 15 minutes'),
  decide(m.for_waiting, MINUTE, 'A queue in front of a pool that lasts is no burst any more.', 'node-postgres waitingCount; measured: bursts drain within seconds'),
  latency,
  fromGuide(m.error_share, (guide) => guide.errors, undefined, 'The guide alerts on a fixed share of failed requests; with the targets the error budget decides.'),
  errorBudget,
  decide(m.burn_fastest, 14.4, 'A fiftieth of the budget of 30 days in one hour.', WORKBOOK),
  decide(m.burn_fast, 6, 'A twentieth of the budget of 30 days in six hours.', WORKBOOK),
  decide(m.burn_slow, 3, 'A tenth of the budget of 30 days in one day.', WORKBOOK),
  decide(m.burn_slowest, 1, 'A tenth of the budget of 30 days in three days.', WORKBOOK),
  decide(m.window_fastest, HOUR, 'One hour: an outage pages within minutes.', WORKBOOK),
  decide(m.window_fast, 6 * HOUR, 'Six hours, for what is slower.', WORKBOOK),
  decide(m.window_slow, DAY, 'One day.', WORKBOOK),
  decide(m.window_slowest, 3 * DAY, 'Three days.', WORKBOOK),
  decide(m.check_fastest, 5 * MINUTE, 'A twelfth of the window: the alert ends soon after its cause.', WORKBOOK),
  decide(m.check_fast, 30 * MINUTE, 'A twelfth of the window: the alert ends soon after its cause.', WORKBOOK),
  decide(m.check_slow, 2 * HOUR, 'A twelfth of the window: the alert ends soon after its cause.', WORKBOOK),
  decide(m.check_slowest, 6 * HOUR, 'A twelfth of the window: the alert ends soon after its cause.', WORKBOOK),
  decide(m.shed_share, 0.01, 'One request in a hundred refused: the stack is smaller than its load.', 'Plumbline'),
  fromGuide(m.cpu_use, (guide) => guide.cpu, 0.9, 'Above it the next burst waits.'),
  fromGuide(m.memory_use, (guide) => guide.memory, 0.9, 'Near its limit a process is killed without being asked.'),
  fromGuide(m.pool_use, (guide) => guide.pool, undefined, 'The guide alerts on the share in use; with the targets a full pool is no fault until somebody waits for it.'),
  decide(m.connection_use, 0.9, 'The last tenth is for a rollout.', 'derived from the connection budget'),
  decide(m.loop_use, 0.8, 'From four fifths on, an event loop makes requests wait.', 'M/M/1: at 0.8 a request waits four times as long as it works'),
  decide(m.heap_use, 0.85, 'V8 spends its time collecting when the heap is 95 % full: this is told before.', 'measured: V8 aborts between 95 and 99 % after 10 to 20 s of collections'),
  decide(m.disk_use, 0.8, 'A database that cannot write stops; a fifth is left to act.', 'PostgreSQL manual, disk full failure'),
  decide(m.retention_use, 0.9, 'Messages that are kept fill four fifths by design, and then go: above that is what nobody planned.', 'kafka.apache.org, log.retention.bytes; the rule of the volume'),
  decide(m.disk_watch, 0.5, 'Half empty, nothing is urgent, however it grows.', 'Plumbline'),
  decide(m.disk_horizon, 4 * DAY, 'A weekend, and a day before and after.', 'Prometheus community, kubernetes-mixin: predict_linear over four days'),
  decide(m.disk_trend, 6 * HOUR, 'A nightly job alone is no trend.', 'Prometheus community, kubernetes-mixin: six hours'),
  decide(m.throttled_share, 0.25, 'Held back in every fourth period, an event loop shows it in its tail.', 'Prometheus community, kubernetes-mixin CPUThrottlingHigh: 25 %'),
  decide(m.restart_window, 15 * MINUTE, 'Restarts that belong together.', 'Plumbline'),
  decide(m.restarts, 3, 'One crash is an accident, the fourth is a cause.', 'Plumbline'),
  decide(m.hit_share, 0.5, 'A cache that evicts and misses every other read is too small for what is read.', 'redis.io, key eviction: watch the ratio of hits and misses'),
  decide(m.replica_lag, 30 * SECOND, 'What is not on a replica is lost when the primary is.', 'CloudNativePG, sample alerts: 300 s; an order below it'),
  decide(m.consumer_lag, 5 * MINUTE, 'Work that waits longer than minutes is no longer in the background.', 'Plumbline'),
];
