import { setTimeout as sleep } from 'node:timers/promises';
import { applicationStarts } from '../../../src/bench/applications.ts';
import type { ApplicationStart, LiveStack } from '../../../src/live/live.ts';
import { startStack } from '../../../src/live/start.ts';
import type { Scenario } from '../../../src/model/scenario.ts';
import type { Stack } from '../../../src/model/stack.ts';
import type { RenderedFile } from '../../../src/model/target.ts';
import type { PostgresPrograms } from '../database/programs.ts';
import type { Budget } from '../machine/budget.ts';
import { runOn, type Cores } from '../machine/cores.ts';
import { inside, makeGroup, type Limits } from '../machine/group.ts';
import type { Measured } from '../measure.ts';
import { requireTool } from '../../servers/tools.ts';
import type { StackVariant } from '../variants/stacks.ts';

/** A compared stack that runs within its budget. */
export interface RunningStack extends Measured {
  readonly variant: StackVariant;
  readonly url: string;
  readonly scenario: Scenario;
  readonly stop: () => Promise<void>;
}

/** What all compared stacks are started with. */
export interface StackSetting {
  readonly root: string;
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  readonly scenario: Scenario;
  readonly postgres: PostgresPrograms;
  readonly cores: Cores;
  readonly limits: Limits;
  readonly budget: Budget;
  /** Rows of items. */
  readonly items: number;
}

/** Starts one of the compared stacks: the plan's components, with the variant's own files in place of the rendered ones. */
export async function startCompared(variant: StackVariant, setting: StackSetting): Promise<RunningStack> {
  const { plan, postgres, cores, limits, budget } = setting;
  const group = makeGroup(limits, `stack-${variant.id}`, budget);
  runOn(cores.servers);
  try {
    const stack: LiveStack = await inside(limits, group, () => startStack({
      plan,
      files: filesOf(variant, setting.files),
      applications: { api: applicationOf(variant, setting) },
      programs: {
        node: requireTool('node-24').path, nginx: requireTool('nginx-1.28').path, 'redis-server': requireTool('redis-8').path, pgbouncer: requireTool('pgbouncer-1.24').path,
        ...Object.fromEntries(['postgres', 'initdb', 'psql'].map((name) => [name, postgres.program(name)])),
      },
      limits: 'none',
    }));
    return {
      variant, url: stack.url, scenario: setting.scenario, memory: group.memory,
      // Not halted, as databases are: a server takes the time for a stall, and sheds requests when it wakes.
      begin: () => undefined,
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

function filesOf({ own }: StackVariant, rendered: readonly RenderedFile[]): readonly RenderedFile[] {
  if (own === undefined) return rendered;
  const texts: Readonly<Record<string, (text: string) => string>> = {
    'nginx/nginx.conf': () => own.nginx,
    'postgres/postgresql.conf': () => own.postgres,
    'redis/redis.conf': () => '',
    'postgres/roles.sql': withoutLimits,
  };
  return rendered.map((file) => ({ ...file, text: texts[file.path]?.(file.text) ?? file.text }));
}

/** The roles and their privileges, without the timeouts and connection limits that Plumbline gives them. */
const withoutLimits = (sql: string): string => sql.split('\n').filter((line) => !/^ALTER ROLE \S+ (SET|CONNECTION LIMIT) /.test(line)).join('\n');

function applicationOf({ own }: StackVariant, { root, plan, items }: StackSetting): ApplicationStart {
  const start = applicationStarts(plan, {}, root)['api'];
  if (start === undefined) throw new Error('the plan has no application');
  const env = { SEED_ITEMS: String(items) };
  if (own === undefined) return { ...start, env };
  return { ...start, command: ['node', `${root}/test/compare/stack/plain.mjs`], env: { ...env, NODE_OPTIONS: '', UV_THREADPOOL_SIZE: '4', PLAIN_CONFIG: JSON.stringify(own.node) } };
}
