import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, expectTypeOf, test } from 'vitest';
import { parse } from 'yaml';
import { profileSchema, type Profile } from '../../src/model/profile-schema.ts';
import type { Kind, Route } from '../../src/model/stack.ts';
import { builtInProfiles } from '../../src/load.ts';
import { settingOfField, type SchemaNode } from '../../src/profile/fields.ts';
import { validateProfile } from '../../src/profile/validate.ts';
import { parseValue } from '../../src/formats/quantity.ts';
import { builtInDirectory } from './workspace.ts';
import * as profile from '../../src/settings/profile.ts';
import * as workload from '../../src/settings/workload.ts';

/** Every value of the schema, with its path; lists are entered at their first item. */
function leaves(node: SchemaNode, path: readonly (string | number)[] = []): readonly (readonly [readonly (string | number)[], SchemaNode])[] {
  if (node.properties !== undefined) return Object.entries(node.properties).flatMap(([key, child]) => leaves(child, [...path, key]));
  if (node.items?.properties !== undefined) return leaves(node.items, [...path, 0]);
  return [[path, node]];
}

/** What is structure, and so no setting. */
const STRUCTURE = /^(\$schema|extends|name|settings|scenario\.0\.(name|method|path|headers|body)|components\.0\.(name|kind|links|routes\.0\.(path|cache|auth|stream|immutable)))$/;

test('every value of the schema states a setting, and agrees with its unit, words and range', () => {
  for (const [path, node] of leaves(profileSchema)) {
    const name = path.join('.');
    const setting = settingOfField(path);
    expect(`${name} ${setting === undefined ? 'is structure' : 'is a setting'}`).toBe(`${name} ${STRUCTURE.test(name) ? 'is structure' : 'is a setting'}`);
    if (setting === undefined) continue;
    expect({ name, oneOf: node.enum }).toEqual({ name, oneOf: setting.oneOf });
    const { minimum, maximum } = node as { readonly minimum?: number; readonly maximum?: number };
    const scale = setting.unit === 'millicores' ? 1000 : 1;
    // A time of which only 0 needs no unit has no range of its own.
    if (minimum !== undefined && maximum !== 0) expect({ name, range: [minimum * scale, (maximum ?? 0) * scale] }).toEqual({ name, range: [setting.min, setting.max] });
    for (const example of (node as { readonly examples?: readonly unknown[] }).examples ?? []) {
      const value = Array.isArray(example) ? example : parseValue(String(example), setting.unit);
      expect({ name, example, readable: value !== undefined }).toEqual({ name, example, readable: true });
    }
  }
});

test('every setting that a profile is meant to state has a place in the schema', () => {
  const reached = new Set(leaves(profileSchema).map(([path]) => settingOfField(path)).map((setting) => setting && `${setting.kind}.${setting.name}`));
  const computed = ['machine.reserved_memory', 'machine.reserved_cpu', 'machine.monitoring_memory', 'machine.monitoring_cpu', 'machine.allocatable_memory', 'machine.allocatable_cpu'];
  const all = [...Object.values(profile), ...Object.values(workload)].map((setting) => `${setting.kind}.${setting.name}`);
  expect(all.filter((id) => !reached.has(id))).toEqual(computed);
});

test('examples of the schema are valid by the schema', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true });
  for (const [path, node] of leaves(profileSchema)) {
    for (const example of (node as { readonly examples?: readonly unknown[] }).examples ?? []) expect({ path, example, valid: ajv.validate(node, example) }).toEqual({ path, example, valid: true });
  }
});

test('the built-in profiles are valid in an editor', () => {
  for (const name of builtInProfiles(builtInDirectory)) expect(validateProfile(parse(readFileSync(join(builtInDirectory, `${name}.yaml`), 'utf8')))).toEqual([]);
});

test('the generated validator says what ajv says, all of it', () => {
  const data = { machine: { cpu: '4 cores', memory: 16, disc: {} }, components: [{ kind: 'ngnix' }], settings: { 'db.postgres.work_mem': null, x: 1 }, ha: 'yes' };
  const ajv = new Ajv({ strict: true, allErrors: true, allowUnionTypes: true });
  ajv.validate(profileSchema, data);
  expect(validateProfile(data).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)).toEqual(ajv.errors?.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`));
  expect(validateProfile(data)).toHaveLength(8);
  expect(validateProfile({ extends: 'medium' })).toEqual([]);
});

test('the type of a profile comes from the schema', () => {
  const good: Profile = { extends: 'medium', machine: { cpu: 4, memory: '16GiB', disk: { kind: 'nvme' } }, components: [{ name: 'api', routes: [{ path: '/', cache: 'short' }] }], settings: { 'db.postgres.max_connections': 200 } };
  expect(validateProfile(good)).toEqual([]);
  // @ts-expect-error memory is a text with its unit
  const wrong: Profile = { machine: { memory: 16 } };
  expect(validateProfile(wrong)).toHaveLength(1);
  type Component = NonNullable<Profile['components']>[number];
  expectTypeOf<NonNullable<Component['kind']>>().toEqualTypeOf<Kind>();
  expectTypeOf<NonNullable<NonNullable<Component['routes']>[number]['cache']>>().toEqualTypeOf<Route['cache']>();
  expectTypeOf<NonNullable<NonNullable<Component['routes']>[number]['stream']>>().toEqualTypeOf<Route['stream']>();
});
