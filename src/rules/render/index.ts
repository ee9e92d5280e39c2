import { given, own } from '../../model/input.ts';
import { partValue } from '../../model/lookup.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { GiB, MiB, SECOND } from '../../model/value.ts';
import { APPLICATION_KINDS } from '../../model/who.ts';
import * as container from '../../settings/container.ts';
import { ha, platform } from '../../settings/profile.ts';
import * as render from '../../settings/render.ts';
import { DATABASES, INSTANCES } from './plans.ts';

const BLUEPRINT = 'render.com/docs/blueprint-spec';
/** As much of a disk as Render sells at once. */
const STEP = 5 * GiB;

const onRender = (rule: Rule): Rule => ({ ...rule, when: (stack, component) => rule.when(stack, component) && partValue(stack, platform) === 'render' });

const instance = defineRule({
  id: 'application.render.plan',
  sizes: render.plan,
  on: APPLICATION_KINDS,
  from: { cpu: own(container.cpu_limit), memory: own(container.memory_limit) },
  value: ({ cpu, memory }) => {
    const enough = INSTANCES.find((one) => one.cpu >= cpu && one.memory >= memory);
    return enough?.plan ?? { refuse: 'no instance type of Render has as much CPU and memory as one replica is given: state more replicas' };
  },
  because: 'The smallest instance that has the CPU and the memory that one replica was sized for.',
  source: 'render.com/docs/workflows-limits, instance types',
  examples: [
    { given: { cpu: 500, memory: 512 * MiB }, gives: 'starter' },
    { given: { cpu: 1000, memory: 700 * MiB }, gives: 'standard' },
    { given: { cpu: 4000, memory: 12 * GiB }, gives: 'pro max' },
    { given: { cpu: 16_000, memory: GiB }, gives: 'refused' },
  ],
});

const database = defineRule({
  id: 'postgres.render.plan',
  sizes: render.plan,
  on: ['postgres'],
  from: { memory: own(container.memory_limit), standby: given(ha) },
  value: ({ memory, standby }) => {
    const enough = DATABASES[standby ? 'with a standby' : 'alone'].find((one) => one.memory >= memory);
    return enough?.plan ?? { refuse: 'no database of Render has as much memory' };
  },
  because: 'The smallest database that has the memory that this one was sized for; a standby comes with the pro tier.',
  source: `${BLUEPRINT}, databases`,
  examples: [
    { given: { memory: 900 * MiB, standby: false }, gives: 'basic-1gb' },
    { given: { memory: 900 * MiB, standby: true }, gives: 'pro-4gb' },
    { given: { memory: 6 * GiB, standby: false }, gives: 'pro-8gb' },
    { given: { memory: 600 * GiB, standby: false }, gives: 'refused' },
  ],
});

const shutdown = defineRule({
  sizes: render.max_shutdown_delay,
  on: APPLICATION_KINDS,
  from: { grace: own(container.stop_grace_period) },
  value: ({ grace }) => Math.min(Math.ceil(grace / SECOND) * SECOND, 300 * SECOND),
  because: 'Everything from the stop to the last request fits, as far as Render waits: five minutes at most.',
  source: BLUEPRINT,
  examples: [{ given: { grace: 35_000 }, gives: 35_000 }, { given: { grace: 600_000 }, gives: 300_000 }],
});

const disk = defineRule({
  sizes: render.disk_size,
  on: ['postgres'],
  from: { volume: own(container.volume_size) },
  value: ({ volume }) => Math.max(1, Math.ceil(volume / STEP)) * STEP,
  because: 'As much as its volume was sized for, in steps of five gigabytes: it can grow, and never shrink.',
  source: BLUEPRINT,
  examples: [{ given: { volume: 70 * GiB }, gives: 70 * GiB }, { given: { volume: GiB }, gives: 5 * GiB }],
});

/** What Render is told, where the machine is one of Render's. */
export const renderRules: readonly Rule[] = [
  instance,
  database,
  shutdown,
  disk,
  decide(render.target_cpu, 70, 'Seven tenths: there is room for the burst until the next instance is ready.', 'render.com/docs/scaling: 1 to 90', APPLICATION_KINDS),
].map(onRender);
