import { expect, test } from 'vitest';
import { sizeCommand, type SizeOptions } from '../../src/commands/size.ts';
import type { Terminal } from '../../src/commands/terminal.ts';
import { plain } from '../../src/reporters/style.ts';

interface Pods {
  readonly component: string;
  readonly kind: string;
  readonly replicas: number;
  readonly maxReplicas: number;
  readonly cpu: number;
}

interface Cluster {
  readonly name: string;
  readonly carries: boolean;
  readonly nodes: number;
  readonly maxNodes: number;
  readonly node: { readonly cpu: number; readonly memory: number };
  readonly pods: readonly Pods[];
  readonly tiers: readonly { readonly component: string; readonly asked: number; readonly capacity: number; readonly ceiling: number }[];
  readonly bottleneck: { readonly component: string; readonly rate: number };
}

interface Answer {
  readonly candidates: readonly { readonly name: string; readonly carries: boolean }[];
  readonly clusters?: readonly Cluster[];
  readonly answer: string | null;
  readonly reach?: { readonly rate: number; readonly component: string };
}

function run(options: Omit<SizeOptions, 'format'>, format: SizeOptions['format']): { readonly text: string; readonly code: number } {
  let text = '';
  const terminal: Terminal = { cwd: '/', out: (part) => void (text += part), err: () => undefined, outStyle: plain, errStyle: plain };
  const code = sizeCommand({ ...options, format }, terminal);
  return { text, code };
}

const ask = (options: Omit<SizeOptions, 'format'>): Answer => JSON.parse(run(options, 'json').text) as Answer;

test('a load that one machine carries asks for no cluster', () => {
  const { answer, clusters, candidates } = ask({ rps: '800' });
  expect(candidates.map(({ name }) => name)).toEqual(['small', 'medium', 'large', expect.stringMatching(/^\d+ cores?$/)]);
  expect([answer, clusters]).toEqual(['medium', undefined]);
});

test('a load beyond every machine is answered with nodes, pods and an instance that add up', () => {
  const { answer, clusters = [], candidates, reach } = ask({ rps: '20000' });
  expect(candidates.every(({ carries }) => !carries)).toBe(true);
  expect(clusters.map(({ name }) => name)).toEqual(['nodes of 4 cores', 'nodes of 8 cores', 'nodes of 16 cores', 'nodes of 32 cores', 'nodes of 64 cores']);
  const chosen = clusters.find(({ name }) => name === answer);
  if (chosen === undefined) throw new Error(`the answer ${answer} is none of the clusters`);
  expect(clusters.filter(({ carries }) => carries).every(({ nodes, node }) => nodes * node.cpu >= chosen.nodes * chosen.node.cpu)).toBe(true);
  expect(chosen.maxNodes).toBeGreaterThanOrEqual(chosen.nodes);
  expect(chosen.pods.find(({ kind }) => kind === 'postgres')?.cpu).toBeLessThan(chosen.node.cpu);
  for (const { component, asked, capacity, ceiling } of chosen.tiers) {
    expect(capacity, component).toBeGreaterThanOrEqual(asked);
    expect(ceiling, component).toBeGreaterThanOrEqual(capacity);
  }
  expect(chosen.bottleneck.rate).toBe(Math.floor(Math.min(...chosen.tiers.map(({ ceiling }) => ceiling))));
  expect(reach?.rate).toBeGreaterThanOrEqual(20000);
});

test('beyond its reach a cluster of the same nodes is not comfortable any more, at it it is', () => {
  const nodes = { nodeCpu: '8', nodeMemory: '32GiB' };
  const { reach } = ask({ rps: '1000', ...nodes });
  const rate = (rps: number): number => ask({ rps: String(rps), ...nodes }).clusters?.[0]?.bottleneck.rate ?? 0;
  expect(rate(reach?.rate ?? 0)).toBeGreaterThanOrEqual(reach?.rate ?? Infinity);
  expect(rate(1.1 * (reach?.rate ?? 0))).toBeLessThan(1.1 * (reach?.rate ?? 0));
});

test('what no nodes carry ends with exit code 1 and says which tier is short first', () => {
  const { text, code } = run({ rps: '1000000', cpuTime: '5ms', topology: 'cluster' }, 'text');
  expect(code).toBe(1);
  expect(text).toMatch(/no cluster of these sizes carries it; of these, .* most, \d+\/s, and \w+ is short first/);
});

test('a plain platform asks for a machine; nodes cannot be of one', () => {
  expect(ask({ rps: '20000', platform: 'vm' }).clusters).toBeUndefined();
  expect(() => ask({ rps: '20000', platform: 'docker', nodeCpu: '8' })).toThrow('--platform: the nodes of a cluster run Kubernetes; docker is none of its platforms');
});
