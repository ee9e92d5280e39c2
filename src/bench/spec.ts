import type { Scenario } from '../model/scenario.ts';
import type { Phase } from './report.ts';

/**
 * How requests come. `rate`: by the clock, whether or not earlier ones were answered, evenly spaced or at random
 * (Poisson), `rate` of them a second. `closed`: each of `concurrency` connections sends when its answer is there.
 */
export type Load =
  | { readonly kind: 'rate'; readonly rate: number; readonly arrivals: 'even' | 'poisson' }
  | { readonly kind: 'closed'; readonly concurrency: number };

/** Simulated clients at most: the addresses set aside for measurements are 131,072. */
export const MOST_CLIENTS = 100_000;

/** What the generator is told: one phase of load, bounded in time and in requests in flight. */
export interface PhaseSpec {
  readonly name: string;
  readonly purpose: Phase['purpose'];
  /** Where requests go: scheme, host and port of a server, or of each of its copies, which take turns; paths come from the scenario. */
  readonly url: string | readonly string[];
  /** The name of the site, where it is not that of the URL. */
  readonly host?: string;
  readonly scenario: Scenario;
  readonly load: Load;
  /** Measured seconds. */
  readonly seconds: number;
  /** Seconds of the same load before them that do not count. */
  readonly warmUpSeconds: number;
  /** Simulated clients: each request names the address of one of them in X-Forwarded-For; 1: none is named. */
  readonly clients: number;
  /** Greatest number of requests in flight (open loop), each on a connection of its own. */
  readonly connections: number;
  /** Milliseconds after which a request without its whole answer has failed. */
  readonly timeout: number;
  /** The same seed makes the same requests in the same order. */
  readonly seed: number;
}
