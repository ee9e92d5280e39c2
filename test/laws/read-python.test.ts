import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import { showProblem } from '../../src/model/problem.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { isPython } from '../../src/model/who.ts';
import { readTree } from '../../src/read-tree.ts';
import { render } from '../../src/render.ts';
import * as gunicorn from '../../src/settings/gunicorn.ts';
import * as node from '../../src/settings/node.ts';
import * as python from '../../src/settings/python.ts';
import { planOf, pythonClusterDrafts, pythonDrafts, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 30);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** The kinds of setting that the files, flags and variables of such a component carry. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  gunicorn: ['gunicorn', 'uvicorn', 'python', 'sqlalchemy', 'redis_py', 'kafka_python', 'pymongo'], uvicorn: ['uvicorn', 'python', 'sqlalchemy', 'redis_py', 'kafka_python', 'pymongo'],
  python: ['python', 'sqlalchemy', 'redis_py', 'kafka_python', 'pymongo'], next: ['node'],
};

/** What Next.js is told in its environment; the rest a plan needs for its own arithmetic. */
const OF_NEXT: readonly string[] = [node.keep_alive_timeout, node.max_old_space_size, node.max_semi_space_size, node.uv_threadpool_size].map(({ name }) => name);

/** Entries of a plan that the files of its Python applications and frontends do not carry, and why. Nothing else may be missing. */
const NOT_CARRIED: readonly { readonly why: string; readonly is: (entry: Entry, plan: Stack, component: Component) => boolean }[] = [
  { why: 'what is the server\'s or the library\'s own is not written', is: ({ origin }) => origin.from === 'default' },
  { why: 'a route whose limit is the usual one is not written', is: ({ setting, value }, plan, { name }) => (setting === python.route_body && value === valueIn(plan, name, python.body_limit)) || (setting === python.route_timeout && value === valueIn(plan, name, python.request_timeout)) },
  { why: 'threads, connections and keep-alive stand only where the class of the workers looks at them', is: (entry, plan, { name }) => [gunicorn.threads, gunicorn.worker_connections, gunicorn.keepalive].some((setting) => setting === entry.setting) && entry.origin.from !== 'stated' && !isHonoured(entry, String(valueIn(plan, name, gunicorn.worker_class)), Number(valueIn(plan, name, gunicorn.threads) ?? 1)) },
  { why: 'a pooler does not pass statement_timeout on', is: ({ setting }, plan, { name }) => setting === python.statement_timeout && linkedTo(plan, name, 'pgbouncer') },
  { why: 'only its environment tells Next.js anything', is: ({ setting }, _plan, { kind }) => kind === 'next' && !OF_NEXT.includes(setting.name) },
];

const valueIn = (plan: Stack, name: string, { kind, name: setting }: { readonly kind: string; readonly name: string }): unknown => plan.entries.get(`${name}.${kind}.${setting}`)?.value;
const isHonoured = ({ setting }: Entry, workerClass: string, threads: number): boolean => {
  const style = gunicorn.styleOf(workerClass, threads);
  if (setting === gunicorn.keepalive) return style !== 'one';
  return style === 'threads' || (setting === gunicorn.worker_connections && style === 'greenlets');
};
const linkedTo = (plan: Stack, name: string, kind: string): boolean => plan.links.some((link) => link.from === name && plan.components.some((one) => one.name === link.to && one.kind === kind));

const compared = new Map<string, number>();

/** What of the Python applications and frontends of a plan is not the same when its files are read. */
function differences(plan: Stack, read: Stack): readonly string[] {
  return plan.components.filter((one) => isPython(one) || one.kind === 'next').flatMap((component): readonly string[] => {
    const found = read.components.find(({ name }) => name === component.name);
    if (found?.kind !== component.kind) return [`${component.name} is read as ${found?.kind ?? 'nothing'}`];
    const planned = [...plan.entries.values()].filter((entry) => entry.component === component.name && CARRIED[component.kind]?.includes(entry.setting.kind) === true);
    return planned.flatMap((entry) => {
      const reason = NOT_CARRIED.find(({ is }) => is(entry, plan, component));
      if (reason !== undefined) return [];
      const value = read.entries.get(entry.id)?.value;
      compared.set(entry.setting.kind, (compared.get(entry.setting.kind) ?? 0) + 1);
      return JSON.stringify(value) === JSON.stringify(entry.value) ? [] : [`${entry.id}: ${String(entry.value)} was read as ${String(value)}`];
    });
  });
}

describe(`law 2: what the files of Python applications and of Next.js carry is read back (seed ${seed})`, () => {
  afterAll(() => console.info(`law 2, Python: ${[...compared].map(([kind, count]) => `${kind} ${count}`).join(', ')} entries; seed ${seed}`));

  it.each([['in Compose and in Kubernetes', pythonDrafts, RUNS], ['in a cluster', pythonClusterDrafts, Math.ceil(RUNS / 3)]] as const)('%s, whatever the profile', { timeout: 300_000 + 4000 * RUNS }, async (_where, drafts, runs) => {
    compared.clear();
    await fc.assert(fc.asyncProperty(drafts, async (draft) => {
      const plan = planOf(stackOf(draft));
      if (plan === undefined) return;
      const files = Object.fromEntries((await render(plan, ['compose', 'env', 'kubernetes', 'python'])).map(({ path, text }) => [path, text]));
      const { stacks } = readTree(treeOf(files));
      for (const { stack, problems } of stacks.slice(0, 2)) {
        expect(problems.map(showProblem)).toEqual([]);
        expect(differences(plan, stack), stack.name).toEqual([]);
      }
    }), { numRuns: runs, seed });
    expect([...compared.values()].reduce((all, count) => all + count, 0)).toBeGreaterThan(10 * runs);
  });
});
