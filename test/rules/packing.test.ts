import { describe, expect, it } from 'vitest';
import { nodesFor, nodesInRollout, nodesWithDrain, type PodGroup } from '../../src/rules/cluster/packing.ts';

const node = { cpu: 4000, memory: 16, pods: 10 };
const group = (of: string, pods: number, cpu: number, memory: number, apart: 'apart' | 'anywhere' = 'anywhere'): PodGroup => ({ of, pods, cpu, memory, apart: apart === 'apart' });

describe('nodes for pods', () => {
  it.each([
    ['none', [], 0],
    ['by CPU: four to a node', [group('api', 9, 1000, 1)], 3],
    ['by memory: two to a node', [group('api', 9, 100, 8)], 5],
    ['by number: ten to a node', [group('api', 21, 10, 0)], 3],
    ['on different nodes, the others beside them', [group('db', 3, 1000, 1, 'apart'), group('api', 9, 1000, 1)], 3],
    ['the largest first', [group('small', 4, 1000, 1), group('large', 2, 3000, 1)], 3],
    ['none of a component that has none', [group('api', 0, 9000, 1), group('web', 1, 1000, 1)], 1],
  ] as const)('%s', (_, groups, count) => {
    expect(nodesFor(node, groups)).toBe(count);
  });

  it('is nothing for a pod that no node holds', () => {
    expect(nodesFor(node, [group('db', 1, 5000, 1)])).toBeUndefined();
    expect(nodesWithDrain(node, [{ ...group('db', 1, 100, 17), surge: 0 }])).toBeUndefined();
  });

  it('rolls out one component at a time, and drains a node meanwhile', () => {
    const groups = [{ ...group('api', 4, 1000, 1), surge: 1 }, { ...group('web', 4, 1000, 1), surge: 1 }];
    expect(nodesFor(node, groups)).toBe(2);
    expect(nodesInRollout(node, groups)).toBe(3);
    expect(nodesWithDrain(node, groups)).toBe(4);
  });
});
