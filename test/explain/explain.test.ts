import { expect, test } from 'vitest';
import { entriesNamed, explain, findEntries, leaves, levers, unstated, type Explanation } from '../../src/explain.ts';
import { loadProfile } from '../../src/load.ts';
import { InputError } from '../../src/model/problem.ts';
import type { Entry } from '../../src/model/entry.ts';
import { builtInDirectory } from '../../src/package.ts';
import { explanationJson, explanationMarkdown, showExplanation } from '../../src/reporters/explanation.ts';
import { plain } from '../../src/reporters/style.ts';
import { size } from '../../src/size.ts';

const load = (...sets: readonly string[]) => loadProfile({ profile: 'medium', sets, builtInDirectory, cwd: import.meta.dirname });
const profile = load();
const plan = size(profile);
const entry = (id: string, of = plan): Entry => {
  const found = of.entries.get(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
};
const nodes = (explanation: Explanation): readonly Explanation[] => [explanation, ...explanation.inputs.flatMap(nodes)];

test('every entry is explained down to what is stated, decided or a default, each entry once', () => {
  for (const each of plan.entries.values()) {
    const all = nodes(explain(each));
    const ids = all.filter((node) => !node.repeated && node.entry.origin.from === 'rule' && node.entry.origin.inputs.length > 0).map((node) => node.entry.id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const node of all) if (node.entry.origin.from === 'rule') expect(node.rule?.because, node.entry.id).toBeTruthy();
  }
});

test('a stated value is its own explanation', () => {
  const stated = entry('db.postgres.max_connections', size(load('db.postgres.max_connections=200')));
  const explanation = explain(stated);
  expect(explanation).toEqual({ entry: stated, inputs: [], repeated: false });
  expect(unstated(load('db.postgres.max_connections=200'), stated)).toBe(entry('db.postgres.max_connections').value);
  expect(showExplanation({ explanation, levers: [] }, plain).join('\n')).toContain('stated with --set');
});

test('a setting is found by its id, by its server and by its bare name', () => {
  expect(entriesNamed(plan, 'proxy.nginx.worker_connections').map((each) => each.id)).toEqual(['proxy.nginx.worker_connections']);
  expect(entriesNamed(plan, 'nginx.worker_connections').map((each) => each.id)).toEqual(['proxy.nginx.worker_connections']);
  expect(entriesNamed(plan, 'worker_connections').map((each) => each.id)).toEqual(['proxy.nginx.worker_connections']);
  expect(entriesNamed(plan, 'container.memory_limit').map((each) => each.component)).toEqual(plan.components.map((component) => component.name));
});

test('a setting that is repeated is found with and without its subject', () => {
  expect(entriesNamed(plan, 'proxy.nginx.upstream.keepalive').map((each) => each.id)).toEqual(['proxy.nginx.upstream.keepalive[api]']);
  expect(entriesNamed(plan, 'nginx.upstream.keepalive[api]').map((each) => each.id)).toEqual(['proxy.nginx.upstream.keepalive[api]']);
});

test('a misspelled setting is answered with the one that was meant', () => {
  const hint = (name: string): string | undefined => {
    try {
      findEntries(plan, name, ['keepalive-race']);
      return undefined;
    } catch (error) {
      return error instanceof InputError ? error.problems[0]?.hint : undefined;
    }
  };
  expect(hint('db.postgres.work_mme')).toBe('did you mean db.postgres.work_mem?');
  expect(hint('nginx.worker_conections')).toBe('did you mean nginx.worker_connections?');
  expect(hint('keepalive-rase')).toBe('did you mean keepalive-race?');
  expect(hint('something entirely different')).toBe('gen explain --all lists every setting, gen checks every check');
});

test('what would change a value are the stated values at the end of its inputs, each with its line', () => {
  const ids = leaves(entry('db.postgres.shared_buffers')).map((leaf) => leaf.id);
  expect(ids).toContain('machine.memory');
  expect(ids).not.toContain('targets.p95');
  for (const leaf of leaves(entry('db.postgres.shared_buffers'))) expect(leaf.origin).toMatchObject({ from: 'stated', at: { line: expect.any(Number) } });
});

test('the levers of a value are tried by sizing the profile again', () => {
  const memory = levers(profile, entry('db.postgres.shared_buffers')).find((lever) => lever.entry.id === 'machine.memory');
  const now = Number(entry('db.postgres.shared_buffers').value);
  const [less, more] = memory?.trials ?? [];
  expect(Number(less?.gives)).toBeLessThan(now);
  expect(Number(more?.gives)).toBeGreaterThan(now);
  expect(more?.gives).toBe(entry('db.postgres.shared_buffers', size(load(`machine.memory=${Number(more?.value) / 1024 ** 3}GiB`))).value);
});

test('a lever that makes the machine too small says so', () => {
  const tight = load('machine.memory=1GiB', 'machine.cpu=1');
  const memory = levers(tight, entry('db.postgres.shared_buffers', size(tight))).find((lever) => lever.entry.id === 'machine.memory');
  expect(memory?.trials[0]).toMatchObject({ gives: undefined });
});

test('every entry can be printed in every format', () => {
  for (const each of plan.entries.values()) {
    const explained = { explanation: explain(each), levers: [] };
    expect(showExplanation(explained, plain)[0]).toContain(each.id);
    expect(explanationMarkdown(explained)[0]).toContain(each.id);
    expect(explanationJson(explained)).toMatchObject({ id: each.id, value: each.value, unit: each.setting.unit });
  }
});
