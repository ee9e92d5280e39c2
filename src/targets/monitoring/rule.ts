import type { Expression } from './promql.ts';

/** A series that Prometheus makes of others. */
export interface Recording {
  readonly record: string;
  readonly expression: Expression;
  readonly labels: Readonly<Record<string, string>>;
}

/** Who shall know: `critical` wakes somebody, since users notice; `warning` is a ticket. */
export type Severity = 'critical' | 'warning';

/** When somebody shall know of something. */
export interface Alert {
  readonly name: string;
  readonly severity: Severity;
  readonly component: string;
  /** Further labels, where one component has several alerts of the name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly expression: Expression;
  /** How long it must hold; at once when left out. */
  readonly lasting?: Expression;
  /** What is wrong, with the numbers. */
  readonly summary: string;
  /** What to do. */
  readonly description: string;
  /** The check that states the same relation, where there is one. */
  readonly check?: string;
}

/** What is watched of one component. */
export interface Watch {
  readonly recordings: readonly Recording[];
  readonly alerts: readonly Alert[];
}

/** Nothing. */
export const UNWATCHED: Watch = { recordings: [], alerts: [] };

/** Several watches as one. */
export const together = (...parts: readonly Watch[]): Watch => ({ recordings: parts.flatMap(({ recordings }) => recordings), alerts: parts.flatMap(({ alerts }) => alerts) });
