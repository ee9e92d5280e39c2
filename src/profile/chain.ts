import { basename } from 'node:path';
import type { Position } from '../model/entry.ts';
import { fail, InputError } from '../model/problem.ts';
import { BASE } from '../model/spelling.ts';
import { parseYaml } from '../formats/yaml-tree.ts';
import { found, valueOf } from './data.ts';
import { filesOf, labelOf, locateBase, shownPath, type Folders } from './locate.ts';
import { readProfileText } from './read-file.ts';
import { shownAt, type Source } from './source.ts';

/** A longer row of bases is nobody's intention. */
export const LONGEST_CHAIN = 8;
/** What may stand in a file name: entries carry it into comments of the rendered files. */
const LABEL = new RegExp('^[\\p{L}\\p{M}\\p{N}._@+~() /-]+$', 'u');
const SHORTEST = 'a profile may be as short as: extends: medium';

/** The profile's file and all that it extends, the base first. */
export function readChain(main: string, folders: Folders): readonly Source[] {
  const files: string[] = [];
  const read = (file: string, from?: Position): readonly Source[] => {
    const real = filesOf(folders).real(file);
    const circle = files.includes(real);
    files.push(real);
    if (circle) fail(`extends goes round in a circle: ${files.map((path) => shownPath(path, folders.cwd)).join(' -> ')}`, from);
    if (files.length > LONGEST_CHAIN) fail(`more than ${LONGEST_CHAIN} profiles extend one another`, from);
    const source = readSource(file, main, folders, from);
    const base = valueOf(source.tree, 'extends');
    // What is no name of a profile is left to the schema, which complains of it.
    if (base?.kind !== 'scalar' || !new RegExp(BASE.pattern, 'u').test(base.text)) return [source];
    const at = shownAt({ source, at: base.at });
    return [...read(locateBase(base.text, file, folders, at), at), source];
  };
  return read(main);
}

function readSource(file: string, main: string, folders: Folders, from: Position | undefined): Source {
  const shown = shownPath(file, folders.cwd);
  const at = { file: shown, line: 0, column: 0 };
  const label = labelOf(file, main, folders);
  if (!LABEL.test(label)) fail('its name has characters that cannot stand in a comment', at, 'rename it: letters, digits, spaces and . _ - @ + ~ ( )');
  return sourceOf(from === undefined ? readProfileText(file, shown, filesOf(folders)) : readBase(file, shown, from, folders), { label, shown, name: basename(file).replace(/\.[^.]*$/, '') });
}

/** The source that a profile's text is. */
export function sourceOf(text: string, named: Pick<Source, 'label' | 'shown' | 'name'>): Source {
  const { shown } = named;
  const at = { file: shown, line: 0, column: 0 };
  const { tree, flaws } = parseOnce(text);
  if (flaws.length > 0) throw new InputError(flaws.map((flaw) => ({ at: { file: shown, ...flaw.at }, message: flaw.message, hint: flaw.hint })));
  if (tree === undefined) return fail('is empty', at, SHORTEST);
  if (tree.kind !== 'mapping') return fail(`expected a profile (key: value), found ${found(tree)}`, { file: shown, ...tree.at }, SHORTEST);
  return { ...named, tree };
}

/** A fleet of profiles extends the same few bases: each text is parsed once. */
const parsed = new Map<string, ReturnType<typeof parseYaml>>();

function parseOnce(text: string): ReturnType<typeof parseYaml> {
  const known = parsed.get(text) ?? parseYaml(text);
  if (parsed.size >= 16) parsed.clear();
  parsed.set(text, known);
  return known;
}

/** A base that cannot be read at all is a problem of the line that names it. */
function readBase(file: string, shown: string, from: Position, folders: Folders): string {
  try {
    return readProfileText(file, shown, filesOf(folders));
  } catch (error) {
    const problem = error instanceof InputError ? error.problems[0] : undefined;
    if (problem?.at?.line !== 0) throw error;
    return fail(`extends: ${shown}: ${problem.message}`, from, problem.hint);
  }
}
