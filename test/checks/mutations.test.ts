import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { checks } from '../../src/checks/index.ts';
import type { Entry } from '../../src/model/entry.ts';
import { loadProfile } from '../../src/load.ts';
import { treeOf } from '../../src/model/source.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';
import type { Files, Mutation } from './mutation.ts';
import { stated, statedOfCluster } from './stated.ts';

const builtInDirectory = fileURLToPath(new URL('../../profiles', import.meta.url));
const folder = fileURLToPath(new URL('mutations/', import.meta.url));
const mutations: readonly Mutation[] = (await Promise.all(readdirSync(folder).sort().map(async (name) => ((await import(`./mutations/${name}`)) as { readonly mutations: readonly Mutation[] }).mutations))).flat();

/** The rendered files of a profile, and the machine and targets that they are judged against. */
async function rendered({ profile = 'large', sets = [] }: Pick<Mutation, 'profile' | 'sets'>) {
  const plan = size(loadProfile({ profile, sets, builtInDirectory, cwd: '/' }));
  const files: Files = Object.fromEntries((await render(plan)).map(({ path, text }) => [path, text]));
  const entries = [...plan.entries.values()].filter(({ component }) => ['machine', 'cluster', 'targets', 'workload', 'profile'].includes(component));
  return { files, entries };
}

/** What is found in files, of the deployment in question alone. */
function findings(files: Files, of: Mutation['of'], entries: readonly Entry[]): readonly string[] {
  const { stacks } = readTree(treeOf(files), { entries });
  const stack = stacks.map((read) => read.stack).find(({ name }) => (of === 'compose' ? name.endsWith('docker-compose.yml') : name.includes('kubernetes')));
  if (stack === undefined) throw new Error(`no ${of} deployment among ${stacks.map((read) => read.stack.name).join(', ')}`);
  return [...new Set(check(stack).findings.map((finding) => finding.check))].sort();
}

describe('a rendered stack', () => {
  it.each(['small', 'medium', 'large'] as const)('%s is clean when it is read back', async (profile) => {
    const { files, entries } = await rendered({ profile });
    expect(findings(files, 'compose', entries)).toEqual([]);
    expect(findings(files, 'kubernetes', entries)).toEqual([]);
  });

  it('xlarge is clean when its manifests are read back, on the nodes that it says', async () => {
    const { files, entries } = await rendered({ profile: 'xlarge' });
    expect(findings(files, 'kubernetes', entries)).toEqual([]);
    const short = entries.map((entry) => (entry.id === 'cluster.nodes' ? { ...entry, value: 3 } : entry));
    expect(findings(files, 'kubernetes', short)).toEqual(['drain-exceeds-nodes']);
  });
});

describe('one edit breaks one relation', () => {
  it.each(mutations.map((mutation) => [mutation.check, mutation] as const))('%s', async (id, mutation) => {
    const { files, entries } = await rendered(mutation);
    expect(findings(mutation.edit(files), mutation.of, entries)).toEqual([...new Set([id, ...(mutation.also ?? [])])].sort());
  });

  it('for every check, in a file or in a profile', () => {
    expect([...new Set([...mutations.map((mutation) => mutation.check), ...Object.keys(stated), ...Object.keys(statedOfCluster)])].sort()).toEqual(checks.map((one) => one.id).sort());
  });
});
