import { structuredPatch, type StructuredPatchHunk } from 'diff';
import type { RenderedFile } from '../model/target.ts';
import { movedFiles } from './files/moves.ts';
import { objectRenames, underNewNames, type ObjectRename } from './files/hashed-names.ts';
import { withoutSecretValues } from './files/secret-values.ts';

/** A file whose text or path differs, with its unified diff. */
export interface FileChange {
  readonly path: string;
  readonly happened: 'added' | 'removed' | 'changed' | 'renamed';
  /** Where it lay before, of one that was renamed. */
  readonly from?: string;
  /** Lines that came and went; a new name of an object is no such line. */
  readonly added: number;
  readonly removed: number;
  /** Empty where only names of objects differ, and where `unshown` says why. */
  readonly hunks: readonly StructuredPatchHunk[];
  /** The objects in it that were renamed, since their name carries a hash of their content. */
  readonly objects?: readonly ObjectRename[];
  /** Why its lines are not shown: all of them follow from the other files; it is no text; too much of it differs; only values of Secrets do. */
  readonly unshown?: 'derived' | 'binary' | 'large' | 'secret';
  /** It was edited by hand since it was rendered. */
  readonly edited?: true;
}

/** Lines of context around a change. */
const CONTEXT = 3;
/** Lines that may come and go in a file: the unified diff of more says less than the two files, and to find it takes seconds. */
const MOST_LINES = 1500;
/** What repeats the plan for programs and reviewers, and the list of the files. */
const DERIVED: readonly string[] = ['plan.json', 'SIZING.md', '.plumbline.json'];

/** The files that differ between two sides, by path; what follows from the others stands last. */
export function fileChanges(before: readonly RenderedFile[], after: readonly RenderedFile[]): readonly FileChange[] {
  const renames = objectRenames(before, after);
  const [earlier, later] = [before, after].map((files) => new Map(files.map((file) => [file.path, file])));
  const [gone, come] = [before.filter(({ path }) => later?.has(path) !== true), after.filter(({ path }) => earlier?.has(path) !== true)];
  const moves = movedFiles(gone, come);
  const moved = new Set([...moves.values()].map(({ path }) => path));
  const changes = [
    ...after.map((file) => changeOf(earlier?.get(file.path) ?? moves.get(file.path), file, renames)),
    ...gone.filter(({ path }) => !moved.has(path)).map((file) => changeOf(file, undefined, renames)),
  ];
  return changes.filter((change) => change !== undefined).sort((a, b) => Number(a.unshown === 'derived') - Number(b.unshown === 'derived') || (a.path < b.path ? -1 : 1));
}

function changeOf(before: RenderedFile | undefined, after: RenderedFile | undefined, renames: readonly ObjectRename[]): FileChange | undefined {
  const path = after?.path ?? before?.path ?? '';
  if (before?.path === after?.path && before?.text === after?.text) return undefined;
  const earlier = underNewNames(before?.text ?? '', after === undefined ? [] : renames);
  const happened = before === undefined ? 'added' : after === undefined ? 'removed' : before.path === after.path ? 'changed' : 'renamed';
  return {
    path,
    happened,
    ...(happened === 'renamed' ? { from: before?.path ?? '' } : {}),
    ...linesBetween(path, earlier.text, after?.text ?? ''),
    ...(earlier.renames.length === 0 ? {} : { objects: earlier.renames }),
  };
}

function linesBetween(path: string, before: string, after: string): Pick<FileChange, 'added' | 'removed' | 'hunks' | 'unshown'> {
  if (before.includes('\0') || after.includes('\0')) return { added: 0, removed: 0, hunks: [], unshown: 'binary' };
  if (DERIVED.includes(path)) return { ...linesApart(before, after), hunks: [], unshown: 'derived' };
  const [one, other] = [withoutSecretValues(before), withoutSecretValues(after)];
  if (before !== after && one === other) return { added: 0, removed: 0, hunks: [], unshown: 'secret' };
  const apart = linesApart(one, other);
  const isWhole = before === '' || after === '';
  const hunks = isWhole || apart.added + apart.removed <= MOST_LINES ? structuredPatch(path, path, one, other, undefined, undefined, { context: CONTEXT, ...(isWhole ? {} : { maxEditLength: MOST_LINES }) })?.hunks : undefined;
  if (hunks === undefined) return { ...apart, hunks: [], unshown: 'large' };
  const count = (sign: string): number => hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(sign)).length, 0);
  return { added: count('+'), removed: count('-'), hunks };
}

/** How many lines only one of two texts has, wherever they stand. */
function linesApart(before: string, after: string): { readonly added: number; readonly removed: number } {
  const [one = [], other = []] = [before, after].map((text) => text.split('\n'));
  // Nearly all lines stand where they stood: what is the same on both sides counts for neither.
  const [gone, come] = [one.filter((line, i) => line !== other[i]), other.filter((line, i) => line !== one[i])];
  return { added: without(come, gone), removed: without(gone, come) };
}

function without(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  }).length;
}
