import type { Place } from './guide.ts';

const depth = (line: string): number => line.length - line.trimStart().length;

/** The lines below a line of a text that are deeper than it; of several such lines the least deep, and nothing where there is none. */
function below(lines: readonly string[], head: string): readonly string[] {
  const heads = lines.filter((line) => line.trim() === head).map(depth);
  const start = lines.findIndex((line) => line.trim() === head && depth(line) === Math.min(...heads));
  if (start < 0) return [];
  const after = lines.slice(start + 1);
  const end = after.findIndex((line) => line.trim() !== '' && depth(line) <= depth(lines[start] ?? ''));
  return end < 0 ? after : after.slice(0, end);
}

/** The lines among which a place is looked for, trimmed. */
export const linesAt = (files: Readonly<Record<string, string>>, { file, within = [] }: Place): readonly string[] =>
  within.reduce<readonly string[]>(below, (files[file] ?? '').split('\n')).map((line) => line.trim());
