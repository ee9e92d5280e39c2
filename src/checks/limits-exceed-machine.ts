import { defineCheck } from '../model/check.ts';
import { each, given, optional, own } from '../model/input.ts';
import { sum } from '../model/value.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import * as profile from '../settings/profile.ts';
import { onOneMachine } from './node-pods.ts';
import { stayingHosted } from './runs-once.ts';
import { inMiB, withoutLimit } from './words.ts';

/** All memory limits together against what the machine has left for them. */
export const limitsExceedMachine = defineCheck({
  id: 'limits-exceed-machine',
  severity: 'warning',
  confidence: 'certain',
  on: ['machine'],
  when: onOneMachine,
  reads: { all: each(stayingHosted, { limit: optional(own(container.memory_limit)), replicas: own(c.replicas) }), available: given(profile.allocatable_memory) },
  broken: (v) => {
    const total = sum(v.all.map((one) => (one.limit ?? 0) * one.replicas));
    if (total <= v.available && v.all.some((one) => one.limit === undefined)) return { missing: `memory limit of ${withoutLimit(v.all)}` };
    return total > v.available ? `the memory limits add up to ${inMiB(total)}; the machine has ${inMiB(v.available)} for them` : undefined;
  },
  why: 'When all of them use what they may, the kernel kills one, and not the one you would choose.',
  fix: 'lower the limits, drop a component, or take a larger machine.',
  source: 'docs.kernel.org, memory management concepts: OOM killer',
  examples: {
    holds: [{ all: [{ of: 'db', limit: 2 ** 30, replicas: 1 }], available: 2 ** 30 }],
    breaks: [{ all: [{ of: 'db', limit: 2 ** 30, replicas: 1 }, { of: 'api', limit: 2 ** 29, replicas: 2 }], available: 2 ** 30 }],
  },
});
