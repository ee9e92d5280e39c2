import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stack } from '../../src/model/stack.ts';
import { sum } from '../../src/model/value.ts';
import { PLATFORMS } from '../../src/settings/cluster.ts';
import { clusterDrafts, drafts, planOf, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 300);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

const optional = (plan: Stack, id: string): number | undefined => plan.entries.get(id)?.value as number | undefined;
const number = (plan: Stack, id: string): number => optional(plan, id) ?? Number.NaN;

/** What all pods reserve together, as many of each as `count` says. */
const reserved = (plan: Stack, resource: 'cpu' | 'memory', count: (component: string) => number): number =>
  sum(plan.components.map(({ name }) => count(name) * number(plan, `${name}.container.${resource}_reservation`)));

describe(`laws over the platforms of random profiles (seed ${seed})`, () => {
  it('nodes hold what they are said to hold, and no pod that is larger than one', () => {
    fc.assert(
      fc.property(fc.oneof(drafts, clusterDrafts), fc.constantFrom(...PLATFORMS), (draft, platform) => {
        const plan = planOf(stackOf(draft));
        if (plan === undefined) return;
        const of = (name: string): number | undefined => optional(plan, `cluster.${name}[${platform}]`);
        const room = { cpu: of('node_cpu') ?? 0, memory: of('node_memory') ?? 0, pods: of('node_pods') ?? 0 };
        expect(room.cpu).toBeLessThan(draft.cpu);
        expect(room.memory).toBeLessThan(draft.memory);
        const copies = (name: string): number => number(plan, `${name}.component.replicas`);
        const most = (name: string): number => Math.max(copies(name), optional(plan, `${name}.kubernetes.max_replicas`) ?? 0);
        const larger = plan.components.some(({ name }) => number(plan, `${name}.container.cpu_reservation`) > room.cpu || number(plan, `${name}.container.memory_reservation`) > room.memory);
        const counts = ['nodes_at_target', 'nodes_in_rollout', 'nodes_with_drain', 'nodes_at_ceiling'].map(of);
        if (larger) {
          expect(counts).toEqual([undefined, undefined, undefined, undefined]);
          return;
        }
        const [target = 0, rolling = 0, drained = 0, ceiling = 0] = counts;
        expect(rolling).toBeGreaterThanOrEqual(target);
        expect(drained).toBe(rolling + 1);
        for (const [nodes, count] of [[target, copies], [drained - 1, copies], [ceiling, most]] as const) {
          expect(nodes * room.cpu).toBeGreaterThanOrEqual(reserved(plan, 'cpu', count));
          expect(nodes * room.memory).toBeGreaterThanOrEqual(reserved(plan, 'memory', count));
          expect(nodes * room.pods).toBeGreaterThanOrEqual(sum(plan.components.map(({ name }) => count(name))));
          expect(nodes).toBeGreaterThanOrEqual(Math.max(...plan.components.map(({ name, kind }) => (['postgres', 'redis', 'kafka'].includes(kind) ? count(name) : 1))));
        }
      }),
      { numRuns: RUNS, seed },
    );
  });
});
