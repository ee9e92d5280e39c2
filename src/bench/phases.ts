import { clamp, sum } from '../model/value.ts';
import { MOST_CLIENTS, type Load, type PhaseSpec } from './spec.ts';

/** A phase as it is planned; where it goes and what it sends is the same for all of a run. */
export type Planned = Pick<PhaseSpec, 'name' | 'purpose' | 'load' | 'seconds' | 'warmUpSeconds'>;

/** What a run is to measure around the rate that is judged. */
export interface Wishes {
  /** Requests a second that are judged. */
  readonly rate: number;
  readonly arrivals: 'even' | 'poisson';
  /** Measured seconds of the judged phase, and of warm-up before it. */
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly length: 'full' | 'quick';
}

/**
 * Shares of the judged rate that are measured before and after it, so that the curve of latency over load can be seen.
 * Those above it are the headroom that a good and an excellent rating ask for; they come last, as overload leaves queues behind.
 */
const SHARES = { full: { below: [0.5, 0.7, 0.85], above: [1.3, 2] }, quick: { below: [0.5], above: [1.3, 2] } } as const;

/** Seconds of a phase that shows a curve: a p95 rests on a twentieth of its requests, at 100 a second thirty of them. */
const STEP = { full: { seconds: 6, warmUpSeconds: 1 }, quick: { seconds: 3, warmUpSeconds: 1 } } as const;

/** Connections of the closed loop: the universal scalability law is fitted to six points or more, from one on. */
const CONCURRENCIES = { full: [1, 2, 4, 8, 16, 32, 64], quick: [1, 2, 4, 8, 16, 32] } as const;
const CLOSED = { full: { seconds: 4, warmUpSeconds: 1 }, quick: { seconds: 2, warmUpSeconds: 0.5 } } as const;

/** A rate that clocks can keep: whole from 20 on. */
export const plainRate = (rate: number): number => (rate >= 20 ? Math.round(rate) : Math.max(0.01, Number(rate.toPrecision(2))));

/** The phases of every run: below the rate, at it, above it. The first one warms up what was just started. */
export function ratePhases({ rate, arrivals, seconds, warmUpSeconds, length }: Wishes): readonly Planned[] {
  const step = (share: number): Planned => ({ name: `${Math.round(100 * share)} %`, purpose: 'step', load: { kind: 'rate', rate: plainRate(rate * share), arrivals }, ...STEP[length] });
  return [
    ...SHARES[length].below.map((share, i) => (i === 0 ? { ...step(share), warmUpSeconds } : step(share))),
    { name: 'target', purpose: 'target', load: { kind: 'rate', rate, arrivals }, seconds, warmUpSeconds },
    ...SHARES[length].above.map(step),
  ];
}

/** A rate that is tried while the greatest sustainable one is looked for. */
export const searchPhase = (rate: number, { arrivals, length }: Pick<Wishes, 'arrivals' | 'length'>): Planned => ({ name: `try ${rate}/s`, purpose: 'search', load: { kind: 'rate', rate, arrivals }, ...STEP[length] });

/** The phases of the closed loop, each with twice the connections. */
export const closedPhases = ({ length }: Pick<Wishes, 'length'>): readonly Planned[] =>
  CONCURRENCIES[length].map((concurrency) => ({ name: `${concurrency} open`, purpose: 'saturation', load: { kind: 'closed', concurrency }, ...CLOSED[length] }));

/** A closed loop asks as fast as it can, and how fast that is shows only then: as many times the clients as would be asking. */
const CLIENTS_OF_CLOSED = 20;

/** The clients of a phase: a greater load is that of more clients, each as busy as before; else limits on each client would be measured. */
export function clientsOf(load: Load, clients: number, rate: number): number {
  if (clients === 1) return 1;
  return Math.min(MOST_CLIENTS, Math.ceil(clients * (load.kind === 'rate' ? Math.max(1, load.rate / rate) : CLIENTS_OF_CLOSED)));
}

/** Requests in flight at most: browsers open six connections to a host, and fewer than a hundred in all would hold back what a slow server still carries. */
export const connectionsOf = (clients: number): number => clamp(6 * clients, 100, 2000);

/** How long phases take, seconds, without the answers that the last requests wait for. */
export const lengthOf = (phases: readonly Planned[]): number => sum(phases.map(({ seconds, warmUpSeconds }) => seconds + warmUpSeconds));
