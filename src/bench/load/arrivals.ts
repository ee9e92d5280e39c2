import type { Random } from './random.ts';

/** The times at which requests should be sent, one after the other, in milliseconds from the start. */
export type Arrivals = () => number;

/** Evenly spaced: the i-th at i / rate, computed from i, so that no error adds up. */
export function evenArrivals(rate: number): Arrivals {
  let sent = 0;
  return () => (1000 * sent++) / rate;
}

/** As independent clients come (Poisson): gaps of all lengths, the short ones the likeliest, `rate` a second in the mean. */
export function poissonArrivals(rate: number, random: Random): Arrivals {
  let at = 0;
  return () => (at += (-1000 * Math.log(1 - random())) / rate);
}
