import { differs, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { FileChange } from '../../diff/files.ts';
import { apart, code, fenced, markdownTable, unlinked } from '../../formats/markdown.ts';
import { findingMarkdown, MARKS } from '../finding-markdown.ts';
import { html, type Inset } from '../html/html.ts';
import { told } from '../plain-text.ts';
import { cutsInWords, FIRST_STACKS, fit, leafOf, RANK, type Cut, type Piece } from './fit.ts';
import { alikeInWords, overviewOf, sharing } from './fleet.ts';
import { filesInWords, happenedInWords, linesInWords, patchOf } from './hunks.ts';
import { filledOf, type Column, type Part } from './part.ts';
import { partsOf } from './parts.ts';
import { headingOf, statusOf } from './status.ts';
import type { View } from './view.ts';
import { arrows } from './words.ts';

/** What a comment begins with, so that the next one takes its place. */
export const MARKER = '<!-- plumbline diff -->';
/** What a comment of GitHub holds by its own words; what it really refuses is longer. */
const COMMENT = 65_536;
/** Lines of a table that stand open; longer ones are folded up. */
const OPEN = 6;
/** The same of tables that have a summary. */
const OPEN_BRIEFLY = 3;

/** A diff as Markdown for one comment on a pull request. Whatever is not ours is escaped: it mentions nobody, links nothing and closes nothing. */
export function diffMarkdown(diffed: Diffed, view: View): string {
  const most = view.maxLength ?? COMMENT;
  const differing = diffed.comparisons.filter(differs);
  const pieces: readonly Piece[] = [
    leafOf([MARKER], 'marker', RANK.heading),
    leafOf([`### Plumbline: ${said(headingOf(diffed))}`, ''], 'heading', RANK.heading),
    ...diffed.notes.map((note) => leafOf([`> ${said(told(note))}`, ''], 'note', RANK.overview)),
    ...overviewMarkdown(diffed),
    ...sharing(differing, diffed.of, view).map(({ comparison, alike }) => comparisonMarkdown(comparison, alike, diffed, view)),
  ];
  return fit(pieces, most, (cuts) => leftOut(cuts, most));
}

const leftOut = (cuts: readonly Cut[], most: number): string => `\n> Left out to stay within ${most} characters: ${said(cutsInWords(cuts))}. \`--only files\` (or another section) tells that alone, \`--format html\` all of it.\n`;

function overviewMarkdown({ comparisons }: Diffed): readonly Piece[] {
  const overview = overviewOf(comparisons);
  return overview === undefined ? [] : [tableMarkdown('', overview.columns, overview.rows, 'stack', (i) => (i < FIRST_STACKS ? RANK.overview : RANK.further), '\n')];
}

function comparisonMarkdown(comparison: Comparison, alike: readonly string[], { of, comparisons }: Diffed, view: View): Piece {
  const { facts, lines } = statusOf(comparison, of);
  const summary = facts.join(', ');
  const title = `**${said(told(comparison.name, 80))}**${said(alikeInWords(alike))}`;
  const pieces = [
    leafOf([...(comparisons.length > 1 ? [] : [`${title}: ${said(summary)}`, '']), ...lines.flatMap((line) => [`- ${said(line)}`]), ...(lines.length > 0 ? [''] : [])], 'summary', RANK.first),
    ...partsOf(comparison, of, view).map((part, i) => partMarkdown(part, RANK.first + 1 + i)),
  ];
  if (comparisons.length < 2) return { open: '', close: '', pieces };
  return { open: folded([html`<b>${told(comparison.name, 80)}</b>${alikeInWords(alike)}: <code>${arrows(summary)}</code>`]), close: '</details>\n\n', pieces };
}

function partMarkdown(part: Part, rank: number): Piece {
  switch (part.is) {
    case 'table': {
      if (part.secondary !== true && part.rows.length <= (part.brief === undefined ? OPEN : OPEN_BRIEFLY)) return tableMarkdown(`**${part.title}**${part.note === undefined ? '' : ` ${said(part.note)}`}\n\n`, part.columns, part.rows, part.row, rank, '\n');
      const brief = part.brief ?? part.note;
      const note: Inset = brief !== undefined && html` <code>${arrows(brief)}</code>`;
      return tableMarkdown(folded([html`<b>${part.title}</b>${part.secondary !== true && `, ${part.rows.length} lines:`}${note}`]), part.columns, part.rows, part.row, rank, '\n</details>\n\n');
    }
    case 'findings':
      return { open: `**${part.title}**\n\n`, close: '\n', pieces: part.findings.map((finding) => leafOf(part.happened === 'appeared' ? findingMarkdown(finding) : [`- ${MARKS[finding.severity]} **${finding.check}** ${said(finding.message)}`], 'finding', rank)) };
    case 'files':
      return {
        open: folded([html`<b>${filesInWords(part.files)}</b>`]),
        close: '</details>\n\n',
        pieces: [tableMarkdown('', FILES, part.files.map((file) => [told(file.path, 200), linesInWords(file), happenedInWords(file)]), 'file', rank, '\n'), ...part.files.filter(({ hunks }) => hunks.length > 0).map((file) => leafOf(patchMarkdown(file), 'file diff', RANK.hunks))],
      };
  }
}

const FILES: readonly Column[] = [{ name: 'file', holds: 'code' }, { name: 'lines', holds: 'number' }, { name: '', holds: 'prose' }];

const patchMarkdown = (file: FileChange): readonly string[] => [folded([html`<code>${told(file.path, 200)}</code> ${linesInWords(file)}`]).trimEnd(), '', ...fenced(patchOf(file), 'diff'), '', '</details>', ''];

/** A table whose heading is told where any of its rows is; columns that are empty in every row are left out. */
function tableMarkdown(open: string, columns: readonly Column[], rows: readonly (readonly string[])[], is: string, rank: number | ((i: number) => number), close: string): Piece {
  const filled = filledOf(columns, rows);
  const [head, line] = markdownTable(filled.map(({ column }) => column.name), filled.flatMap(({ column }) => (column.holds === 'number' ? [column.name] : [])), []).split('\n');
  return { open: `${open}${head ?? ''}\n${line ?? ''}\n`, close, pieces: rows.map((row, n) => leafOf([`| ${filled.map(({ column, i }) => (column.holds === 'code' || column.holds === 'command' ? code(arrows(row[i] ?? '')) : said(row[i] ?? ''))).join(' | ')} |`], is, typeof rank === 'number' ? rank : rank(n))) };
}

/** The beginning of what is folded up; Markdown begins again after the empty line. */
const folded = (summary: readonly Inset[]): string => `<details><summary>${apart(html`${summary}`.html)}</summary>\n\n`;

/** Text that is not ours, as it reads on a page. */
const said = (text: string): string => unlinked(arrows(text));
