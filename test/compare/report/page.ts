import { STYLE } from '../../../src/reporters/bench-html/style.ts';
import { html, htmlTable, type Html } from '../../../src/reporters/html/html.ts';
import { pageHead } from '../../../src/reporters/html/page.ts';
import { plotFigure } from '../../../src/reporters/plot/plot.ts';
import { partsOf, type Comparison } from '../comparison.ts';
import type { Part } from '../part.ts';
import type { StackPart } from '../stack/part.ts';
import type { Row } from '../summary.ts';
import { plotsOf } from './plots.ts';
import { conclusions, edgeTitle } from './text.ts';
import { figures, HEAD, notes, said, titleOf } from './table.ts';

/** The comparison as one HTML page that needs nothing else: no network, no script. */
export function page(comparison: Comparison): string {
  return html`<!doctype html>
<html lang="en">
${pageHead('Plumbline compared', [STYLE])}
<body>
<header><h1>Plumbline <span>compared</span></h1><p>${comparison.started.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} · ${comparison.conditions.join(' · ')}</p></header>
<main>
<section><h2>In short</h2><ul>${conclusions(comparison).map((line) => html`<li>${line}</li>`)}</ul></section>
${partsOf(comparison).map(partHtml)}
${comparison.stacks.map(edge)}
</main>
</body>
</html>
`.html;
}

const partHtml = (part: Part): Html => html`<section><h2>${part.title}</h2><p class="note">${part.note}</p><ul>${part.variants.map(({ title, said: what }) => html`<li>${title}: ${what}</li>`)}</ul></section>
<section class="plots">${plotsOf(part).map(plotFigure)}</section>
${part.rows.map((row) => rowHtml(row, part))}`;

const rowHtml = (row: Row, { variants }: Part): Html => html`<section><h2>${row.workload.title}</h2><p class="note">${said(row, variants)}</p>
${htmlTable(['', row.workload.unit, ...HEAD], row.cells.map((cell) => [titleOf(variants, cell.variant), ...figures(cell)]))}
${notes(row.cells, variants).map((note) => html`<p class="note">${note}</p>`)}</section>`;

function edge(part: StackPart): Html | undefined {
  if (part.edge.length === 0) return undefined;
  return html`<section><h2>${edgeTitle(part)}</h2><p class="note">Where an application closes idle connections before the proxy does, a POST may meet a closed one.</p>
${htmlTable(['', 'sent', 'failed', 'answers'], part.edge.map(({ variant, sent, failed, statuses }) => [titleOf(part.variants, variant), sent, failed, Object.entries(statuses).map(([status, count]) => `${status}: ${count}`).join(', ')]))}</section>`;
}
