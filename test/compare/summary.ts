import { median } from './percentiles.ts';
import type { Sample, Variant, Workload } from './model.ts';

/** The middle of several rounds, the smallest and the greatest. */
export interface Spread { readonly median: number; readonly min: number; readonly max: number }

/** What all rounds of a workload say of one variant. */
export interface Cell {
  readonly variant: string;
  readonly throughput: Spread;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Sums over the rounds. */
  readonly failed: number;
  readonly shed: number;
  /** The most in one round. */
  readonly refused: number;
  readonly memory?: number;
  readonly notes: readonly string[];
}

/** A workload's results, and how Plumbline compares with the alternatives that were measured. */
export interface Row {
  readonly workload: Workload;
  readonly cells: readonly Cell[];
  readonly standing?: Standing;
}

/** How Plumbline compares in one workload. */
export interface Standing {
  /** The alternative with the greatest median throughput, whatever it refused. */
  readonly best: string;
  /** Plumbline's throughput to that of the best alternative in the same round. */
  readonly ratio: Spread;
  /** The twin's throughput to the defaults' in the same round: what differs by chance; nothing where they were not measured. */
  readonly noise?: Spread;
  readonly verdict: 'ahead' | 'level' | 'within noise' | 'behind';
}

/** The goal: no workload below this share of the best alternative. */
export const GOAL = 0.97;

/** Which variants are compared with which. */
export interface Roles { readonly ours: string; readonly reference: string; readonly twin: string }

/** Sums up the samples, one row for each workload. */
export function summarize(samples: readonly Sample[], workloads: readonly Workload[], variants: readonly Variant[], roles: Roles): readonly Row[] {
  return workloads.map((workload) => {
    const own = samples.filter((sample) => sample.workload === workload.id);
    const cells = variants.flatMap(({ id }) => cellOf(id, own.filter(({ variant }) => variant === id)));
    const standing = standingOf(own, cells, roles);
    return { workload, cells, ...(standing && { standing }) };
  });
}

function standingOf(samples: readonly Sample[], cells: readonly Cell[], roles: Roles): Standing | undefined {
  const best = cells.filter(({ variant }) => variant !== roles.ours).toSorted((a, b) => b.throughput.median - a.throughput.median)[0]?.variant;
  const ratio = best === undefined ? undefined : ratioOf(samples, roles.ours, best);
  if (best === undefined || ratio === undefined) return undefined;
  const noise = ratioOf(samples, roles.twin, roles.reference);
  return { best, ratio, ...(noise && { noise }), verdict: verdictOf(ratio, noise) };
}

/** Level is what the goal allows; a loss counts when it is greater than what two equal servers differ by. */
export function verdictOf(ratio: Spread, noise: Spread = { median: 1, min: 1, max: 1 }): Standing['verdict'] {
  if (ratio.median >= 1 / GOAL) return 'ahead';
  if (ratio.median >= GOAL) return 'level';
  return ratio.median >= Math.min(noise.min, 1 / noise.max) ? 'within noise' : 'behind';
}

function cellOf(variant: string, samples: readonly Sample[]): readonly Cell[] {
  if (samples.length === 0) return [];
  const all = (pick: (sample: Sample) => number): readonly number[] => samples.map(pick);
  const sum = (pick: (sample: Sample) => number): number => all(pick).reduce((a, b) => a + b, 0);
  const memory = samples.flatMap((sample) => sample.memory ?? []);
  return [{
    variant,
    throughput: spread(all((sample) => sample.throughput)),
    p50: median(all(({ p50 }) => p50)),
    p95: median(all(({ p95 }) => p95)),
    p99: median(all(({ p99 }) => p99)),
    failed: sum(({ failed }) => failed),
    shed: sum(({ shed }) => shed),
    refused: Math.max(...all(({ refused }) => refused)),
    ...(memory.length > 0 && { memory: Math.max(...memory) }),
    notes: [...new Set(samples.flatMap(({ note }) => note ?? []))],
  }];
}

function ratioOf(samples: readonly Sample[], one: string, other: string): Spread | undefined {
  const of = (variant: string) => new Map(samples.filter((sample) => sample.variant === variant).map(({ round, throughput }) => [round, throughput]));
  const others = of(other);
  const ratios = [...of(one)].flatMap(([round, throughput]) => {
    const compared = others.get(round);
    return compared === undefined || compared === 0 ? [] : [throughput / compared];
  });
  return ratios.length === 0 ? undefined : spread(ratios);
}

const spread = (values: readonly number[]): Spread => ({ median: median(values), min: Math.min(...values), max: Math.max(...values) });
