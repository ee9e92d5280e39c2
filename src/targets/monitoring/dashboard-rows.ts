import { need } from '../../model/lookup.ts';
import { part, type Stack } from '../../model/stack.ts';
import { isAnswering } from '../../model/who.ts';
import * as m from '../../settings/monitoring.ts';
import * as profile from '../../settings/profile.ts';
import type { Shown } from './dashboard.ts';
import type { Line, Panel, Row, Unit } from './dashboard-panel.ts';
import { extrasOf } from './dashboard-extras.ts';
import { podPanels } from './dashboard-pods.ts';
import { groupsOf, type Group } from './groups.ts';
import { recorded } from './metrics.ts';
import { duration, matchers, plain, promql, seconds, type Expression } from './promql.ts';
import { isWatched, watched, type Watched } from './watched.ts';
import { countsRefused } from './watches/requests.ts';

/** The rows of the dashboard of a plan: what users notice, all budgets at once, then each component. */
export function rowsOf(plan: Stack, shown: Shown): readonly Row[] {
  const { recorded: servers, recordedPods: pods } = groupsOf(plan);
  const budgets = budgetsIn(shown === 'in a cluster' ? [...servers, ...pods] : servers);
  const applications = plan.components.filter((component) => isAnswering(component) && isWatched(plan, component));
  return [
    { title: 'What users notice', panels: applications.flatMap((component) => noticed(watched(plan, component))) },
    { title: 'Used of every budget', panels: budgets.length === 0 ? [] : [overview(plan)] },
    ...plan.components.map((component) => ({
      title: `${component.name} (${component.kind})`,
      panels: [
        ...budgets.filter((budget) => budget.component === component.name).map((budget) => budgetPanel(plan, budget)),
        ...(isWatched(plan, component) ? extrasOf(watched(plan, component)) : []),
        ...(shown === 'in a cluster' ? podPanels(watched(plan, component)) : []),
      ],
    })),
  ];
}

/** A budget of a component, by the names that are recorded of it. */
interface Recorded {
  readonly component: string;
  readonly budget: string;
}

const budgetsIn = (groups: readonly Group[]): readonly Recorded[] =>
  groups.flatMap(({ rules }) => rules).flatMap((rule) => ('record' in rule && rule.record === recorded.used ? [{ component: rule.labels['component'] ?? '', budget: rule.labels['budget'] ?? '' }] : []));

const UNITS: Readonly<Record<string, Unit>> = {
  'memory': 'bytes', 'heap': 'bytes', 'data': 'bytes', 'volume': 'bytes', 'wal': 'bytes', 'claim': 'bytes', 'wal claim': 'bytes', 'event_loop': 'percentunit',
};

/** The copies of a server are told apart by whoever exports them. */
const COPY = '{{instance}}{{pod}}{{persistentvolumeclaim}}';

const budgetPanel = (plan: Stack, { component, budget }: Recorded): Panel => {
  const labels = matchers({ stack: plan.name, component, budget });
  return {
    title: `${component}: ${budget.replaceAll('_', ' ')}`,
    about: `What each copy of ${component} uses of its ${budget.replaceAll('_', ' ')}; the plan gives it as much as the dashed line says.`,
    unit: UNITS[budget] ?? 'short',
    lines: [{ expression: promql`${recorded.used}${labels}`, legend: COPY }],
    limits: [{ expression: promql`max(${recorded.limit}${labels})`, legend: 'limit' }],
  };
};

const overview = (plan: Stack): Panel => ({
  title: 'Used of every budget',
  about: 'The fullest copy of each component; from orange on it is a ticket, at 100 % something waits, is refused or is killed.',
  unit: 'percentunit',
  lines: [{ expression: promql`sort_desc(max by (component, budget) (${recorded.ratio}${matchers({ stack: plan.name })}))`, legend: '{{component}}: {{budget}}' }],
  bars: { orange: need(plan, part('monitoring'), m.memory_use), red: 1 },
});

const limit = (expression: Expression, legend: string): Line => ({ expression: promql`vector(${expression})`, legend });

/** Latency and errors against the targets of the profile. */
function noticed(of: Watched): readonly Panel[] {
  const { component: { name }, given, labels } = of;
  const own = matchers(labels);
  const failed = (window: Expression): Expression => promql`${recorded.failed}${window}${own}`;
  const slowest = duration(given(m.window_slowest));
  const budget = given(m.error_budget);
  return [
    {
      title: `${name}: latency`, about: 'Time from a request to the end of its answer, by percentile; the target is for the 95th.', unit: 's',
      lines: ['p50', 'p95', 'p99'].map((percentile) => ({ expression: promql`${recorded.duration}:${percentile}${own}`, legend: percentile })),
      limits: [limit(seconds(given(profile.p95)), 'p95 target')],
    },
    {
      title: `${name}: requests`, about: 'Requests that reach the application, and how many the profile is made for.', unit: 'reqps',
      lines: [{ expression: promql`${recorded.requests}${own}`, legend: 'requests' }], limits: [limit(plain(given(profile.rps)), 'target of the stack')],
    },
    {
      title: `${name}: failed`, about: 'Share of requests answered by 5xx; the dashed line is what may fail over a long time.', unit: 'percentunit',
      lines: [{ expression: failed(duration(given(m.rate_window))), legend: 'failed' }], limits: [limit(plain(budget), 'error budget')],
    },
    {
      title: `${name}: error budget left`, about: `What is left of the requests that may fail, counted over ${slowest.text}; below zero the target is missed.`, unit: 'percentunit', lowest: -1,
      lines: [{ expression: budget.value > 0 ? promql`1 - ${failed(slowest)} / ${plain(budget)}` : promql`1 - ${failed(slowest)}`, legend: 'left' }],
    },
    ...(!countsRefused(of) ? [] : [{
      title: `${name}: refused`, about: 'Share of requests refused under pressure with 503 and Retry-After.', unit: 'percentunit' as const,
      lines: [{ expression: promql`${recorded.shed}${own}`, legend: 'refused' }], limits: [limit(plain(given(m.shed_share)), 'ticket')],
    }]),
  ];
}
