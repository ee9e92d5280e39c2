import type { Position } from '../model/entry.ts';
import type { SourceTree } from '../model/source.ts';
import type { Box, Said } from './box.ts';
import type { Answer } from './validator.ts';

const FOLDER = 'tree';

/** Copies files of the tree into the box, under their own paths. */
export function copyFiles(box: Box, tree: SourceTree, paths: Iterable<string>): void {
  for (const path of new Set(paths)) {
    const file = tree.file(path);
    if (file !== undefined && file.within === undefined && !path.split('/').includes('..')) box.write(`${FOLDER}/${path}`, file.text);
  }
}

/** Full path of a copied file in the box. */
export const copied = (box: Box, path: string): string => `${box.folder}/${FOLDER}/${path}`;

/** What a tool means that ends with 0 where nothing is wrong; `judge` is asked about its words where something is. */
export function answerOf({ code, output, late }: Said, judge: (output: string) => Answer): Answer {
  if (code === 0) return { passed: true };
  if (code === undefined || late) return { passed: 'unknown', because: 'it took too long' };
  if (code === 126 || code === 127) return { passed: 'unknown', because: 'it cannot be started' };
  return judge(output.replaceAll(`${FOLDER}/`, ''));
}

/** The first line of what a tool says that is not empty. */
export const firstLine = (text: string): string => text.split('\n').find((line) => line.trim() !== '')?.trim() ?? 'it gave no reason';

/** A message about a place of the tree, where there is one. */
export const refused = (message: string, at: Position | undefined): Answer => ({ passed: false, message, ...(at === undefined ? {} : { at }) });

/** The place of a text that stands only once in a file. */
export function onlyPlaceOf(tree: SourceTree, path: string, text: string): Position | undefined {
  const lines = tree.file(path)?.text.split('\n') ?? [];
  const holding = lines.flatMap((line, i) => (line.includes(text) ? [i] : []));
  const [index] = holding;
  return text === '' || index === undefined || holding.length > 1 ? undefined : { file: path, line: index + 1, column: (lines[index]?.indexOf(text) ?? 0) + 1 };
}
