import { expectedOf, whereOf } from '../bench/loaded.ts';
import { coresOf } from '../bench/phase-figures.ts';
import type { BenchReport, Phase, Rating } from '../bench/report.ts';
import { grouped, showBytes, showFigure, showMilliseconds, showPerSecond } from '../formats/figures.ts';
import { counted } from '../model/quote.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** What was measured, as people read it: the phases, the rating with what decided it, what was missed, and how it compares with the plan. */
export function showBench(report: BenchReport, style: Style): readonly string[] {
  const { verdict } = report;
  return [
    `${style.bold(report.profile)}  ${whereOf(report)}  ${counted(report.scenario.length, 'kind')} of requests${report.clients > 1 ? ` of ${grouped(report.clients)} clients` : ''}`,
    ...(report.stack.run === 'started' ? [`  run on this machine; ${report.stack.limits}`] : []),
    '',
    ...table([HEAD, ...report.phases.map((phase) => row(phase, report, style))], '  '),
    ...report.phases.filter(({ generator }) => !generator.valid).map(({ name, generator }) => `  ${style.yellow('invalid')}  ${name}: ${generator.because ?? ''}`),
    ...unwelcome(report),
    ...redirected(report),
    '',
    ...table(verdict.dimensions.map(({ name, said, rating }) => [name, said, { text: rating, look: look(rating, style) }]), '  '),
    ...extras(report).map((line) => `  ${line}`),
    '',
    ...verdict.missed.map((line) => `  ${style.red('missed')}  ${line}`),
    ...(verdict.invalid === undefined ? [] : [`  ${style.red('invalid')}  ${verdict.invalid}: this run says nothing about the server`]),
    `  ${conclusion(report, style)}`,
  ];
}

const right = (text: string): Cell => ({ text, right: true });
const HEAD: readonly (Cell | string)[] = ['', right('offered'), right('answered'), right('p50'), right('p95'), right('p99'), right('refused'), right('failed')];

function row(phase: Phase, { targets }: BenchReport, style: Style): readonly (Cell | string)[] {
  const { counts, latency } = phase;
  const time = (ms: number): Cell => right(counts.succeeded === 0 ? '-' : showMilliseconds(ms));
  const bad = (count: number): Cell => ({ ...right(grouped(count)), ...(count > 0 ? { look: style.yellow } : {}) });
  return [
    { text: phase.name, ...(phase.purpose === 'target' ? { look: style.bold } : {}) },
    right(phase.rate === undefined ? '' : showPerSecond(phase.rate)),
    right(showPerSecond(phase.throughput)),
    time(latency.p50),
    { ...time(latency.p95), ...(phase.kind === 'rate' && latency.p95 > targets.p95 ? { look: style.red } : {}) },
    time(latency.p99),
    bad(counts.refused),
    bad(counts.failed),
  ];
}

const look = (rating: Rating, style: Style): ((text: string) => string) => ({ EXCELLENT: style.green, GOOD: style.green, ACCEPTABLE: style.yellow, POOR: style.red })[rating];

/** What kinds of answers were no success, in the phases of the target. */
function unwelcome({ phases }: BenchReport): readonly string[] {
  return phases.filter(({ purpose }) => purpose === 'target').flatMap(({ counts }) => {
    const kinds = [
      ...Object.entries(counts.statuses).filter(([status]) => Number(status) >= 400).map(([status, count]) => `${grouped(count)} x ${status}`),
      ...Object.entries(counts.errors).map(([code, count]) => `${grouped(count)} x ${code}`),
      ...(counts.unsent > 0 ? [`${grouped(counts.unsent)} x not sent, as too many were in flight`] : []),
    ];
    return kinds.length === 0 ? [] : [`  not answered well at the target's rate: ${kinds.join(', ')}`];
  });
}

/** Redirects count as good answers, and are quicker than what they lead to. */
function redirected({ phases }: BenchReport): readonly string[] {
  return phases.filter(({ purpose }) => purpose === 'target').flatMap(({ counts }) => {
    const kinds = Object.entries(counts.statuses).filter(([status]) => /^30[12378]$/.test(status)).map(([status, count]) => `${grouped(count)} x ${status}`);
    return kinds.length === 0 ? [] : [`  redirects count as good answers and are not followed: ${kinds.join(', ')}`];
  });
}

/** What a search and a closed loop found, what the plan expected, and what the servers used. */
function extras(report: BenchReport): readonly string[] {
  const { sustainable, saturation } = report;
  return [
    ...(sustainable === undefined ? [] : [`sustained      ${showPerSecond(sustainable.rate)}; beyond it: ${sustainable.limitedBy}`]),
    ...(saturation === undefined ? [] : [`saturated      ${showPerSecond(saturation.throughput)} with ${counted(saturation.concurrency, 'connection')} open`]),
    `planned        ${comparedWithPlan(report)}`,
    ...used(report),
  ];
}

/** The plan's expectation beside what was measured. */
function comparedWithPlan(report: BenchReport): string {
  const { phases, sustainable, targets } = report;
  const expected = expectedOf(report);
  const sound = phases.filter(({ generator }) => generator.valid);
  const answered = Math.max(0, ...(sound.length > 0 ? sound : phases).map(({ throughput }) => throughput));
  const carried = sustainable === undefined ? `${showPerSecond(answered)} were answered at most` : `${showPerSecond(sustainable.rate)} were carried`;
  return `${showPerSecond(expected)} in comfort, for a target of ${showPerSecond(targets.rps)}; ${carried}${expected > 0 ? `, ${showFigure((sustainable?.rate ?? answered) / expected)} times that` : ''}`;
}

function used({ phases }: BenchReport): readonly string[] {
  const phase = phases.find(({ purpose, server }) => purpose === 'target' && server !== undefined);
  if (phase?.server === undefined) return [];
  const { cpuSeconds, memory } = phase.server;
  return [`used           ${Object.keys(cpuSeconds).map((component) => `${component} ${showFigure(coresOf(phase, component) ?? 0)} CPU${memory[component] === undefined ? '' : ` ${showBytes(memory[component])}`}`).join(', ')}`];
}

function conclusion({ verdict }: BenchReport, style: Style): string {
  if (verdict.invalid !== undefined) return style.bold('no verdict');
  return `${look(verdict.rating, style)(verdict.rating)}, decided by ${verdict.decidedBy}; ${verdict.met ? 'all targets met' : `${counted(verdict.missed.length, 'target')} missed`}`;
}
