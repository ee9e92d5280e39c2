import { shellWords } from '../../../formats/shell-words.ts';
import { parseDocuments, type Tree } from '../../../formats/yaml-tree.ts';
import { positionIn, type SourceFile, type SourceTree, type Word } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { fileIn } from './files.ts';

/** A package.json as far as it matters here. */
export interface PackageJson {
  readonly file: SourceFile;
  readonly scripts: ReadonlyMap<string, Word>;
  /** Packages that are needed at run time, with the versions asked for. */
  readonly dependencies: ReadonlyMap<string, string>;
}

const LONGEST = 200_000;

/** It is asked for once for each script that starts another; what is recognised without a tree has fewer files than what is read. */
const read = new WeakMap<RunningContainer, WeakMap<SourceTree, PackageJson | false>>();

/** The package.json of an application; `undefined` where there is none or its syntax is broken. */
export function packageJson(container: RunningContainer, around: Surroundings): PackageJson | undefined {
  const trees = read.get(container) ?? new WeakMap<SourceTree, PackageJson | false>();
  const known = trees.get(around.tree) ?? parsed(container, around) ?? false;
  read.set(container, trees.set(around.tree, known));
  return known === false ? undefined : known;
}

function parsed(container: RunningContainer, around: Surroundings): PackageJson | undefined {
  const file = fileIn(container, around, 'package.json');
  if (file === undefined || file.text.length > LONGEST) return undefined;
  // JSON is YAML but for tabs, which are blanks here.
  const root = parseDocuments(file.text.replaceAll('\t', ' ')).documents[0];
  const scripts = pairsOf(root, 'scripts').map(([name, value]) => [name, { text: value.text, at: positionIn(file, value.at.line, value.at.column) }] as const);
  return { file, scripts: new Map(scripts), dependencies: new Map(pairsOf(root, 'dependencies').map(([name, { text }]) => [name, text])) };
}

function pairsOf(root: Tree | undefined, key: string): readonly (readonly [string, Tree & { readonly kind: 'scalar' }])[] {
  const value = root?.kind === 'mapping' ? root.pairs.find((pair) => pair.key === key)?.value : undefined;
  return value?.kind === 'mapping' ? value.pairs.flatMap((pair) => (pair.value.kind === 'scalar' ? [[pair.key, pair.value] as const] : [])) : [];
}

const OWN = new Set(['install', 'ci', 'i', 'add', 'exec', 'dlx', 'x', 'config', 'audit', 'cache', 'set', 'version', 'init']);

/** The words of the script that `npm start`, `npm run x`, `yarn x` and `pnpm x` start; `undefined` where it is none. */
export function scriptOf(program: string, words: readonly Word[], container: RunningContainer, around: Surroundings): readonly Word[] | undefined {
  const plain = words.filter((word) => !word.text.startsWith('-'));
  const [first, second] = plain;
  const runs = first?.text === 'run' || first?.text === 'run-script';
  const name = runs ? second?.text : program === 'npm' && !['start', 'test', 'restart'].includes(first?.text ?? '') ? undefined : first?.text;
  if (name === undefined || OWN.has(name)) return undefined;
  const script = packageJson(container, around)?.scripts.get(name);
  if (script === undefined || script.text.length > 2000) return undefined;
  const separator = words.findIndex((word) => word.text === '--');
  const more = separator < 0 ? [] : words.slice(separator + 1);
  return [...shellWords(script.text).words.map((word) => ({ text: word.text, at: { ...script.at, column: script.at.column + 1 + word.offset } })), ...more];
}
