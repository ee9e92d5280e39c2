import type { Position } from '../model/entry.ts';
import type { SourceFile } from '../model/source.ts';

/** A comment that silences findings: `# plumbline-ignore heap-exceeds-limit: the limit is soft`. */
export interface Suppression {
  readonly ids: readonly string[];
  /** Why; empty where the comment does not say it, and then it silences nothing. */
  readonly reason: string;
  readonly at: Position;
  /** The line that it covers; the whole file without one. */
  readonly line?: number;
}

const WORD = 'plumbline-ignore';
const MARKERS = ['<!--', '//', '--', '#', ';'];

/** The suppressions of a file. One that stands alone covers the next line that is not empty and no comment. */
export function suppressionsIn(file: Pick<SourceFile, 'path' | 'text'>): readonly Suppression[] {
  if (!file.text.includes(WORD)) return [];
  const lines = file.text.split('\n');
  return lines.flatMap((line, i) => {
    const column = line.indexOf(WORD);
    const before = column < 0 ? '' : line.slice(0, column).trimEnd();
    const marker = MARKERS.find((mark) => before.endsWith(mark));
    if (marker === undefined || !/(^|\s)$/.test(before.slice(0, -marker.length))) return [];
    const said = statement(line.slice(column + WORD.length));
    if (said === undefined) return [];
    const at = { file: file.path, line: i + 1, column: before.length - marker.length + 1 };
    const { whole, ...rest } = said;
    if (whole) return [{ ...rest, at }];
    const alone = before === marker || before.trim() === marker;
    return [{ ...rest, at, line: alone ? nextLine(lines, i) : i + 1 }];
  });
}

function statement(text: string): { readonly whole: boolean; readonly ids: readonly string[]; readonly reason: string } | undefined {
  const whole = text.startsWith('-file');
  const rest = (whole ? text.slice('-file'.length) : text).replace('-->', '');
  if (!/^[ \t:]|^$/.test(rest)) return undefined;
  const colon = rest.indexOf(':');
  const ids = (colon < 0 ? rest : rest.slice(0, colon)).split(/[\s,]+/).filter((id) => id !== '');
  return { whole, ids, reason: colon < 0 ? '' : rest.slice(colon + 1).trim() };
}

const isComment = (line: string): boolean => MARKERS.some((marker) => line.startsWith(marker) && (marker !== '--' || /^--(\s|$)/.test(line)));

/** Line (from 1) of the next content after the comment in line `index` (from 0). */
function nextLine(lines: readonly string[], index: number): number {
  const next = lines.findIndex((line, i) => i > index && line.trim() !== '' && line.trim() !== '---' && !isComment(line.trim()));
  return (next < 0 ? index : next) + 1;
}
