import { setTimeout } from 'node:timers/promises';
import { showMilliseconds, showShare } from '../formats/figures.ts';
import { closedPhases, lengthOf, ratePhases, searchPhase, type Planned, type Wishes } from './phases.ts';
import { carried, keeps, successOf } from './phase-figures.ts';
import type { BenchReport, Phase } from './report.ts';
import { greatestRate, MOST_TRIES, type Tried } from './search.ts';

/** What a run consists of. */
export interface Order extends Wishes {
  readonly extras: readonly ('search' | 'saturate')[];
  readonly targets: BenchReport['targets'];
}

/** Runs one phase; nothing when the run is to end. */
export type RunPhase = (planned: Planned) => Promise<Phase | undefined>;

/** What a run measured. */
export type Results = Pick<BenchReport, 'phases' | 'sustainable' | 'saturation'>;

/** Seconds after a phase that was too much, for queues to empty. */
const REST = 2;

/** How long a run takes at most, in seconds, where nothing has to be measured twice. */
export const longest = (order: Order): number =>
  lengthOf(ratePhases(order)) +
  (order.extras.includes('search') ? MOST_TRIES * (lengthOf([searchPhase(order.rate, order)]) + REST) : 0) +
  (order.extras.includes('saturate') ? lengthOf(closedPhases(order)) : 0);

/** Measures phase after phase; what was measured until the run is ended is kept. */
export async function run(order: Order, runPhase: RunPhase): Promise<Results> {
  const phases: Phase[] = [];
  const once = async (planned: Planned): Promise<Phase | undefined> => {
    const last = phases.at(-1);
    if (last?.kind === 'rate' && !keeps(last, order.targets)) await setTimeout(1000 * REST);
    const phase = await runPhase(planned);
    // A phase that was ended in its warm-up measured nothing.
    if (phase !== undefined && phase.seconds > 0) phases.push(phase);
    return phase;
  };
  const measure = async (planned: Planned): Promise<Phase | undefined> => {
    const phase = await once(planned);
    const matters = planned.purpose === 'target' || planned.purpose === 'search';
    if (phase === undefined || phase.generator.valid || !matters || phases.at(-1) !== phase) return phase;
    // What matters is measured again; that which is no measurement stays in the report, and judges nothing.
    phases.splice(-1, 1, { ...phase, name: `${phase.name}, 1st`, purpose: 'step' });
    return (await once(planned)) ?? phase;
  };
  for (const planned of ratePhases(order)) if ((await measure(planned)) === undefined) return { phases };
  const sustainable = order.extras.includes('search') ? await search(order, phases, measure) : undefined;
  if (order.extras.includes('saturate')) for (const planned of closedPhases(order)) if ((await measure(planned)) === undefined) break;
  const saturation = saturationOf(phases, order.targets);
  return { phases, ...(sustainable === undefined ? {} : { sustainable }), ...(saturation === undefined ? {} : { saturation }) };
}

/** The greatest rate that keeps the targets; where the generator lags even twice, the search ends: that says nothing of the server. */
async function search(order: Order, known: readonly Phase[], measure: RunPhase): Promise<BenchReport['sustainable']> {
  let lagged: string | undefined;
  const attempt = async (rate: number): Promise<Tried | undefined> => {
    const phase = await measure(searchPhase(rate, order));
    if (phase === undefined) return undefined;
    if (phase.generator.valid) return triedIn(phase, order.targets);
    lagged = `the load generator at ${rate}/s: ${phase.generator.because ?? ''}`;
    return undefined;
  };
  const valid = known.filter(({ kind, generator }) => kind === 'rate' && generator.valid);
  const found = await greatestRate(order.rate, valid.map((phase) => triedIn(phase, order.targets)), attempt);
  return found === undefined || lagged === undefined ? found : { ...found, limitedBy: lagged };
}

/** What a phase says of its rate. */
export function triedIn(phase: Phase, targets: BenchReport['targets']): Tried {
  const rate = phase.rate ?? 0;
  if (keeps(phase, targets)) return { rate };
  const success = successOf(phase);
  return { rate, brokenBy: success < targets.success ? `success of ${showShare(success)}` : `a p95 of ${showMilliseconds(phase.latency.p95)}` };
}

/** The closed loop's greatest throughput. */
function saturationOf(phases: readonly Phase[], targets: BenchReport['targets']): BenchReport['saturation'] {
  const [best] = phases.filter((phase) => phase.kind === 'closed' && carried(phase, targets)).sort((a, b) => b.throughput - a.throughput);
  return best === undefined ? undefined : { throughput: best.throughput, concurrency: best.concurrency ?? 0 };
}
