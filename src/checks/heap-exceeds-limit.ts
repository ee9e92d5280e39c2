import { defineCheck } from '../model/check.ts';
import { own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import { inMiB } from './words.ts';

/** The least that a Node process holds beside its heap: its code and stacks. */
const BESIDE = 48 * MiB;

/** The heaps of all processes against the container that they share. */
export const heapExceedsLimit = defineCheck({
  id: 'heap-exceeds-limit',
  severity: 'error',
  confidence: 'certain',
  on: ['node'],
  reads: { workers: own(node.workers), heap: own(node.max_old_space_size), young: own(node.max_semi_space_size), limit: own(container.memory_limit) },
  broken: (v) => {
    const need = v.workers * (v.heap + 3 * v.young + BESIDE);
    return need > v.limit ? `${v.workers} processes x (${inMiB(v.heap)} heap + ${inMiB(3 * v.young)} young generation + ${inMiB(BESIDE)}) = ${inMiB(need)}; the container has ${inMiB(v.limit)}` : undefined;
  },
  why: 'The kernel kills the process before V8 knows that memory is short: exit code 137, without a message.',
  fix: 'lower --max-old-space-size, run fewer processes, or raise the memory limit.',
  source: 'measured: 42 to 46 MiB for a bare process; nodejs/node#64646',
  examples: {
    holds: [{ workers: 2, heap: 758 * MiB, young: 15 * MiB, limit: 2023 * MiB }],
    breaks: [{ workers: 1, heap: 256 * MiB, young: MiB, limit: 256 * MiB }, { workers: 4, heap: 768 * MiB, young: 16 * MiB, limit: 2048 * MiB }],
  },
});
