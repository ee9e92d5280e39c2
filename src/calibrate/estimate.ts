/** Something measured, with its 95 % interval where the data give one. */
export interface Estimate {
  readonly value: number;
  readonly interval?: readonly [low: number, high: number];
  /** What it follows from, in words. */
  readonly from: string;
}

/** An estimate, or why the data do not give one. */
export type Attempt<T> = { readonly found: T } | { readonly refused: string };

/** Whether something was found. */
export const isFound = <T>(attempt: Attempt<T>): attempt is { readonly found: T } => 'found' in attempt;
