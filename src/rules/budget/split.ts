import { sum } from '../../model/value.ts';

/** One taker of a budget. `copies` replicas each get the same amount. */
export interface Taker {
  readonly of: string;
  readonly weight: number;
  readonly floor: number;
  readonly ceiling: number;
  readonly copies: number;
  /** An amount stated for each copy: it is not up for splitting. */
  readonly fixed: number | undefined;
}

/**
 * Splits `total` in proportion to the weights, but never below a taker's floor or above its
 * ceiling. A larger total never gives anyone less. Returns the amount for each copy, by name.
 */
export function split(total: number, takers: readonly Taker[]): ReadonlyMap<string, number> {
  const free = takers.filter((taker) => taker.fixed === undefined);
  const rest = total - sum(takers.map((taker) => (taker.fixed ?? 0) * taker.copies));
  const floorLevel = (taker: Taker): number => (taker.floor * taker.copies) / taker.weight;
  const ceilingLevel = (taker: Taker): number => (taker.ceiling * taker.copies) / taker.weight;
  const amount = (taker: Taker, level: number): number => taker.weight * Math.max(floorLevel(taker), Math.min(ceilingLevel(taker), level));
  const given = (level: number): number => sum(free.map((taker) => amount(taker, level)));
  // Between two neighbouring floors or ceilings the sum grows along a straight line: find the piece, then the point on it.
  const bends = [0, ...free.flatMap((taker) => [floorLevel(taker), ceilingLevel(taker)])].filter(Number.isFinite).sort((a, b) => a - b);
  const lower = bends.filter((level) => given(level) <= rest).at(-1) ?? 0;
  const slope = sum(free.filter((taker) => floorLevel(taker) <= lower && lower < ceilingLevel(taker)).map((taker) => taker.weight));
  const level = slope === 0 ? lower : lower + Math.max(0, rest - given(lower)) / slope;
  return new Map(takers.map((taker) => [taker.of, taker.fixed ?? amount(taker, level) / taker.copies]));
}

/** The least total that gives every taker its floor. */
export const leastTotal = (takers: readonly Taker[]): number => sum(takers.map((taker) => (taker.fixed ?? taker.floor) * taker.copies));
