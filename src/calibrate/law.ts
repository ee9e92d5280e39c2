import { halfWidth, leastSquares, type Fitted } from './least-squares.ts';

/** A throughput measured with so many requests in flight. */
export type Sample = readonly [inFlight: number, rate: number];

/** A coefficient with its 95 % interval. */
export interface Coefficient {
  readonly value: number;
  readonly half: number;
}

/** The universal scalability law: X(N) = rate x N / (1 + contention (N - 1) + coherence N (N - 1)). */
export interface ScalabilityLaw {
  /** Requests a second with one in flight. */
  readonly rate: Coefficient;
  /** Share of the work that is done one after the other. */
  readonly contention: Coefficient;
  /** Share of the work that goes into agreeing with each other. */
  readonly coherence: Coefficient;
  /** Where throughput is greatest; none where it only levels off. */
  readonly peak?: { readonly inFlight: number; readonly rate: number };
}

/** Steps towards the nearest law; a handful is enough where the data carry one. */
const ROUNDS = 50;
/** A step that is still wrong at a four-thousandth of its length leads nowhere. */
const HALVINGS = 12;

/** The bare coefficients. */
type Law = readonly [rate: number, contention: number, coherence: number];

/** The law that is nearest to the samples; coefficients that would be below zero mean nothing, and are left out. */
export function nearestLaw(samples: readonly Sample[]): ScalabilityLaw | undefined {
  for (const free of [[0, 1, 2], [0, 1], [0, 2], [0]]) {
    const law = refined(firstGuess(samples, free), samples, free);
    if (law !== undefined && law.every((coefficient) => coefficient >= 0)) return named(law, samples, free);
  }
  return undefined;
}

/** N / X = a + b (N - 1) + c N (N - 1) is linear in its coefficients: a solution without a guess, though one that trusts small throughputs too much. */
function firstGuess(samples: readonly Sample[], free: readonly number[]): Law | undefined {
  const fit = leastSquares(samples.map(([n, rate]) => ({ at: free.map((term) => [1, n - 1, n * (n - 1)][term] ?? 0), value: n / rate, weight: (rate / n) ** 2 })));
  const [a = 0, ...rest] = fit?.coefficients ?? [];
  const share = (term: number): number => (free.includes(term) ? Math.max(0, (rest[free.indexOf(term) - 1] ?? 0) / a) : 0);
  return a > 0 ? [1 / a, share(1), share(2)] : undefined;
}

/** From there by Gauss and Newton to the law that is nearest in throughput, as the literature fits it; steps that lead away are halved. */
function refined(guess: Law | undefined, samples: readonly Sample[], free: readonly number[]): Law | undefined {
  let law = guess;
  for (let round = 0; law !== undefined && round < ROUNDS; round++) {
    const from: Law = law;
    const step = linearised(from, samples, free)?.coefficients;
    if (step === undefined) return undefined;
    const candidates = Array.from({ length: HALVINGS }, (_, halving) => moved(from, step, free, 2 ** -halving));
    const next = candidates.find((candidate) => squares(candidate, samples) < squares(from, samples) * (1 - 1e-12));
    if (next === undefined) return from;
    law = next;
  }
  return law;
}

/** The coefficients a part of a step further. */
function moved(law: Law, step: readonly number[], free: readonly number[], part: number): Law {
  const next = (term: 0 | 1 | 2): number => law[term] + (free.includes(term) ? (step[free.indexOf(term)] ?? 0) * part : 0);
  return [next(0), next(1), next(2)];
}

/** How the throughputs that are off follow from coefficients that are a little off. */
function linearised([rate, contention, coherence]: Law, samples: readonly Sample[], free: readonly number[]): Fitted | undefined {
  return leastSquares(
    samples.map(([n, measured]) => {
      const below = 1 + contention * (n - 1) + coherence * n * (n - 1);
      const slopes = [n / below, (-rate * n * (n - 1)) / below ** 2, (-rate * n * n * (n - 1)) / below ** 2];
      return { at: free.map((term) => slopes[term] ?? 0), value: measured - (rate * n) / below, weight: 1 };
    }),
  );
}

const squares = (law: Law, samples: readonly Sample[]): number => samples.reduce((sum, [n, rate]) => sum + (rate - at(law, n)) ** 2, 0);

/** The coefficients with their intervals, from how much each could move before the fit gets worse. */
function named(law: Law, samples: readonly Sample[], free: readonly number[]): ScalabilityLaw {
  const fit = linearised(law, samples, free);
  const coefficient = (term: 0 | 1 | 2): Coefficient => ({ value: law[term], half: free.includes(term) ? halfWidth(fit?.covariance?.[free.indexOf(term)]?.[free.indexOf(term)] ?? 0, fit?.freedom ?? 1) : 0 });
  const found = { rate: coefficient(0), contention: coefficient(1), coherence: coefficient(2) };
  const inFlight = Math.sqrt(Math.max(0, 1 - law[1]) / law[2]);
  // Where the interval of coherence holds zero, the curve may as well only level off.
  const peaks = found.coherence.value > found.coherence.half && inFlight >= 1;
  return peaks ? { ...found, peak: { inFlight, rate: at(law, inFlight) } } : found;
}

/** Throughput that the law gives for so many requests in flight. */
export const throughputAt = ({ rate, contention, coherence }: ScalabilityLaw, n: number): number =>
  at([rate.value, contention.value, coherence.value], n);

const at = ([rate, contention, coherence]: Law, n: number): number => (rate * n) / (1 + contention * (n - 1) + coherence * n * (n - 1));
