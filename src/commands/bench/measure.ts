import { expectationsOf, measuringMachine, siteOf } from '../../bench/about.ts';
import { runPhase } from '../../bench/generator.ts';
import { clientsOf, connectionsOf, type Planned } from '../../bench/phases.ts';
import type { Measured } from '../../bench/rating.ts';
import type { Phase } from '../../bench/report.ts';
import { longest, run, type Order } from '../../bench/run.ts';
import { shownScenario } from '../../bench/shown-scenario.ts';
import type { PhaseSpec } from '../../bench/spec.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Stack } from '../../model/stack.ts';
import { version } from '../../package.ts';
import type { Terminal } from '../terminal.ts';
import type { Numbers } from './flags.ts';
import { showProgress } from './progress.ts';
import type { Server } from './server.ts';

/** What a run is about. */
export interface Run {
  /** The words that were typed. */
  readonly words: readonly string[];
  readonly plan: Stack;
  readonly scenario: Scenario;
  readonly order: Order;
  readonly numbers: Numbers;
  readonly server: Server;
  readonly interrupt: AbortSignal;
}

/** Puts the load on the server, phase after phase, and gives what was measured until the end or the interrupt. */
export async function measure({ words, plan, scenario, order, numbers, server, interrupt }: Run, terminal: Terminal): Promise<Measured> {
  const started = new Date();
  const clients = numbers.clients ?? order.targets.users ?? 1;
  const host = siteOf(plan);
  const specOf = (planned: Planned): PhaseSpec => {
    const asking = clientsOf(planned.load, clients, order.rate);
    return {
      ...planned, url: server.addresses, scenario, clients: asking, connections: numbers.connections ?? connectionsOf(asking), timeout: numbers.timeout, seed: numbers.seed,
      ...(host === undefined ? {} : { host }),
    };
  };
  const progress = showProgress(longest(order), terminal);
  const runOne = async (planned: Planned): Promise<Phase | undefined> => {
    if (interrupt.aborted) return undefined;
    progress.now(planned);
    return server.metered((course) => runPhase(specOf(planned), { ...course, stop: interrupt }));
  };
  const results = await run(order, runOne).finally(progress.end);
  return {
    schema: 'plumbline-bench/1', plumbline: version, started: started.toISOString(), seconds: (Date.now() - started.getTime()) / 1000,
    profile: plan.name, command: ['gen', ...words], url: server.addresses[0], stack: server.stack, machine: measuringMachine(),
    targets: order.targets, plan: expectationsOf(plan), scenario: shownScenario(scenario), clients, ...results,
  };
}
