import type { Entry } from '../../../model/entry.ts';
import { partValue } from '../../../model/lookup.ts';
import * as m from '../../../settings/monitoring.ts';
import { application as metric, recorded } from '../metrics.ts';
import { duration, like, matchers, plain, promql, seconds, unlike, type Expression, type Matcher } from '../promql.ts';
import type { Alert, Recording, Severity, Watch } from '../rule.ts';
import type { Watched } from '../watched.ts';

const FAILED = { status: like('5..') };
const PERCENTILES = [['p50', '0.5'], ['p95', '0.95'], ['p99', '0.99']] as const;

/** What users notice: how long requests take, and how many fail. */
export const requestsWatch = (of: Watched): Watch => ({
  recordings: [rate(of), failedRate(of), ...percentiles(of), ...(countsRefused(of) ? [shed(of)] : []), ...windowsOf(of).map((window) => failedShare(of, window))],
  alerts: [latency(of), ...failures(of), ...(countsRefused(of) ? [refused(of)] : [])],
});

/** Whether it counts what it refuses under pressure; uvicorn answers 503 before the application is asked. */
export const countsRefused = ({ component }: Watched): boolean => component.kind === 'node';

const named = (of: Watched, record: string, expression: Expression): Recording => ({ record, expression, labels: of.labels });

const rate = (of: Watched): Recording => named(of, recorded.requests, promql`sum(rate(${metric.requests}${of.series()}[${duration(of.given(m.rate_window))}]))`);

/** Streams last as long as their clients wish: they are no slow requests. */
function slowable({ plan, component }: Watched): Readonly<Record<string, Matcher>> {
  const streams = plan.routes.filter(({ to, stream }) => to === component.name && stream !== 'none').map(({ path }) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return streams.length === 0 ? {} : { route: unlike(`(?:${streams.join('|')}).*`) };
}

const percentiles = (of: Watched): readonly Recording[] =>
  PERCENTILES.map(([name, share]) =>
    named(of, `${recorded.duration}:${name}`, promql`histogram_quantile(${share}, sum by (le) (rate(${metric.duration}_bucket${of.series(slowable(of))}[${duration(of.given(m.rate_window))}])))`));

/** Requests that a counter counts, a second. What has never happened has no series: it is 0, not unknown. */
const counted = (of: Watched, counter: string): Expression =>
  promql`sum(rate(${counter}[${duration(of.given(m.rate_window))}])) or 0 * sum(${recorded.requests}${matchers(of.labels)})`;

const failedRate = (of: Watched): Recording => named(of, recorded.failedRate, counted(of, `${metric.requests}${of.series(FAILED)}`));

const shed = (of: Watched): Recording => named(of, recorded.shed, promql`(${counted(of, `${metric.shed}${of.series()}`)}) / sum(${recorded.requests}${matchers(of.labels)})`);

const failedName = (window: Entry<number>): string => `${recorded.failed}${duration(window).text}`;

/** Long windows are means of what is recorded: two series instead of days of samples of every route, status and replica. */
function failedShare(of: Watched, window: Entry<number>): Recording {
  const span = duration(window);
  const over = (name: string): Expression => {
    const series = `${name}${matchers(of.labels)}`;
    return window.value === of.given(m.rate_window).value ? promql`${series}` : promql`avg_over_time(${series}[${span}])`;
  };
  return named(of, failedName(window), promql`${over(recorded.failedRate)} / ${over(recorded.requests)}`);
}

/** A burn rate with its window, and the shorter one that shows whether it goes on. */
interface Burn {
  readonly rate: Entry<number>;
  readonly window: Entry<number>;
  readonly check: Entry<number>;
  readonly severity: Severity;
}

const burnsOf = ({ given }: Watched): readonly Burn[] => [
  { rate: given(m.burn_fastest), window: given(m.window_fastest), check: given(m.check_fastest), severity: 'critical' },
  { rate: given(m.burn_fast), window: given(m.window_fast), check: given(m.check_fast), severity: 'critical' },
  { rate: given(m.burn_slow), window: given(m.window_slow), check: given(m.check_slow), severity: 'warning' },
  { rate: given(m.burn_slowest), window: given(m.window_slowest), check: given(m.check_slowest), severity: 'warning' },
];

/** The windows over which failures are counted, each once. */
function windowsOf(of: Watched): readonly Entry<number>[] {
  const all = [...burnsOf(of).flatMap(({ window, check }) => [window, check]), of.given(m.rate_window)];
  return [...new Map(all.map((window) => [failedName(window), window])).values()];
}

function latency(of: Watched): Alert {
  const limit = of.given(m.latency);
  return {
    name: 'LatencyAboveTarget', severity: 'critical', component: of.component.name,
    expression: promql`${recorded.duration}:p95${matchers(of.labels)} > ${seconds(limit)}`,
    lasting: duration(of.given(m.for_symptom)),
    summary: `${of.component.name}: p95 is {{ $value | humanizeDuration }}, above ${duration(limit).text}`,
    description: 'Look which budget is used up: event loops, pools and CPU make requests wait. If none is, a query or a service behind the application has become slow.',
    check: 'target-exceeds-capacity',
  };
}

/** A guide alerts on a fixed share; the targets on how fast the error budget goes. */
function failures(of: Watched): readonly Alert[] {
  const fixed = partValue(of.plan, m.error_share);
  const shared = { component: of.component.name, description: 'Users see server errors. The log of the application names their causes; refused requests are counted among them.' };
  if (fixed !== undefined) {
    const limit = of.given(m.error_share);
    return [{
      ...shared, name: 'FailuresAboveThreshold', severity: 'critical', lasting: duration(of.given(m.for_symptom)),
      expression: promql`${failedName(of.given(m.rate_window))}${matchers(of.labels)} > ${plain(limit)}`,
      summary: `${of.component.name}: {{ $value | humanizePercentage }} of the requests fail, above {{ ${plain(limit).text} | humanizePercentage }}`,
    }];
  }
  const budget = of.given(m.error_budget);
  return burnsOf(of).map(({ rate: burn, window, check, severity }): Alert => {
    const above = promql`${plain(burn)} * ${plain(budget)}`;
    return {
      ...shared, name: 'ErrorBudgetBurns', severity, labels: { window: duration(window).text },
      expression: promql`${failedName(window)}${matchers(of.labels)} > ${above} and ${failedName(check)}${matchers(of.labels)} > ${above}`,
      summary: `${of.component.name}: {{ $value | humanizePercentage }} of the requests failed within ${duration(window).text}, more than ${plain(burn).text} times the error budget of {{ ${plain(budget).text} | humanizePercentage }}`,
    };
  });
}

function refused(of: Watched): Alert {
  const limit = of.given(m.shed_share);
  return {
    name: 'RequestsRefused', severity: 'warning', component: of.component.name,
    expression: promql`${recorded.shed}${matchers(of.labels)} > ${plain(limit)}`,
    lasting: duration(of.given(m.for_symptom)),
    summary: `${of.component.name}: {{ $value | humanizePercentage }} of the requests are refused under pressure, above {{ ${plain(limit).text} | humanizePercentage }}`,
    description: 'More is asked than this machine answers in time. Raise the target in the profile: the plan then says which machine or how many replicas it takes.',
    check: 'target-exceeds-capacity',
  };
}
