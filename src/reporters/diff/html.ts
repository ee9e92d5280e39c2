import { differs, type Comparison } from '../../diff/comparison.ts';
import type { Diffed } from '../../diff/diffed.ts';
import type { FileChange } from '../../diff/files.ts';
import { STYLE } from '../bench-html/style.ts';
import type { FindingJson } from '../findings.ts';
import { place } from '../entry.ts';
import { html, type Html, type Inset } from '../html/html.ts';
import { pageHead } from '../html/page.ts';
import { told } from '../plain-text.ts';
import { cutsInWords, fit, RANK, type Leaf, type Piece } from './fit.ts';
import { alikeInWords, overviewOf, sharing } from './fleet.ts';
import { filesInWords, happenedInWords, linesInWords, patchOf } from './hunks.ts';
import { budgetPicture, capacityPicture } from './html/pictures.ts';
import { DIFF_STYLE } from './html/style.ts';
import { filledOf, type Column, type Part } from './part.ts';
import { partsOf } from './parts.ts';
import { headingOf, statusOf } from './status.ts';
import { severities } from './summary.ts';
import { isWanted, type View } from './view.ts';
import { arrows } from './words.ts';

/** Lines of a table that stand open; longer ones are folded up. */
const OPEN = 30;

/** A diff as one HTML page that needs nothing else: no network, no script. */
export function diffHtml(diffed: Diffed, view: View): string {
  const differing = diffed.comparisons.filter(differs);
  const title = arrows(headingOf(diffed));
  const pieces: readonly Piece[] = [
    ...diffed.notes.map((note) => leaf(html`<p class="note">${told(note)}</p>\n`, 'note', RANK.overview)),
    ...overviewHtml(diffed),
    ...sharing(differing, diffed.of, view).map(({ comparison, alike }) => comparisonHtml(comparison, alike, diffed, view)),
  ];
  const most = view.maxLength ?? Infinity;
  const frame = [page(title), bare(title), bare('')].find(({ open, close }) => Buffer.byteLength(open + close) + SMALLEST <= most) ?? bare('');
  const room = most - Buffer.byteLength(frame.open + frame.close);
  return `${frame.open}${fit(pieces, room, (cuts) => html`<p class="note">Left out to stay within ${most} characters: ${cutsInWords(cuts)}.</p>\n`.html)}${frame.close}`;
}

/** The least that is left for what a page says. */
const SMALLEST = 450;

