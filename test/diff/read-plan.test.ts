import { describe, expect, it, test } from 'vitest';
import { loadProfile } from '../../src/load.ts';
import type { Entry } from '../../src/model/entry.ts';
import { builtInDirectory } from '../../src/package.ts';
import { readPlan } from '../../src/readers/plan.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';
import { planText } from '../../src/targets/plan.ts';

const planOf = (profile: string, sets: readonly string[] = []) => size(loadProfile({ profile, sets, builtInDirectory, cwd: import.meta.dirname }));

/** What plan.json tells of an origin: not how a value was spelled. */
const originOf = ({ origin }: Entry): object =>
  origin.from === 'rule' ? { ...origin, inputs: origin.inputs.map(({ id }) => id) } : origin.from === 'stated' ? { from: 'stated', at: origin.at } : origin;

describe.each(['small', 'medium', 'large', 'xlarge'])('the plan.json of %s', (profile) => {
  const plan = planOf(profile);
  const read = readPlan(planText(plan))?.plan;

  it('gives the entries back: values, settings, owners, origins', () => {
    expect([...(read?.entries.keys() ?? [])]).toEqual([...plan.entries.keys()]);
    for (const [id, entry] of plan.entries) {
      const other = read?.entries.get(id);
      expect(other && { ...other, setting: `${other.setting.kind}.${other.setting.name}`, origin: originOf(other) }, id).toEqual({ ...entry, setting: `${entry.setting.kind}.${entry.setting.name}`, origin: originOf(entry) });
      expect(other?.setting.concern, id).toBe(entry.setting.concern);
      if (other?.origin.from === 'rule') expect(other.origin.inputs.every((input) => read?.entries.get(input.id) === input), id).toBe(true);
    }
  });

  it('gives components, links and routes back', () => {
    expect(read?.name).toBe(plan.name);
    expect(read?.components).toEqual(plan.components.map(({ name, kind }) => ({ name, kind })));
    expect(new Set(read?.links.map(({ from, to }) => `${from} ${to}`))).toEqual(new Set(plan.links.map(({ from, to }) => `${from} ${to}`)));
    expect(read?.routes).toEqual(plan.routes.map(({ path, to, cache, auth, stream, immutable }) => ({ path, to, cache, auth, stream, immutable })));
  });

  it('renders to the same files', async () => {
    expect(await render(read!)).toEqual(await render(plan));
  });
});

test.each(['', '{}', 'null', '[]', '{"name":"x"}', '{"generator":{"name":"plumbline"},"name":"x","components":[{}],"routes":[],"scenario":[],"entries":[]}', '{"generator":{"name":"plumbline"},"name":"x","components":[],"routes":[],"scenario":[],"entries":[{}]}', '{"generator":{"name":"plumbline"},"name":"x","components":[],"routes":[],"scenario":[],"entries":[{"id":"a.b","unit":"count","value":1,"origin":{"from":"stated"}}]}'])('%s is no plan', (text) => {
  expect(readPlan(text)).toBeUndefined();
});

test('a setting that is no longer known keeps its name, and a circle ends', () => {
  const text = JSON.stringify({
    name: 'x', generator: { name: 'plumbline', version: '0.0.1' }, components: [{ name: 'db', kind: 'postgres', links: [] }], routes: [], scenario: [],
    entries: [
      { id: 'db.postgres.gone_since', value: 1, unit: 'count', origin: { from: 'rule', rule: 'a', inputs: ['db.postgres.other[x.y]'] } },
      { id: 'db.postgres.other[x.y]', value: 2, unit: 'bytes', origin: { from: 'rule', rule: 'b', inputs: ['db.postgres.gone_since', 'db.postgres.lost'] } },
    ],
  });
  const read = readPlan(text);
  expect(read?.version).toBe('0.0.1');
  expect([...(read?.plan.entries.values() ?? [])].map(({ component, setting: { kind, name, unit }, subject, value }) => ({ component, kind, name, unit, subject, value }))).toEqual([
    { component: 'db', kind: 'postgres', name: 'gone_since', unit: 'count', subject: undefined, value: 1 },
    { component: 'db', kind: 'postgres', name: 'other', unit: 'bytes', subject: 'x.y', value: 2 },
  ]);
});
