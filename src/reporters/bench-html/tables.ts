import { grouped, showBytes, showFigure, showMilliseconds, showPerSecond, showShare } from '../../formats/figures.ts';
import type { BenchReport, Counts, Phase } from '../../bench/report.ts';
import { successOf } from '../../bench/phase-figures.ts';
import { html, htmlTable, type Html, type Inset } from '../html/html.ts';
import { labelOf, loadOf, spanOf } from './words.ts';

const time = (value: number, counts: Counts): string => (counts.succeeded === 0 ? '–' : showMilliseconds(value));

/** A bar of what became of the requests, from nothing to all of them. */
function shares(counts: Counts): Html {
  const share = (count: number): string => `${((100 * count) / Math.max(1, counts.intended)).toFixed(2)}%`;
  const said = `${grouped(counts.succeeded)} good, ${grouped(counts.refused)} refused, ${grouped(counts.failed)} failed`;
  return html`<span class="shares" role="img" aria-label="${said}" title="${said}"><i class="good" style="width:${share(counts.succeeded)}"></i><i class="refused" style="width:${share(counts.refused)}"></i><i class="failed" style="width:${share(counts.failed)}"></i></span>`;
}

/** Every phase in a line. */
export const phasesTable = ({ phases, targets }: BenchReport): Html =>
  htmlTable(
    ['phase', 'measured', 'good answers', 'p50', 'p95', 'p99', 'greatest', 'good / refused / failed', 'success', 'refused', 'failed'],
    phases.map((phase) => [
      html`<b>${loadOf(phase)}</b> ${phase.purpose === 'target' && html`<span class="tag">target</span> `}${!phase.generator.valid && html`<span class="tag invalid">invalid</span> `}<small>${phase.name}</small>`,
      spanOf(phase.seconds),
      showPerSecond(phase.throughput),
      time(phase.latency.p50, phase.counts),
      html`<span class="${phase.latency.p95 > targets.p95 ? 'over' : ''}">${time(phase.latency.p95, phase.counts)}</span>`,
      time(phase.latency.p99, phase.counts),
      time(phase.latency.max, phase.counts),
      shares(phase.counts),
      html`<span class="${phase.kind === 'rate' && successOf(phase) < targets.success ? 'over' : ''}">${showShare(successOf(phase))}</span>`,
      grouped(phase.counts.refused),
      grouped(phase.counts.failed),
    ]),
    'phases',
  );

/** What was answered in place of a good answer, phase by phase; nothing where all was well. */
export function failuresTable({ phases }: BenchReport): Html | undefined {
  const kinds = [...new Set(phases.flatMap(({ counts }) => [...Object.keys(counts.statuses), ...Object.keys(counts.errors)]))].sort();
  const unsent = phases.some(({ counts }) => counts.unsent > 0);
  if (kinds.length === 0) return undefined;
  const count = (number: number | undefined): string => (number === undefined || number === 0 ? '·' : grouped(number));
  return htmlTable(
    ['phase', ...kinds, ...(unsent ? ['never sent'] : [])],
    phases.map((phase) => [labelOf(phase), ...kinds.map((kind) => count(phase.counts.statuses[kind] ?? phase.counts.errors[kind])), ...(unsent ? [count(phase.counts.unsent)] : [])]),
  );
}

/** The kinds of requests of each judged phase; of the first phase where none is judged. */
export function requestsTables({ phases }: BenchReport): readonly Html[] {
  const judged = phases.filter(({ purpose }) => purpose === 'target');
  return (judged.length > 0 ? judged : phases.slice(0, 1)).map((phase) => html`<h3>${labelOf(phase)}</h3>${requestsTable(phase)}`);
}

const requestsTable = ({ requests }: Phase): Html =>
  htmlTable(
    ['request', 'sent', 'p50', 'p95', 'p99', 'greatest', 'good / refused / failed', 'success'],
    requests.map(({ name, counts, latency }) => [name, grouped(counts.sent), time(latency.p50, counts), time(latency.p95, counts), time(latency.p99, counts), time(latency.max, counts), shares(counts), showShare(successOf({ counts }))]),
  );

/** What the generator says of itself. */
export const generatorTable = ({ phases }: BenchReport): Html =>
  htmlTable(
    ['phase', 'late, p99', 'late, greatest', 'busy', 'greatest in flight', ''],
    phases.map((phase) => [
      labelOf(phase),
      showMilliseconds(phase.generator.lagP99),
      showMilliseconds(phase.generator.lagMax),
      showShare(phase.generator.utilization),
      grouped(phase.series.reduce((most, { inFlight }) => Math.max(most, inFlight), 0)),
      phase.generator.valid ? 'valid' : html`<span class="over">invalid: ${phase.generator.because ?? 'the generator lagged'}</span>`,
    ]),
  );

/** What was sent. */
export const scenarioTable = ({ scenario }: BenchReport): Html => {
  const total = scenario.reduce((all, { weight }) => all + weight, 0);
  return htmlTable(
    ['request', 'what', 'share'],
    scenario.map(({ name, method, path, weight, headers, body }) => [name, html`<code>${method} ${path}</code>${Object.entries(headers ?? {}).map(([key, value]) => html`<br><code>${key}: ${value}</code>`)}${body !== undefined && html`<br><code>${body.length > 200 ? `${body.slice(0, 200)}…` : body}</code>`}`, showShare(weight / Math.max(total, Number.MIN_VALUE))]),
    'texts',
  );
};

/** Where and how it was measured. */
export function placeTable(report: BenchReport): Html {
  const { machine, stack, plan } = report;
  const each = (values: Readonly<Record<string, number>>, show: (value: number) => string): string => Object.entries(values).map(([name, value]) => `${name} ${show(value)}`).join(', ');
  const rows: readonly (readonly [string, Inset])[] = [
    ['servers', stack.run === 'started' ? `the rendered stack, started on this machine; load on ${stack.at}${stack.copies > 1 ? `, ${stack.copies} copies in turn` : ''}; limits: ${stack.limits}` : `${report.url}, run elsewhere: what they used is not known`],
    ['generator on', `${machine.cpus} × ${machine.model}, ${showBytes(machine.memory)}, ${machine.system}, Node ${machine.node}`],
    ['clients', report.clients > 1 ? `${grouped(report.clients)} addresses in X-Forwarded-For` : 'one address'],
    ['plan expects', html`${each(plan.capacity, showPerSecond)}; processes: ${each(plan.workers, String)}; ${showFigure(plan.cpuTime)} ms of CPU and ${showFigure(plan.waitTime)} ms of waiting a request`],
    ['took', `${spanOf(report.seconds)}, from ${report.started}`],
    ['Plumbline', report.plumbline],
  ];
  return htmlTable(['', ''], rows, 'texts facts');
}
