import { showMilliseconds, showPerSecond, showShare } from '../../formats/figures.ts';
import type { BenchReport, Phase } from '../../bench/report.ts';
import { successOf } from '../../bench/phase-figures.ts';
import { html, type Html } from '../html/html.ts';

/** The verdict as a person wants it first: does it hold, how well, and what decided. */
export function verdictHtml(report: BenchReport): Html {
  const { verdict } = report;
  const look = verdict.invalid === undefined ? verdict.rating.toLowerCase() : 'invalid';
  return html`<section class="verdict ${look}"><div class="rating"><b>${verdict.invalid === undefined ? verdict.rating : 'INVALID'}</b><span>${verdict.invalid === undefined ? html`decided by ${verdict.decidedBy}` : 'no measurement'}</span></div>
<div class="words"><h2>${headline(report)}</h2>${sentences(report)}</div>
<ul class="dimensions">${verdict.dimensions.map(({ name, said, rating }) => html`<li class="${verdict.invalid === undefined ? rating.toLowerCase() : 'invalid'}${name === verdict.decidedBy ? ' decided' : ''}"><b>${name}</b><em>${verdict.invalid === undefined ? rating : 'not rated'}</em><span>${said}</span></li>`)}</ul></section>
<dl class="tiles">${tiles(report).map(([name, value, note]) => html`<div><dt>${name}</dt><dd>${value}</dd><dd class="note">${note}</dd></div>`)}</dl>
`;
}

function headline({ verdict, profile }: BenchReport): string {
  if (verdict.invalid !== undefined) return 'This run says nothing about the servers';
  return verdict.met ? `${profile} keeps its targets` : `${profile} misses ${verdict.missed.length === 1 ? 'a target' : `${verdict.missed.length} targets`}`;
}

function sentences({ verdict, targets, sustainable, phases }: BenchReport): Html {
  const asked = `${showPerSecond(targets.rps)} with p95 within ${showMilliseconds(targets.p95)} and ${showShare(targets.success)} answered well`;
  if (verdict.invalid !== undefined) return html`<p>${verdict.invalid}.</p><p>${phases.some(({ purpose }) => purpose === 'target') ? 'Run it again where the generator has a core to itself, or at a lower rate. What follows is for finding the reason.' : 'The run was ended before that. What follows is what was measured until then.'}</p>`;
  return html`${verdict.missed.length === 0 ? html`<p>Asked were ${asked}.</p>` : html`<p>Asked were ${asked}; but</p><ul>${verdict.missed.map((each) => html`<li>${each}</li>`)}</ul>`}${sustainable !== undefined && html`<p>It carries ${showPerSecond(sustainable.rate)}; beyond, ${sustainable.limitedBy}.</p>`}`;
}

/** The few numbers that everybody asks for, of the phase at the target's rate. */
function tiles(report: BenchReport): readonly (readonly [name: string, value: string, note: string])[] {
  const { targets, sustainable, saturation } = report;
  const judged = report.phases.find(({ purpose }) => purpose === 'target');
  const most = (limit: number | undefined): string => (limit === undefined ? 'no target' : `target ${showMilliseconds(limit)}`);
  const time = (phase: Phase, percentile: 'p50' | 'p95' | 'p99'): string => (phase.counts.succeeded === 0 ? '–' : showMilliseconds(phase.latency[percentile]));
  return [
    ...(judged === undefined ? [] : [
      ['good answers', showPerSecond(judged.throughput), `target ${showPerSecond(targets.rps)}`],
      ['p50', time(judged, 'p50'), most(targets.p50)],
      ['p95', time(judged, 'p95'), most(targets.p95)],
      ['p99', time(judged, 'p99'), 'no target'],
      ['success', showShare(successOf(judged)), `target ${showShare(targets.success)}`],
    ] as const),
    ...(sustainable === undefined ? [] : [['sustainable', showPerSecond(sustainable.rate), sustainable.limitedBy] as const]),
    ...(saturation === undefined ? [] : [['saturation', showPerSecond(saturation.throughput), `${saturation.concurrency} in flight`] as const]),
  ];
}
