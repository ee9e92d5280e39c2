import { whereOf } from '../bench/loaded.ts';
import type { BenchReport } from '../bench/report.ts';
import { inShell } from '../formats/shell-words.ts';
import { percentilePlot } from './bench-html/percentiles.ts';
import { latencyPlot, throughputPlot } from './bench-html/rates.ts';
import { saturationPlot } from './bench-html/saturation.ts';
import { STYLE } from './bench-html/style.ts';
import { failuresTable, generatorTable, phasesTable, placeTable, requestsTables, scenarioTable } from './bench-html/tables.ts';
import { answersPlot, timesPlot } from './bench-html/timeline.ts';
import { cpuPlot, useTable } from './bench-html/use.ts';
import { verdictHtml } from './bench-html/verdict.ts';
import { phasesOf, spanOf } from './bench-html/words.ts';
import { html, verbatim, type Html } from './html/html.ts';
import { pageHead } from './html/page.ts';
import { plotFigure, type Plot } from './plot/plot.ts';

/** A bench report as one HTML page that needs nothing else: no network, no script. */
export function benchHtml(report: BenchReport): string {
  const plots = [throughputPlot, latencyPlot, percentilePlot, saturationPlot, cpuPlot, answersPlot, timesPlot].flatMap((plot) => plot(report) ?? []);
  const failures = failuresTable(report);
  const use = useTable(report);
  return html`<!doctype html>
<html lang="en">
${pageHead(html`${report.profile}: ${report.verdict.invalid === undefined ? report.verdict.rating : 'invalid'} &middot; load test`, [STYLE])}
<body${report.verdict.invalid !== undefined && verbatim(' class="invalid-run"')}>
<header><h1>${report.profile} <span>under load</span></h1><p>${whereOf(report)} &middot; ${report.started.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} &middot; ${phasesOf(report)} &middot; ${spanOf(report.seconds)}</p></header>
<main>
${verdictHtml(report)}
<section class="plots">${filled(plots).map(plotFigure)}</section>
${section('Phases', phasesTable(report))}
<section><h2>Requests</h2>${requestsTables(report)}</section>
${failures !== undefined && section('Answers by status, and requests without an answer', failures)}
${use !== undefined && section('What the servers used', use)}
${section('The generator', generatorTable(report), 'A generator that sends late measures itself: such a phase is no measurement.')}
${section('What was sent', scenarioTable(report))}
${section('Where and how', placeTable(report))}
${section('Again', html`<pre>${report.command.map(inShell).join(' ')}</pre>`)}
</main>
</body>
</html>
`.html;
}

/** Plots of half the width stand in pairs; the last of an odd number takes the whole. */
function filled(plots: readonly Plot[]): readonly Plot[] {
  const halves = plots.filter(({ shape }) => shape === 'half');
  return halves.length % 2 === 0 ? plots : plots.map((plot) => (plot === halves.at(-1) ? { ...plot, shape: 'full' } : plot));
}

const section = (title: string, content: Html, note?: string): Html => html`<section><h2>${title}</h2>${note !== undefined && html`<p class="note">${note}</p>`}${content}</section>`;
