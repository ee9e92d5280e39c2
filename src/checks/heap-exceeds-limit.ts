import { defineCheck } from '../model/check.ts';
import { byKind, first, mapped, own, present, readAll, structure, type Input } from '../model/input.ts';
import { valueOf } from '../model/lookup.ts';
import { counted } from '../model/quote.ts';
import type { Setting } from '../model/setting.ts';
import type { Component } from '../model/stack.ts';
import { MiB } from '../model/value.ts';
import { isNode, NODE_KINDS } from '../model/who.ts';
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
  /** The variable that holds it, where only a start script reads that. */
  readonly by?: string;
  /** Go's limit: no heap that is used up, but one that it collects harder to stay below. */
  readonly soft?: true;
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
    if (!reading.found) return reading;
    const by = present(application.options_variable).read(scope);
    return { ...reading, value: { ...reading.value, young: 0, beside: JAVA, ...(by.found && by.value !== undefined ? { by: by.value } : {}) } };
  },
};

const goHeap: Input<Heaps> = mapped(own(application.go_memory_limit), (heap) => ({ processes: 1, heap, young: 0, beside: 0, soft: true }));
const otherHeap = first(javaHeap, goHeap);

/** What states the heap of each kind. */
const stating = (component: Component): readonly Setting<number>[] => (isNode(component) ? [node.max_old_space_size] : [application.max_heap, application.go_memory_limit]);

/** The heaps of all processes against the container that they share: applications and stores alike. */
export const heapExceedsLimit = defineCheck({
  id: 'heap-exceeds-limit',
  severity: 'error',
  confidence: 'certain',
  on: [...NODE_KINDS, 'application', 'service', 'kafka'],
  when: (stack, component) => stating(component).some((setting) => valueOf(stack, component, setting) !== undefined),
  reads: { heaps: byKind({ node: nodeHeaps, next: nodeHeaps, application: otherHeap, service: otherHeap, kafka: otherHeap }), limit: own(container.memory_limit) },
  broken: ({ heaps: { processes, heap, young, beside, by, soft }, limit }) => {
    const need = processes * (heap + young + beside);
    if (need <= limit || limit === 0) return undefined;
    if (soft === true) return [{ message: `Go keeps below ${inMiB(heap)} (GOMEMLIMIT); the container has ${inMiB(limit)}`, severity: 'warning', confidence: 'likely' }];
    if (by !== undefined) return [{ message: `${inMiB(heap)} heap + ${inMiB(beside)} = ${inMiB(need)}, if its start script reads ${by}; the container has ${inMiB(limit)}`, severity: 'warning', confidence: 'likely' }];
    const certain = processes * heap >= limit ? {} : { severity: 'warning', confidence: 'likely' } as const;
    const words = `${counted(processes, 'process', 'processes')} x (${inMiB(heap)} heap${young === 0 ? '' : ` + ${inMiB(young)} young generation`} + ${inMiB(beside)})`;
    return [{ message: `${words} = ${inMiB(need)}; the container has ${inMiB(limit)}`, ...certain }];
  },
  why: 'The kernel kills the process before it knows that memory is short: exit code 137, without a message.',
  fix: 'lower the heap (--max-old-space-size, -Xmx, GOMEMLIMIT) to three quarters of the limit, run fewer processes, or raise the limit.',
  source: 'measured: 42 to 46 MiB for a bare Node process; nodejs/node#64646',
  examples: {
    holds: [{ heaps: { processes: 2, heap: 758 * MiB, young: 45 * MiB, beside: 48 * MiB }, limit: 2023 * MiB }],
    breaks: [
      { heaps: { processes: 1, heap: 256 * MiB, young: 0, beside: 48 * MiB }, limit: 256 * MiB },
      { heaps: { processes: 4, heap: 768 * MiB, young: 48 * MiB, beside: 48 * MiB }, limit: 2048 * MiB },
      { heaps: { processes: 1, heap: 1024 * MiB, young: 0, beside: 64 * MiB }, limit: 1024 * MiB },
      { heaps: { processes: 1, heap: 2048 * MiB, young: 0, beside: 64 * MiB, by: 'JAVA_OPTS' }, limit: 1024 * MiB },
      { heaps: { processes: 1, heap: 600 * MiB, young: 0, beside: 0, soft: true }, limit: 512 * MiB },
    ],
  },
});
