import { resolve } from 'node:path';
import { parseYaml, type Tree } from '../formats/yaml-tree.ts';
import { fail, InputError } from '../model/problem.ts';
import { found, valueOf } from './data.ts';
import { shownPath } from './locate.ts';
import { readProfileText } from './read-file.ts';
import type { Source } from './source.ts';

const EXAMPLE = 'for example: [{ name: item, path: "/items/{1..1000}", weight: 3 }, { name: feed, path: /feed, weight: 1 }]';

/** A file that says what clients do, a list as under `scenario` in a profile, as a source that says nothing else. */
export function scenarioSource(named: string, cwd: string): Source {
  const file = resolve(cwd, named);
  const shown = shownPath(file, cwd);
  const { tree, flaws } = parseYaml(readProfileText(file, shown));
  if (flaws.length > 0) throw new InputError(flaws.map(({ at, message, hint }) => ({ at: { file: shown, ...at }, message, hint })));
  const list = tree === undefined ? undefined : listIn(tree);
  if (tree === undefined || list === undefined) return fail(`expected a list of requests, found ${tree === undefined ? 'nothing' : found(tree)}`, { file: shown, ...(tree?.at ?? { line: 0, column: 0 }) }, EXAMPLE);
  return { label: shown, shown, name: shown, tree: { kind: 'mapping', at: list.at, pairs: [{ key: 'scenario', at: list.at, value: list }] } };
}

/** The list itself, or that of a profile. */
const listIn = (tree: Tree): Tree | undefined => (tree.kind === 'sequence' ? tree : valueOf(tree, 'scenario'));