const bare = (title: string): { readonly open: string; readonly close: string } => ({ open: html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${told(title, 20)}</title>\n`.html, close: '</html>\n' });

const page = (title: string): { readonly open: string; readonly close: string } => ({
  open: html`<!doctype html>
<html lang="en">
${pageHead(title, [STYLE, DIFF_STYLE])}
<body>
<header><h1>${title}</h1><p>What the change does</p></header>
<main>
`.html,
  close: '</main>\n</body>\n</html>\n',
});

function overviewHtml({ comparisons }: Diffed): readonly Piece[] {
  const overview = overviewOf(comparisons);
  return overview === undefined ? [] : [{ open: '<section>\n', close: '</section>\n', pieces: [tableHtml(overview.columns, overview.rows, 'stack', RANK.overview)] }];
}

function comparisonHtml(comparison: Comparison, alike: readonly string[], { of, comparisons }: Diffed, view: View): Piece {
  const { facts, lines } = statusOf(comparison, of);
  const { error, warning } = severities(comparison.findings.appeared);
  const look = error > 0 || facts.some(isMissed) ? 'error' : warning > 0 ? 'warning' : '';
  const lookOfFact = (fact: string): string => (isMissed(fact) ? 'error' : !/ new finding/.test(fact) ? '' : error > 0 ? 'error' : warning > 0 ? 'warning' : '');
  const pictures = [isWanted(view, 'capacity') || isWanted(view, 'headroom') ? capacityPicture(comparison) : undefined, isWanted(view, 'headroom') ? budgetPicture(comparison) : undefined].filter((picture) => picture !== undefined);
  const name = html`${told(comparison.name, 80)}${alikeInWords(alike)}`;
  const inner: readonly Piece[] = [
    leaf(html`<section class="summary ${look}"><h2>${name}</h2><ul class="said">${facts.map((fact) => html`<li class="${lookOfFact(fact)}">${arrows(fact)}</li>`)}</ul>${lines.map((line) => html`<p>${arrows(line)}</p>`)}</section>\n`, 'summary', RANK.first),
    ...(pictures.length === 0 ? [] : [{ open: '<section class="plots">', close: '</section>\n', pieces: pictures.map((picture) => leaf(picture, 'picture', RANK.first + 1)) }]),
    ...partsOf(comparison, of, view).map((part, i) => partHtml(part, RANK.first + 2 + i)),
  ];
  return comparisons.length < 2 ? { open: '', close: '', pieces: inner } : { open: html`<details class="stack"><summary><b>${name}</b>: ${arrows(facts.join(', '))}</summary>\n`.html, close: '</details>\n', pieces: inner };
}

function partHtml(part: Part, rank: number): Piece {
  switch (part.is) {
    case 'table': {
      const note = part.note !== undefined && html`<p class="note">${arrows(part.note)}</p>`;
      const isOpen = part.secondary !== true && part.rows.length <= OPEN;
      const open = isOpen ? html`<section><h2>${part.title}</h2>${note}` : html`<section><details><summary><b>${part.title}</b></summary>${note}`;
      return { open: open.html, close: isOpen ? '</section>\n' : '</details></section>\n', pieces: [tableHtml(part.columns, part.rows, part.row, rank)] };
    }
    case 'findings':
      return { open: html`<section><h2>${part.title}</h2><ul class="findings">\n`.html, close: '</ul></section>\n', pieces: part.findings.map((finding) => leaf(findingHtml(finding, part.happened), 'finding', rank)) };
    case 'files':
      return { open: html`<section><h2>${filesInWords(part.files)}</h2>\n`.html, close: '</section>\n', pieces: part.files.map((file) => leaf(fileHtml(file), 'file diff', RANK.hunks)) };
  }
}

function findingHtml({ severity, check, message, entries, why, fix }: FindingJson, happened: 'appeared' | 'vanished'): Html {
  if (happened === 'vanished') return html`<li class="${severity} gone"><em>${severity}</em> <b>${check}</b> ${message}</li>\n`;
  const sides = entries.map(({ id, shown, origin }) => html`<tr><th scope="row"><code>${id}</code></th><td>${shown}</td><td>${told(place(origin), 300)}</td></tr>`);
  return html`<li class="${severity}"><em>${severity}</em> <b>${check}</b><p>${message}</p><p>${told(why)} <b>Fix:</b> ${told(fix)}</p><details><summary>its sides</summary><div class="wide"><table class="changes"><tbody>${sides}</tbody></table></div></details></li>\n`;
}

function fileHtml(file: FileChange): Html {
  const head = html`<code>${told(file.path, 200)}</code> ${linesInWords(file).split(' ').map((count) => html`<span class="${count.startsWith('+') ? 'added' : 'removed'}">${count}</span> `)}<small>${arrows(happenedInWords(file))}</small>`;
  const lines = patchOf(file);
  if (lines.length === 0) return html`<div class="file">${head}</div>\n`;
  return html`<details class="file"><summary>${head}</summary><pre class="patch">${lines.slice(2).map((line) => html`<span class="${lookOf(line)}">${line}</span>`)}</pre></details>\n`;
}

/** Whether a fact is that the stack no longer does what is asked of it. */
const isMissed = (fact: string): boolean => fact.includes('target not met');

const lookOf = (line: string): string => (line.startsWith('+') ? 'plus' : line.startsWith('-') ? 'minus' : line.startsWith('@@') ? 'at' : '');

function tableHtml(columns: readonly Column[], rows: readonly (readonly string[])[], is: string, rank: number): Piece {
  const filled = filledOf(columns, rows);
  const cell = ({ column }: (typeof filled)[number], text: string): Inset => ((column.holds === 'code' || column.holds === 'command') && text !== '' ? html`<code>${arrows(text)}</code>` : arrows(text));
  const look = ({ i, column: { holds, name } }: (typeof filled)[number]): string => [...(holds === 'number' ? ['number'] : []), ...(holds === 'sentence' || (holds === 'prose' && i === filled.at(-1)?.i) ? ['long'] : []), ...(name === 'before' || name === 'after' ? [name] : [])].join(' ');
  return {
    open: html`<div class="wide"><table class="changes${is === 'setting' && ' settings'}"><thead><tr>${filled.map((one) => html`<th scope="col" class="${look(one)}">${one.column.name}</th>`)}</tr></thead><tbody>\n`.html,
    close: '</tbody></table></div>\n',
    pieces: rows.map((row) => leaf(html`<tr>${filled.map((one, i) => (i === 0 ? html`<th scope="row">${cell(one, row[one.i] ?? '')}</th>` : html`<td class="${look(one)}">${cell(one, row[one.i] ?? '')}</td>`))}</tr>\n`, is, rank)),
  };
}

const leaf = (piece: Html, is: string, rank: number): Leaf => ({ text: piece.html, is, rank });
