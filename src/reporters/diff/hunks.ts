import type { FileChange } from '../../diff/files.ts';
import { counted, plainly } from '../../model/quote.ts';
import { masked, told } from '../plain-text.ts';
import { withoutSecrets } from './secrets.ts';

const UNSHOWN: Readonly<Record<NonNullable<FileChange['unshown']>, string>> = { derived: 'follows from the others', binary: 'not a text', large: 'too much differs to show', secret: 'values of Secrets differ' };

/** Longest line of a file's that is told, and how much of one is looked at: a whole bundle of scripts may be one line. */
const [LONGEST, SEEN] = [400, 4000];

/** A line of a file without what could be a secret and without what steers a terminal; tabs stay. */
const safeLine = (line: string): string => plainly(withoutSecrets(masked(line.slice(0, SEEN))).replaceAll('\t', '    '), LONGEST);

/** How many lines of a file came and went: `+3 -1`. */
export const linesInWords = ({ added, removed }: FileChange): string => [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])].join(' ');

/** What happened to a file beside its lines: `renamed from …`, `edited by hand`, new names of objects. */
export function happenedInWords({ happened, from, edited, objects = [], unshown, hunks }: FileChange): string {
  return [
    ...(happened === 'changed' ? [] : [from === undefined ? happened : `renamed from ${told(from, 200)}`]),
    ...(edited === true ? ['edited by hand'] : []),
    ...(unshown === undefined ? [] : [UNSHOWN[unshown]]),
    ...objects.map(({ from: before, to }) => `renamed ${before} -> ${to}`),
    ...(objects.length > 0 && hunks.length === 0 ? ['nothing else'] : []),
  ].join(', ');
}

/** The unified diff of a file, line by line; empty where it has no lines to show. */
export function patchOf({ path, from, happened, hunks }: FileChange): readonly string[] {
  if (hunks.length === 0) return [];
  return [
    happened === 'added' ? '--- /dev/null' : `--- a/${told(from ?? path, 300)}`,
    happened === 'removed' ? '+++ /dev/null' : `+++ b/${told(path, 300)}`,
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines.map(safeLine)]),
  ];
}

/** The title of a list of files. */
export const filesInWords = (files: readonly FileChange[]): string => counted(files.length, 'file');
