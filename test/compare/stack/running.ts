import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveStack } from '../../../src/live/live.ts';
import { startStack } from '../../../src/live/start.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import type { Budget } from '../machine/budget.ts';
import { runOn, type Cores } from '../machine/cores.ts';
import { inside, makeGroup, type Limits } from '../machine/group.ts';
import type { Measured } from '../measure.ts';
import { requireTool } from '../../servers/tools.ts';
import type { ComparedStack } from './family.ts';

/** A compared stack that runs within its budget. */
export interface RunningStack extends Measured {
  readonly variant: ComparedStack;
  readonly url: string;
  readonly scenario: Scenario;
  /** Connections that its database has refused so far. */
  readonly refusedByDatabase: () => number;
  readonly stop: () => Promise<void>;
}

/** What all compared stacks are started with. */
export interface StackSetting {
  readonly scenario: Scenario;
  readonly cores: Cores;
  readonly limits: Limits;
  readonly budget: Budget;
}

/** Starts one of the compared stacks. */
export async function startCompared(variant: ComparedStack, setting: StackSetting): Promise<RunningStack> {
  const { cores, limits, budget } = setting;
  const group = makeGroup(limits, `stack-${variant.id}`, budget);
  runOn(cores.servers);
  try {
    const stack: LiveStack = await inside(limits, group, () => startStack({
      plan: variant.plan, files: variant.files, applications: variant.applications,
      programs: {
        node: requireTool('node-24').path, nginx: requireTool('nginx-1.28').path, 'redis-server': requireTool('redis-8').path, pgbouncer: requireTool('pgbouncer-1.24').path,
        ...variant.programs,
      },
      limits: 'none',
    }));
    return {
      variant, url: stack.url, scenario: setting.scenario, memory: group.memory,
      // Not halted, as databases are: a server takes the time for a stall, and sheds requests when it wakes.
      begin: () => undefined,
      refusedByDatabase: () => stack.processes('db')[0]?.log().match(REFUSALS)?.length ?? 0,
      rest: () => idle(stack),
      async stop() {
        await stack.stop();
        await group.remove();
      },
    };
  } catch (error) {
    await group.remove();
    throw error;
  } finally {
    runOn(cores.load);
  }
}

/** What PostgreSQL logs when it has no connection left: for anybody, for ordinary roles, for one role. */
const REFUSALS = /FATAL: +(?:sorry, too many clients already|remaining connection slots|too many connections for)/g;

/** Milliseconds between two looks at a stack, and longest time that it may take to come to rest. */
const [LOOK, LONGEST] = [250, 5000];
/** CPU seconds in that time: what is more is work that the load has left behind. */
const IDLE = 0.02;

/** Waits until a stack has worked off what it was sent. */
async function idle(stack: LiveStack): Promise<void> {
  const used = async (): Promise<number> => Object.values(await stack.use()).reduce((total, { cpuSeconds }) => total + cpuSeconds, 0);
  await used();
  for (let waited = 0; waited < LONGEST; waited += LOOK) {
    await sleep(LOOK);
    if (await used() <= IDLE) return;
  }
}
