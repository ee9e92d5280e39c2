import { isTable, meaningsOf } from '../settings/nginx-directives.ts';
import type { RawWord } from './nginx-words.ts';
import type { Mark } from './yaml-tree.ts';

/**
 * Splits the words of one statement where a line begins with the name of a directive, no further in than the statement
 * itself: its author forgot a `;`. nginx would take them for arguments, and either refuse or, worse, accept them.
 */
export function splitAtNames(words: readonly RawWord[], block: string | undefined, marks: (offset: number) => Mark): readonly (readonly RawWord[])[] {
  const first = words[0];
  if (first === undefined || isTable(block ?? '')) return [words];
  const start = marks(first.start);
  const statements: RawWord[][] = [[first]];
  let line = start.line;
  for (const [index, word] of words.entries()) {
    if (index === 0) continue;
    const at = marks(word.start);
    if (!word.quoted && at.line > line && at.column <= start.column && meaningsOf(word.text).length > 0) statements.push([word]);
    else statements.at(-1)?.push(word);
    line = marks(word.stop).line;
  }
  return statements;
}
