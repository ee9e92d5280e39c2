import { execFileSync } from 'node:child_process';
import { STACK_BUDGET } from '../machine/budget.ts';
import type { StackEffort } from '../effort.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { measureAll, type MeasuredWorkload } from '../measure.ts';
import { wanted, type Part, type Setting } from '../part.ts';
import type { Sample } from '../model.ts';
import { carried, reachOf, workloadOf, type Reach } from '../reach.ts';
import { summarize } from '../summary.ts';
import { putCrowd } from './crowd.ts';
import { sweepAll, type EdgeRow } from './edge.ts';
import type { Family } from './family.ts';
import { putLoad } from './load.ts';
import { startCompared, type RunningStack } from './running.ts';

/** The stacks of one application under load, and at the edge of their idle timeouts. */
export interface StackPart extends Part {
  /** Seconds. */
  readonly edges: readonly number[];
  readonly edge: readonly EdgeRow[];
  readonly reach: readonly Reach[];
}

/** Compares whole stacks: every load by turns, each stack alone while it is measured; then all at once at the keep-alive edge, which is hardly any load. */
export async function compareStacks({ title, note, stacks, scenario, roles, edges, effort }: Family, setting: Setting): Promise<StackPart> {
  const { progress, stop } = setting;
  const variants = wanted(stacks, setting);
  const running: RunningStack[] = [];
  try {
    for (const variant of variants) {
      stop.throwIfAborted();
      progress(`starting the stack: ${variant.title}`);
      running.push(await startCompared(variant, { ...setting, scenario: within(scenario, effort.items), budget: STACK_BUDGET }));
    }
    execFileSync('sync');
    const [rates, crowds] = [effort.rates.map((rate) => atRate(rate, effort)), effort.crowds.map((clients) => ofCrowd(clients, effort))];
    const samples = [...await climb(running, rates, effort, setting), ...await measureAll(running, crowds, effort.rounds, setting)];
    const rows = summarize(samples, [...rates, ...crowds], variants, roles);
    return { title, note, variants: variants.map(({ id, title, said }) => ({ id, title, said })), samples, rows, edges, edge: await sweepAll(running, edges, effort.edge, setting), reach: reachOf(samples, variants, effort.rates) };
  } finally {
    for (const stack of running) await stack.stop();
  }
}

/** The same requests, for as many items as there are. */
const within = (scenario: Scenario, items: number): Scenario => scenario.map((request) => ({ ...request, path: request.path.replace(/\{(\d+)\.\.(\d+)\}/g, (_, from: string, to: string) => `{${from}..${Math.min(items, Number(to))}}`) }));

const atRate = (rate: number, effort: StackEffort): MeasuredWorkload<RunningStack> => ({
  id: workloadOf(rate), title: `${rate} requests a second`, unit: 'good answers/s',
  measure: (stack, round) => putLoad(stack, rate, effort, round + 1),
});

const ofCrowd = (clients: number, effort: StackEffort): MeasuredWorkload<RunningStack> => ({
  id: `crowd-${clients}`, title: `${clients} clients at once`, unit: 'good answers/s',
  measure: (stack, round) => putCrowd(stack, clients, effort, round + 1),
});

/** Rates that a stack may miss before it is spared the greater ones. */
const MISSES = 2;

/** Measures rate after rate. */
async function climb(stacks: readonly RunningStack[], workloads: readonly MeasuredWorkload<RunningStack>[], { rounds: times }: StackEffort, setting: Setting): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const missed = (stack: RunningStack): number => workloads.filter(({ id }) => {
    const rounds = samples.filter(({ variant, workload }) => variant === stack.variant.id && workload === id);
    return rounds.length > 0 && !carried(rounds);
  }).length;
  for (const workload of workloads) {
    samples.push(...await measureAll(stacks.filter((stack) => missed(stack) < MISSES), [workload], times, setting));
  }
  return samples;
}
