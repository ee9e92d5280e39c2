import { describe, expect, it } from 'vitest';
import type { Stack } from '../../src/model/stack.ts';
import { load, shown, wrongWith } from './workspace.ts';

const ABOUT = ['api.component.image', 'api.component.build.context', 'api.component.build.dockerfile', 'api.component.migrate'];
/** What is stated of an image, each as `value (place)`. */
const said = ({ entries }: Stack): readonly string[] => ABOUT.flatMap((id) => (entries.has(id) ? [`${id.replace('api.component.', '')} ${shown(entries.get(id))}`] : []));
const profile = (api: string, base = 'medium'): string => `extends: ${base}\ncomponents:\n  - name: api\n${api.split('\n').map((line) => `    ${line}\n`).join('')}`;

describe('build and migrate', () => {
  it('are stated by the built-in profiles', () => {
    expect(said(load({ 'shop.yaml': 'extends: large\n' })).map((text) => text.replace(/:[0-9:]+\)/, ')'))).toEqual([
      'build.context ../.. (profiles/small.yaml)', 'build.dockerfile examples/items-api/Dockerfile (profiles/small.yaml)', 'migrate [node, migrate.mjs] (profiles/small.yaml)',
    ]);
  });

  it('may be a text, or a folder and a Dockerfile', () => {
    expect(said(load({ 'shop.yaml': profile('build: ../../api') }))).toEqual(['build.context ../../api (shop.yaml:4:12)']);
    expect(said(load({ 'shop.yaml': profile('build: { context: ../.., dockerfile: api/Dockerfile }\nmigrate: [npm, run, "db:migrate"]') }))).toEqual([
      'build.context ../.. (shop.yaml:4:23)', 'build.dockerfile api/Dockerfile (shop.yaml:4:42)', 'migrate [npm, run, db:migrate] (shop.yaml:5:14)',
    ]);
    expect(said(load({ 'shop.yaml': 'extends: medium\n' }, ['components.api.build=../../api']))).toEqual(['build.context ../../api (--set)']);
  });

  it('go with the image of the base when another one is stated', () => {
    expect(said(load({ 'shop.yaml': profile('image: registry.example.com/shop:1.0') }))).toEqual(['image registry.example.com/shop:1.0 (shop.yaml:4:12)']);
    expect(said(load({ 'shop.yaml': 'extends: medium\nsettings: { api.component.image: registry.example.com/shop:1.0 }\n' }))).toHaveLength(1);
    expect(said(load({ 'base.yaml': profile('image: registry.example.com/shop:1.0\nmigrate: [./migrate]'), 'shop.yaml': profile('replicas: 2', './base.yaml') }))).toHaveLength(2);
    expect(said(load({ 'shop.yaml': profile('migrate: []') }))).toContain('migrate [] (shop.yaml:4:14)');
  });

  it('are refused where they mean nothing', () => {
    expect(wrongWith('extends: medium\ncomponents: [{ name: db, build: ., migrate: [node] }]\n')).toEqual([
      'shop.yaml:2:33: components.db.build: only applications (node, next, gunicorn, uvicorn, python) have one',
      'shop.yaml:2:45: components.db.migrate: only applications (node, next, gunicorn, uvicorn, python) have one',
    ]);
    expect(wrongWith(profile('build: { dockerfile: Dockerfile }'))).toEqual(['shop.yaml:4:12: components.api.build: context is missing']);
    expect(wrongWith(profile('build: { context: "$HOME", target: x }'))).toHaveLength(2);
    expect(wrongWith(profile('migrate: node migrate.mjs'))).toEqual(['shop.yaml:4:14: components.api.migrate: expected a list such as [a, b], found "node migrate.mjs"']);
    expect(wrongWith(profile('migrate: [sh, -c, "a; b"]'))).toEqual([
      'shop.yaml:4:23: components.api.migrate[3]: expected a word of a command (letters, digits, spaces and _ . , : / + * @ % ( ) [ ] = ! -), found "a; b"',
    ]);
  });
});
