import * as m from '../../settings/monitoring.ts';
import { recorded } from './metrics.ts';
import { duration, matchers, plain, promql, type Expression } from './promql.ts';
import type { Entry } from '../../model/entry.ts';
import type { Alert, Recording, Watch } from './rule.ts';
import type { Watched } from './watched.ts';

/** Something that a component has so much of, and how much of it is used. */
export interface Budget {
  /** `memory`, `connections`, `heap`. */
  readonly name: string;
  /** One series for each copy of the server. */
  readonly used: Expression;
  readonly limit: Expression;
  /** The share from which on it is a ticket, where there is one. */
  readonly alert?: {
    readonly name: string;
    readonly from: Entry<number>;
    readonly summary: string;
    readonly description: string;
    readonly check?: string;
    readonly lasting?: Entry<number>;
  };
}

/** The series of a budget of a component. */
export const budgetSeries = ({ labels }: Watched, budget: string): string => matchers({ ...labels, budget });

/** What is recorded of budgets, and when one of them is nearly used up. */
export const budgetsOf = (of: Watched, budgets: readonly Budget[]): Watch => ({
  recordings: budgets.flatMap((budget) => recordings(of, budget)),
  alerts: budgets.flatMap((budget) => alertOf(of, budget)),
});

const recordings = (of: Watched, { name, used, limit }: Budget): readonly Recording[] => [
  { record: recorded.used, expression: used, labels: { ...of.labels, budget: name } },
  { record: recorded.limit, expression: promql`vector(${limit})`, labels: { ...of.labels, budget: name } },
];

/** Used against limit, for every budget of the stack at once: it stands after them. */
export const ratios = (stack: string): Recording => ({
  record: recorded.ratio,
  expression: promql`${recorded.used}${matchers({ stack })} / on (stack, component, budget) group_left () ${recorded.limit}${matchers({ stack })}`,
  labels: {},
});

const alertOf = (of: Watched, { name, alert }: Budget): readonly Alert[] => (alert === undefined ? [] : [{
  name: alert.name,
  severity: 'warning',
  component: of.component.name,
  labels: { budget: name },
  // A guide that says 100 % means all of it: more is not to be had.
  expression: promql`${recorded.ratio}${budgetSeries(of, name)} ${alert.from.value < 1 ? '>' : '>='} ${plain(alert.from)}`,
  lasting: duration(alert.lasting ?? of.given(m.for_cause)),
  summary: alert.summary,
  description: alert.description,
  ...(alert.check === undefined ? {} : { check: alert.check }),
}]);
