import type { Figures, Sample, Variant, Workload } from './model.ts';
import type { Setting } from './part.ts';
import { slots } from './schedule.ts';
import { watched } from './watched.ts';

/** Something that is measured while all others rest. */
export interface Measured {
  readonly variant: Variant;
  /** Bytes in use right now without the page cache, where that is known. */
  readonly memory: () => number | undefined;
  /** Called before it is measured. */
  readonly begin: () => void;
  /** Called after it was measured: it rests when this resolves. */
  readonly rest: () => Promise<void>;
}

/** A workload, and how it is measured once. */
export interface MeasuredWorkload<M extends Measured> extends Workload { readonly measure: (subject: M, round: number) => Promise<Figures> }

/** Measures every workload in rounds, the subjects by turns; only the measured one runs. */
export async function measureAll<M extends Measured>(subjects: readonly M[], workloads: readonly MeasuredWorkload<M>[], rounds: number, { progress, stop }: Pick<Setting, 'progress' | 'stop'>): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const workload of workloads) {
    for (const { variant: subject, round } of slots(subjects, rounds)) {
      stop.throwIfAborted();
      progress(`${workload.title}, round ${round + 1} of ${rounds}: ${subject.variant.title}`);
      samples.push({ workload: workload.id, variant: subject.variant.id, round, ...await watched(subject, () => workload.measure(subject, round)) });
    }
  }
  return samples;
}
