import { execFileSync } from 'node:child_process';
import { STACK_BUDGET } from '../machine/budget.ts';
import type { Effort } from '../effort.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import { measureAll, type MeasuredWorkload } from '../measure.ts';
import { wanted, type Part, type Setting } from '../part.ts';
import type { Sample } from '../model.ts';
import { carried, workloadOf } from '../reach.ts';
import { summarize } from '../summary.ts';
import { renderedPlan } from '../variants/plumbline.ts';
import { stackVariants } from '../variants/stacks.ts';
import { sweepAll, type EdgeRow } from './edge.ts';
import { putLoad } from './load.ts';
import { startCompared, type RunningStack } from './running.ts';

/** The stacks under load, and at the edge of their idle timeouts. */
export interface StackPart extends Part { readonly edge: readonly EdgeRow[] }

/** Compares the whole stacks: every rate by turns, each stack alone while it is measured; then all at once at the keep-alive edge, which is hardly any load. */
export async function compareStacks(setting: Setting): Promise<StackPart> {
  const { root, postgres, effort: { stack: effort, edge }, progress, stop } = setting;
  const { plan, files, scenario } = await renderedPlan(root, 'stack', postgres.major);
  const variants = wanted(stackVariants(root, STACK_BUDGET.memory), setting);
  const running: RunningStack[] = [];
  try {
    for (const variant of variants) {
      stop.throwIfAborted();
      progress(`starting the stack: ${variant.title}`);
      running.push(await startCompared(variant, { ...setting, plan, files, scenario: within(scenario, effort.items), budget: STACK_BUDGET, items: effort.items }));
    }
    execFileSync('sync');
    const workloads = effort.rates.map((rate) => atRate(rate, effort));
    const samples = await climb(running, workloads, setting);
    const rows = summarize(samples, workloads, variants, { ours: 'plumbline', reference: 'defaults', twin: 'twin' });
    return { title: 'The whole stack', note: NOTE, variants, samples, rows, edge: await sweepAll(running, edge, setting) };
  } finally {
    for (const stack of running) await stack.stop();
  }
}

const NOTE = 'The application examples/items-api with nginx, PostgreSQL and Redis: one core and 2 GiB for all of it, shared as its processes ask for it: the limits that Plumbline renders for each container are not held. Requests come at random (Poisson) at the given rate, in the shares of the profile, from 200 clients that are named in X-Forwarded-For; latencies count from the time at which a request should have been sent. Who misses the targets at two rates is not asked for more.';

/** The same requests, for as many items as there are. */
const within = (scenario: Scenario, items: number): Scenario => scenario.map((request) => ({ ...request, path: request.path.replace(/\{(\d+)\.\.(\d+)\}/g, (_, from: string, to: string) => `{${from}..${Math.min(items, Number(to))}}`) }));

const atRate = (rate: number, effort: Effort['stack']): MeasuredWorkload<RunningStack> => ({
  id: workloadOf(rate), title: `${rate} requests a second`, unit: 'good answers/s',
  measure: (stack, round) => putLoad(stack, rate, effort, round + 1),
});

/** Rates that a stack may miss before it is spared the greater ones. */
const MISSES = 2;

/** Measures rate after rate. */
async function climb(stacks: readonly RunningStack[], workloads: readonly MeasuredWorkload<RunningStack>[], setting: Setting): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  const missed = (stack: RunningStack): number => workloads.filter(({ id }) => {
    const rounds = samples.filter(({ variant, workload }) => variant === stack.variant.id && workload === id);
    return rounds.length > 0 && !carried(rounds);
  }).length;
  for (const workload of workloads) {
    samples.push(...await measureAll(stacks.filter((stack) => missed(stack) < MISSES), [workload], setting.effort.stack.rounds, setting));
  }
  return samples;
}
