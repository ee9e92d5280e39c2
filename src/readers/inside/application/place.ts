import type { Position } from '../../../model/entry.ts';
import type { SourceTree, Word } from '../../../model/source.ts';

/** The place of a character of a value. */
export type Place = (word: Word, offset: number) => Position;

/** The lines of each file of a tree: all containers of a project ask for the same one. */
const linesOf = new WeakMap<SourceTree, Map<string, readonly string[]>>();

/** The place of a character of a value: in quotes it stands one column further; where the file does not show the value, the value's own. */
export function placer(tree: SourceTree): Place {
  const files = linesOf.get(tree) ?? new Map<string, readonly string[]>();
  linesOf.set(tree, files);
  const lineOf = ({ file, line }: Position): string => {
    const lines = files.get(file) ?? tree.file(file)?.text.split('\n') ?? [];
    files.set(file, lines);
    return lines[line - 1] ?? '';
  };
  const starts = new Map<Word, number | undefined>();
  const startOf = (word: Word): number | undefined => {
    const line = lineOf(word.at);
    return [word.at.column, word.at.column + 1].find((column) => line.startsWith(word.text, column - 1));
  };
  return (word, offset) => {
    if (!starts.has(word)) starts.set(word, startOf(word));
    const start = starts.get(word);
    return start === undefined ? word.at : { ...word.at, column: start + offset };
  };
}
