import { need } from '../../src/model/lookup.ts';
import { part, type Stack } from '../../src/model/stack.ts';
import type { Setting } from '../../src/model/setting.ts';

/** A series as promtool takes it: one value a step. */
export interface Series {
  readonly series: string;
  readonly values: string;
}

/** What fires an alert, and what is just not enough for it. */
export interface Case {
  readonly plan: Stack;
  readonly alert: string;
  readonly component: string;
  /** Further labels that tell it from alerts of the same name. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly fires: readonly Series[];
  readonly silent: readonly Series[];
  /** When it is asked, and the time between two values. */
  readonly at: string;
  readonly step: string;
}

/** A series that keeps its value. */
export const steady = (series: string, value: number): Series => ({ series, values: `${Number(value.toPrecision(9))}x400` });
/** A counter that grows by so much each step. */
export const growing = (series: string, by: number, steps = 400): Series => ({ series, values: `0+${Number(by.toPrecision(9))}x${steps}` });

/** Braces of series that are scraped of a component. */
export const scraped = (plan: Stack, job: string, more = ''): string => `{stack="${plan.name}",job="${job}",instance="${job}:1"${more === '' ? '' : `,${more}`}}`;

/** A number of the plan: of a component, or of a part of the profile. */
export const figure = (plan: Stack, component: string, setting: Setting<number>, subject?: string): number => need(plan, part(component), setting, subject);

/** A case whose series keep a value: a little above a limit fires, a little below it does not. */
export const around = (limit: number, series: (value: number) => readonly Series[]): Pick<Case, 'fires' | 'silent'> => ({ fires: series(limit * 1.02), silent: series(limit * 0.98) });
