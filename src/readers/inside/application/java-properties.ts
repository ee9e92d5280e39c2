import { parseDocuments, type Tree } from '../../../formats/yaml-tree.ts';
import type { Outside } from '../../../formats/literal.ts';
import { positionIn, type SourceFile, type Word } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { fileIn } from './files.ts';
import { outsideOf } from './variables.ts';

const FILES = ['src/main/resources/application', 'config/application', 'application'].flatMap((path) => ['.properties', '.yml', '.yaml'].map((ending) => `${path}${ending}`));
const LONGEST = 100_000;
const MOST = 2000;

/** The properties of a Spring or Quarkus application that its files state, by name; variables win over them, an unknown one takes its property out. */
export function javaProperties(container: RunningContainer, around: Surroundings): ReadonlyMap<string, Word> {
  const outside = outsideOf(container, around);
  const found = FILES.flatMap((path) => {
    const file = fileIn(container, around, path);
    return file === undefined || file.text.length > LONGEST ? [] : file.path.endsWith('.properties') ? linesOf(file) : treesOf(file);
  });
  return new Map(found.slice(0, MOST).flatMap(([name, word]) => {
    const text = filled(word.text, outside);
    return text === undefined ? [] : [[name, { ...word, text }] as const];
  }));
}

function linesOf(file: SourceFile): readonly (readonly [string, Word])[] {
  return file.text.split('\n').flatMap((line, index) => {
    const [, before = '', name = '', between = '', value = ''] = line.length > 2000 ? [] : (/^(\s{0,40})([A-Za-z%][A-Za-z0-9_.%"-]{0,120})(\s{0,20}[=:]\s{0,20})(\S.{0,1000})?$/.exec(line.trimEnd()) ?? []);
    return name === '' ? [] : [[name, { text: value, at: positionIn(file, index + 1, before.length + name.length + between.length + 1) }] as const];
  });
}

function treesOf(file: SourceFile): readonly (readonly [string, Word])[] {
  const found: (readonly [string, Word])[] = [];
  const walk = (tree: Tree, path: string): void => {
    if (tree.kind === 'mapping') for (const pair of tree.pairs) walk(pair.value, path === '' ? pair.key : `${path}.${pair.key}`);
    else if (tree.kind === 'scalar') found.push([path, { text: tree.text, at: positionIn(file, tree.at.line, tree.at.column) }]);
  };
  // Further documents are profiles, which may not be active.
  const [first] = parseDocuments(file.text).documents;
  if (first !== undefined) walk(first, '');
  return found;
}

/** Replaces `${NAME:default}`; `undefined` where a variable has no value. */
function filled(text: string, outside: Outside): string | undefined {
  let missing = false;
  const result = text.replace(/\$\{([A-Za-z_][A-Za-z0-9_.-]{0,100})(?::([^{}]{0,300}))?\}/g, (_, name: string, fallback: string | undefined) => {
    const found = outside.variable(name);
    if (found !== undefined && 'value' in found) return found.value;
    if (found === undefined && fallback !== undefined) return fallback;
    missing = true;
    return '';
  });
  return missing ? undefined : result;
}
