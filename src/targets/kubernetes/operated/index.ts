import type { Operator } from './operator.ts';

/** The operators that can run a component in a cluster, by its kind. */
export const operators: Readonly<Record<string, Operator>> = {};
