import { grouped, showFigure, showMilliseconds, showPerSecond, showShare } from '../formats/figures.ts';
import { answeredOf, keeps, successOf, timeOf } from './phase-figures.ts';
import type { BenchReport, Dimension, Phase, Rating, Verdict } from './report.ts';
import { FIGURES, RATINGS, ratingTables, type Figure, type RatingTable, type Threshold } from './ratings.ts';

/** A report on its way to its verdict. */
export type Measured = Omit<BenchReport, 'verdict'>;

/** A figure of a phase: its number, and what it says to people. */
interface Reading {
  readonly value: number;
  readonly said: string;
}

/** Judges a run against its targets and rates it. The phases at the target's rate are judged; the others only show how much more it carries. */
export function judge(run: Measured, table: RatingTable = ratingTables['targets'] ?? []): Verdict {
  const judged = run.phases.filter(({ purpose }) => purpose === 'target');
  const missed = [...new Set(judged.flatMap((phase) => missedBy(phase, run.targets)))];
  const dimensions = table.map((threshold) => dimensionOf(threshold, judged, run));
  const worst = dimensions.reduce<Dimension | undefined>((found, each) => (found === undefined || isWorse(each, found) ? each : found), undefined);
  const invalid = whyInvalid(judged);
  return {
    met: missed.length === 0 && invalid === undefined,
    rating: worst?.rating ?? 'POOR',
    decidedBy: worst?.name ?? 'nothing',
    dimensions,
    missed,
    ...(invalid === undefined ? {} : { invalid }),
  };
}

const isWorse = (one: Dimension, other: Dimension): boolean => RATINGS.indexOf(one.rating) > RATINGS.indexOf(other.rating);

function whyInvalid(judged: readonly Phase[]): string | undefined {
  if (judged.length === 0) return 'no phase at the rate of the target was measured';
  const lagging = judged.find(({ generator }) => !generator.valid);
  return lagging === undefined ? undefined : `${lagging.name}: ${lagging.generator.because ?? 'the generator lagged'}`;
}

/** The targets that a phase missed, a sentence for each. */
function missedBy(phase: Phase, targets: BenchReport['targets']): readonly string[] {
  const { intended, succeeded, refused, failed, unsent } = phase.counts;
  const lost = [`${grouped(refused)} refused`, `${grouped(failed)} failed${unsent === 0 ? '' : ` (${grouped(unsent)} never sent)`}`];
  const late = (percentile: 'p50' | 'p95', most: number | undefined): readonly string[] =>
    most === undefined || succeeded === 0 || timeOf(phase, percentile) <= most ? [] : [`${percentile} was ${showMilliseconds(timeOf(phase, percentile))}, the target is ${showMilliseconds(most)}`];
  return [
    ...((phase.rate ?? phase.throughput) < targets.rps ? [`only ${showPerSecond(phase.rate ?? phase.throughput)} were tried, the target is ${showPerSecond(targets.rps)}`] : []),
    ...late('p50', targets.p50),
    ...late('p95', targets.p95),
    ...(successOf(phase) < targets.success ? [`success was ${showShare(successOf(phase))}, the target is ${showShare(targets.success)}: of ${grouped(intended)} requests ${lost.join(' and ')}`] : []),
  ];
}

/** One side of the rating: the worst of the judged phases. */
function dimensionOf(threshold: Threshold, judged: readonly Phase[], run: Measured): Dimension {
  const { name } = FIGURES[threshold.figure];
  const all = judged.map((phase): Dimension => {
    const { value, said } = readings[threshold.figure](phase, run);
    return { name, said, rating: ratingOf(value, threshold) };
  });
  return all.reduce((worst, each) => (isWorse(each, worst) ? each : worst), all[0] ?? { name, said: 'not measured', rating: 'POOR' });
}

/** The rating of a number. */
export function ratingOf(value: number, threshold: Threshold): Rating {
  const reaches = (least: number): boolean => (FIGURES[threshold.figure].better === 'more' ? value >= least : value <= least);
  if (reaches(threshold.excellent)) return 'EXCELLENT';
  if (reaches(threshold.good)) return 'GOOD';
  return reaches(threshold.acceptable) ? 'ACCEPTABLE' : 'POOR';
}

const times = (ratio: number): string => (ratio === 1 ? 'the target itself' : `${showFigure(ratio)} times the target`);

/** A latency against its target; a target that is not set is no hurdle. */
const ofTarget = (percentile: 'p50' | 'p95') => (phase: Phase, { targets }: Measured): Reading => {
  const time = timeOf(phase, percentile);
  const most = targets[percentile];
  if (most === undefined) return { value: 0, said: `${showMilliseconds(time)}, no target` };
  return { value: time / most, said: phase.counts.succeeded === 0 ? 'nothing was answered' : `${showMilliseconds(time)} of ${showMilliseconds(most)}` };
};

const time = (percentile: 'p50' | 'p95' | 'p99') => (phase: Phase): Reading => ({ value: timeOf(phase, percentile), said: showMilliseconds(timeOf(phase, percentile)) });

const readings: Readonly<Record<Figure, (phase: Phase, run: Measured) => Reading>> = {
  headroom,
  p50_of_target: ofTarget('p50'),
  p95_of_target: ofTarget('p95'),
  success: (phase) => ({ value: successOf(phase), said: showShare(successOf(phase)) }),
  throughput: (phase) => ({ value: answeredOf(phase), said: showPerSecond(answeredOf(phase)) }),
  p50: time('p50'),
  p95: time('p95'),
  p99: time('p99'),
};

/** The greatest rate that is known to keep the targets, against the target; without a search it is at least what was tried. */
function headroom(_phase: Phase, run: Measured): Reading {
  const { targets, sustainable } = run;
  const kept = run.phases.filter((each) => each.kind === 'rate' && each.generator.valid && keeps(each, targets)).map((each) => each.rate ?? 0);
  const rate = sustainable?.rate ?? Math.max(0, ...kept);
  if (rate === 0) return { value: 0, said: 'no rate that was tried kept the targets' };
  const broke = sustainable !== undefined || run.phases.some((each) => each.kind === 'rate' && (each.rate ?? 0) > rate && !keeps(each, targets));
  return { value: rate / targets.rps, said: `${broke ? '' : 'at least '}${showPerSecond(rate)}, ${times(rate / targets.rps)}${broke ? '' : ': more was not tried'}` };
}
