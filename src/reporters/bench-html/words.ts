import { showPerSecond } from '../../formats/figures.ts';
import { counted } from '../../model/quote.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';

/** How a phase was loaded, in a few words: `500/s`, `32 in flight`. */
export const loadOf = (phase: Phase): string => (phase.kind === 'rate' ? showPerSecond(phase.rate ?? 0) : `${phase.concurrency ?? '?'} in flight`);

/** The name of a phase for a legend: how it was loaded, and whether it counts. */
export const labelOf = (phase: Phase): string => `${loadOf(phase)}${phase.purpose === 'target' ? ' (target)' : ''}${phase.generator.valid ? '' : ' (invalid)'}`;

/** Seconds as people say them: `30 s`, `2 min 5 s`. */
export const spanOf = (seconds: number): string => (seconds < 90 ? `${Math.round(seconds * 10) / 10} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`);

/** `3 phases`, and how many of them say nothing. */
export function phasesOf({ phases }: BenchReport): string {
  const invalid = phases.filter(({ generator }) => !generator.valid).length;
  return `${counted(phases.length, 'phase')}${invalid === 0 ? '' : `, ${invalid} of them invalid`}`;
}
