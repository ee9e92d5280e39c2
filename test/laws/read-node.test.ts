import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryId, type Entry } from '../../src/model/entry.ts';
import { treeOf, type Word } from '../../src/model/source.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { nodeReader } from '../../src/readers/inside/node.ts';
import type { RunningContainer } from '../../src/readers/inside/running.ts';
import * as c from '../../src/settings/component.ts';
import * as node from '../../src/settings/node.ts';
import { environmentOf, SERVER_CONFIG } from '../../src/targets/environment.ts';
import { renderServerConfig } from '../../src/targets/node.ts';
import { drafts, planOf, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 120);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** Entries of a plan that its Node files do not carry, and why. Nothing else may be missing. */
const NOT_CARRIED: readonly { readonly why: string; readonly is: (entry: Entry, plan: Stack, component: Component) => boolean }[] = [
  { why: 'a route whose limit is the usual one is not written', is: ({ setting, value }, plan, { name }) => (setting === node.route_body && value === number(plan, name, node.body_limit)) || (setting === node.route_timeout && value === number(plan, name, node.handler_timeout)) },
  { why: 'a pooler does not pass statement_timeout on', is: ({ setting }, plan, { name }) => setting === node.statement_timeout && linkedTo(plan, name, ['pgbouncer']) },
];

const number = (plan: Stack, name: string, setting: (typeof node)['body_limit']): unknown => plan.entries.get(entryId({ name }, setting))?.value;
const linkedTo = (plan: Stack, name: string, kinds: readonly string[]): boolean => plan.links.some((link) => link.from === name && plan.components.some((one) => one.name === link.to && kinds.includes(one.kind)));

/** What the rendered Compose file makes of an application. */
function containerOf(plan: Stack, component: Component): RunningContainer {
  const at = { file: 'docker-compose.yml', line: 1, column: 1 };
  const text = renderServerConfig(plan, component);
  const file = (path: string) => (path === SERVER_CONFIG ? { path: 'server/server.config.mjs', text } : undefined);
  const environment = new Map(environmentOf(plan, component).map(({ name, value }): readonly [string, Word] => [name, { text: value, at }]));
  return { component: component.name, at, entrypoint: [], command: [], environment, unresolved: new Map(), file, files: [SERVER_CONFIG] };
}

it(`law 2: what the Node target renders is read back (seed ${seed})`, () => {
  let compared = 0;
  const used = new Set<string>();
  fc.assert(fc.property(drafts, (draft) => {
    const plan = planOf(stackOf(draft));
    for (const component of plan?.components.filter(({ kind }) => kind === 'node') ?? []) {
      if (plan === undefined) return;
      const container = containerOf(plan, component);
      expect(nodeReader.recognises(container)).toBe(true);
      const facts = nodeReader.read(container, { tree: treeOf({}) });
      expect(facts.problems).toEqual([]);
      expect(facts.unread).toEqual([]);
      const found = new Map(facts.entries.map((entry) => [entry.id, entry]));
      const planned = [...plan.entries.values()].filter((entry) => entry.component === component.name && (entry.setting.kind === 'node' || entry.setting === c.port || entry.setting === c.version));
      for (const entry of planned) {
        const reason = NOT_CARRIED.find(({ is }) => is(entry, plan, component));
        if (reason !== undefined) used.add(reason.why);
        if (reason !== undefined) continue;
        expect(found.get(entry.id)?.value, entry.id).toEqual(entry.value);
        compared += 1;
      }
      // Where the version does not know reusePort, the file says that it is off.
      const known = new Set([...planned.map(({ id }) => id), entryId(component, node.reuse_port)]);
      expect([...found.values()].filter((entry) => entry.setting.kind === 'node' && !known.has(entry.id)).map(({ id }) => id)).toEqual([]);
      const hosts = new Set(facts.connections.map(({ host }) => host));
      for (const link of plan.links.filter(({ from }) => from === component.name)) expect([...hosts]).toContain(link.to);
    }
  }), { numRuns: RUNS, seed });
  expect(compared).toBeGreaterThan(RUNS);
  expect([...used].sort(), 'reasons that nothing needs').toEqual(NOT_CARRIED.map(({ why }) => why).sort());
});
