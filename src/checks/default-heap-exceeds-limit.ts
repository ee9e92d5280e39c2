import { defineCheck } from '../model/check.ts';
import { optional, own, present } from '../model/input.ts';
import { NODE_KINDS } from '../model/who.ts';
import * as c from '../settings/component.ts';
import * as container from '../settings/container.ts';
import { max_old_space_size_percentage } from '../settings/node-flags.ts';
import * as node from '../settings/node.ts';
import { heapByDefault } from '../settings/node-heap.ts';
import { inMiB } from './words.ts';

/** What V8 takes without a flag against the container that all processes share. */
export const defaultHeapExceedsLimit = defineCheck({
  id: 'default-heap-exceeds-limit',
  severity: 'warning',
  confidence: 'likely',
  on: NODE_KINDS,
  reads: {
    flag: present(node.max_old_space_size), percentage: present(max_old_space_size_percentage),
    workers: own(node.workers), version: optional(own(c.version)), limit: own(container.memory_limit),
  },
  broken: (v) => {
    if (v.flag !== undefined || v.percentage !== undefined) return undefined;
    const heap = heapByDefault(v.version ?? '', v.limit);
    if (v.workers * heap <= v.limit) return undefined;
    return `without a flag ${v.workers === 1 ? 'the heap' : `each of ${v.workers} heaps`} may grow to ${inMiB(heap)}; the container has ${inMiB(v.limit)}`;
  },
  why: 'V8 collects too late: the kernel kills the process first, exit code 137 without a message.',
  fix: 'state --max-old-space-size: three quarters of the container, divided by the processes.',
  source: 'measured: 259 MiB in a container of 256 MiB with Node 20 to 24; nodejs/node#64646',
  examples: {
    holds: [
      { flag: undefined, percentage: undefined, workers: 1, version: '22', limit: 1024 * 2 ** 20 },
      { flag: 192 * 2 ** 20, percentage: undefined, workers: 1, version: '22', limit: 256 * 2 ** 20 },
    ],
    breaks: [
      { flag: undefined, percentage: undefined, workers: 1, version: '22', limit: 256 * 2 ** 20 },
      { flag: undefined, percentage: undefined, workers: 4, version: '22', limit: 2048 * 2 ** 20 },
      { flag: undefined, percentage: undefined, workers: 1, version: '18', limit: 1024 * 2 ** 20 },
    ],
  },
});
