import { differs, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { FileChange } from '../../diff/files.ts';
import { showFinding } from '../findings.ts';
import { told } from '../plain-text.ts';
import type { Style } from '../style.ts';
import { table } from '../table.ts';
import { cutsInWords, FIRST_STACKS, fit, leafOf, RANK, type Cut, type Piece } from './fit.ts';
import { alikeInWords, overviewOf, sharing } from './fleet.ts';
import { happenedInWords, linesInWords, patchOf } from './hunks.ts';
import type { Part } from './part.ts';
import { partsOf } from './parts.ts';
import { headingOf, statusOf } from './status.ts';
import { headedText, rowsText } from './text/rows.ts';
import type { View } from './view.ts';

/** A diff as people read it on a terminal. */
export function diffText(diffed: Diffed, view: View, style: Style): readonly string[] {
  const pieces = [leafOf([headingOf(diffed), ...diffed.notes.map((note) => style.yellow(told(note)))], 'heading', RANK.heading), ...comparisonsText(diffed, view, style)];
  const note = (cuts: readonly Cut[]): string => `\nleft out to stay within ${view.maxLength ?? 0} characters: ${cutsInWords(cuts)}; --only files (or another section) tells that alone\n`;
  return fit(pieces, view.maxLength ?? Infinity, note).trimEnd().split('\n');
}

function comparisonsText(diffed: Diffed, view: View, style: Style): readonly Piece[] {
  const differing = diffed.comparisons.filter(differs);
  const overview = overviewOf(diffed.comparisons);
  return [
    ...(overview === undefined ? [] : headedText(overview.columns, overview.rows, style).map((line, i) => leafOf([line], 'stack', i > FIRST_STACKS ? RANK.further : RANK.overview))),
    ...sharing(differing, diffed.of, view).map((group): Piece => comparisonText(group.comparison, group.alike, diffed.of, view, style)),
  ];
}

function comparisonText(comparison: Comparison, alike: readonly string[], of: Diffed['of'], view: View, style: Style): Piece {
  const status = statusOf(comparison, of);
  return {
    open: '\n',
    close: '',
    pieces: [
      leafOf([`${style.bold(told(comparison.name, 80))}${alikeInWords(alike)}: ${status.facts.join(', ')}`, ...status.lines.map((line) => `  ${line}`)], 'summary', RANK.first),
      ...partsOf(comparison, of, view).map((part, i): Piece => partText(part, RANK.first + 1 + i, view, style)),
    ],
  };
}

function partText(part: Part, rank: number, view: View, style: Style): Piece {
  switch (part.is) {
    case 'table': {
      const note = part.note === undefined ? '' : `  ${style.dim(part.note)}`;
      if (part.secondary === true && view.only === undefined) return leafOf(['', style.dim(`${part.title} (--format json has them)`)], part.row, rank);
      return { open: `\n${style.bold(part.title)}${note}\n`, close: '', pieces: rowsText(part.columns, part.rows, style).map((lines) => leafOf(lines, part.row, rank)) };
    }
    case 'findings':
      return { open: `\n${style.bold(part.title)}\n`, close: '', pieces: part.findings.map((finding) => leafOf(part.happened === 'appeared' ? showFinding(finding, style).map((line) => `  ${line}`) : [`  ${finding.severity}  ${finding.check}: ${finding.message}`], 'finding', rank)) };
    case 'files':
      return { open: `\n${style.bold(part.title)}\n`, close: '', pieces: [...filesTable(part.files, style).map((line) => leafOf([line], 'file', rank)), ...(view.only?.includes('files') === true ? part.files.map((file) => leafOf(patchText(file, style), 'file diff', RANK.hunks)) : [leafOf(['  (--only files shows their lines)'], 'hint', RANK.hunks)])] };
  }
}

const filesTable = (files: readonly FileChange[], style: Style): readonly string[] => table(files.map((file) => [told(file.path, 200), { text: linesInWords(file), right: true }, { text: happenedInWords(file), look: style.dim }]), '  ');

function patchText(file: FileChange, style: Style): readonly string[] {
  const look = (line: string): string => (line.startsWith('+') ? style.green(line) : line.startsWith('-') ? style.red(line) : line.startsWith('@@') ? style.cyan(line) : line);
  const lines = patchOf(file).map(look);
  return lines.length === 0 ? [] : ['', ...lines];
}
