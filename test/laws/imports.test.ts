import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** The layers of the program: a file may import from its own layer and from those before it. */
const LAYERS: readonly (readonly string[])[] = [
  // `server` is a program of its own, for the applications: it imports nothing of the rest.
  ['model', 'server'],
  ['settings', 'formats', 'package.ts'],
  ['rules', 'checks'],
  ['targets', 'readers', 'profile', 'size', 'budgets.ts', 'tiers.ts'],
  ['load.ts', 'size.ts', 'read.ts', 'check.ts', 'render.ts', 'explain.ts', 'read-tree.ts', 'validate.ts', 'suppress.ts', 'moved.ts', 'adopt.ts', 'adopt', 'diff.ts', 'diff'],
  ['reporters', 'output', 'fleet', 'host', 'validators', 'live', 'bench', 'calibrate'],
  ['commands'],
  ['index.ts', 'cli.ts'],
];

const layerOf = (path: string): number => LAYERS.findIndex((names) => names.includes(path.split('/')[0] ?? ''));

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));

const importsOf = (path: string): readonly string[] =>
  [...readFileSync(join(SRC, path), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g)].map((match) => relative(SRC, join(SRC, dirname(path), match[1] ?? '')).replaceAll('\\', '/'));

it('every file belongs to a layer', () => {
  expect(files.filter((path) => layerOf(path) < 0)).toEqual([]);
});

it('imports point one way', () => {
  const wrong = files.flatMap((path) => importsOf(path).filter((other) => layerOf(other) > layerOf(path)).map((other) => `${path} imports ${other}`));
  expect(wrong).toEqual([]);
});

it('checks call no rule', () => {
  expect(files.filter((path) => path.startsWith('checks/')).flatMap((path) => importsOf(path).filter((other) => other.startsWith('rules/')).map((other) => `${path} imports ${other}`))).toEqual([]);
});

it('nothing is exported by default, and nothing is any', () => {
  for (const path of files) {
    const text = readFileSync(join(SRC, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(text, path).not.toMatch(/^export default/m);
    expect(text, path).not.toMatch(/: any(?=[;,)=]| =)|<any>|\bas any\b|\bany\[\]/);
  }
});
