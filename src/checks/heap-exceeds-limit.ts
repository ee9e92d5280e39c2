import { defineCheck } from '../model/check.ts';
import { byKind, own, readAll, structure, type Input } from '../model/input.ts';
import { valueOf } from '../model/lookup.ts';
import { counted } from '../model/quote.ts';
import { MiB } from '../model/value.ts';
import * as application from '../settings/application.ts';
import * as container from '../settings/container.ts';
import * as node from '../settings/node.ts';
import { inMiB } from './words.ts';

/** The heaps that share a container, and what each process holds beside its heap at the least. */
interface Heaps {
  readonly processes: number;
  /** Bytes of one heap. */
  readonly heap: number;
  /** Bytes of one young generation, where it is stated apart. */
  readonly young: number;
  /** Bytes of code and stacks. */
  readonly beside: number;
}

/** A bare Node process: its code and stacks. */
const NODE = 48 * MiB;
/** Code, threads and metaspace of a small Java program. */
const JAVA = 64 * MiB;

const nodeHeaps: Input<Heaps> = {
  read: (scope) => {
    const reading = readAll(scope, { processes: own(node.workers), heap: own(node.max_old_space_size) });
    if (!reading.found) return reading;
    const young = own(node.max_semi_space_size).read(scope);
    return { found: true, value: { ...reading.value, young: young.found ? 3 * young.value : 0, beside: NODE }, entries: [...reading.entries, ...(young.found ? young.entries : [])] };
  },
};

const javaHeap: Input<Heaps> = {
  read: (scope) => {
    const reading = readAll(scope, { heap: own(application.max_heap), processes: structure(() => 1) });
    return reading.found ? { ...reading, value: { ...reading.value, young: 0, beside: JAVA } } : reading;
  },
};

/** The heaps of all processes against the container that they share: applications and stores alike. */
export const heapExceedsLimit = defineCheck({
  id: 'heap-exceeds-limit',
  severity: 'error',
  confidence: 'certain',
  on: ['node', 'application', 'service'],
  when: (stack, component) => valueOf(stack, component, component.kind === 'node' ? node.max_old_space_size : application.max_heap) !== undefined,
  reads: { heaps: byKind({ node: nodeHeaps, application: javaHeap, service: javaHeap }), limit: own(container.memory_limit) },
  broken: ({ heaps: { processes, heap, young, beside }, limit }) => {
    const need = processes * (heap + young + beside);
    if (need <= limit || limit === 0) return undefined;
    const certain = processes * heap >= limit ? {} : { severity: 'warning', confidence: 'likely' } as const;
    const words = `${counted(processes, 'process', 'processes')} x (${inMiB(heap)} heap${young === 0 ? '' : ` + ${inMiB(young)} young generation`} + ${inMiB(beside)})`;
    return [{ message: `${words} = ${inMiB(need)}; the container has ${inMiB(limit)}`, ...certain }];
  },
  why: 'The kernel kills the process before it knows that memory is short: exit code 137, without a message.',
  fix: 'lower the heap (--max-old-space-size, -Xmx) to three quarters of the limit, run fewer processes, or raise the limit.',
  source: 'measured: 42 to 46 MiB for a bare Node process; nodejs/node#64646',
  examples: {
    holds: [{ heaps: { processes: 2, heap: 758 * MiB, young: 45 * MiB, beside: 48 * MiB }, limit: 2023 * MiB }],
    breaks: [
      { heaps: { processes: 1, heap: 256 * MiB, young: 0, beside: 48 * MiB }, limit: 256 * MiB },
      { heaps: { processes: 4, heap: 768 * MiB, young: 48 * MiB, beside: 48 * MiB }, limit: 2048 * MiB },
      { heaps: { processes: 1, heap: 1024 * MiB, young: 0, beside: 64 * MiB }, limit: 1024 * MiB },
    ],
  },
});
