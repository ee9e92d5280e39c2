import { coresOf } from '../bench/phase-figures.ts';
import type { BenchReport } from '../bench/report.ts';
import type { Calibration } from '../calibrate/calibrate.ts';
import { isFound, type Attempt, type Estimate } from '../calibrate/estimate.ts';
import type { Coefficient } from '../calibrate/law.ts';
import type { Scalability } from '../calibrate/scalability.ts';
import type { Measured } from '../calibrate/values.ts';
import { showFigure, showPerSecond, showShare } from '../formats/figures.ts';
import { inComment } from '../formats/units.ts';
import { valueOf } from '../model/lookup.ts';
import { counted, plainly } from '../model/quote.ts';
import type { Setting } from '../model/setting.ts';
import type { Stack } from '../model/stack.ts';
import { ceilTo, MiB } from '../model/value.ts';
import { capacity } from '../settings/component.ts';
import { cpu_time, wait_time, worker_memory } from '../settings/workload.ts';
import { readable } from './entry.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** What was fitted, beside what the plan assumed. */
export function showCalibration({ application, loaded, phases, cpuTime, waitTime, workerMemory, scalability }: Calibration, before: Stack, style: Style): readonly string[] {
  const { used, all } = phases;
  return [
    `${style.bold(before.name)}  ${counted(all, 'phase')}${loaded === undefined ? '' : ` of load on ${plainly(loaded)}`}, ${used} fit to be used`,
    ...table([
      row('cpu_time', cpu_time, cpuTime, before, application, style),
      row('wait_time', wait_time, waitTime, before, application, style),
      ...(workerMemory === undefined ? [] : [row('worker_memory', worker_memory, workerMemory, before, application, style)]),
      ['scalability', '', '', '', isFound(scalability) ? law(scalability.found) : { text: `not fitted: ${scalability.refused}`, look: style.yellow }],
    ], '  '),
    ...(isFound(scalability) ? meaning(scalability.found).map((line) => `    ${line}`) : []),
  ];
}

function row(name: string, setting: Setting<number>, attempt: Attempt<Estimate>, before: Stack, application: Calibration['application'], style: Style): readonly (Cell | string)[] {
  const assumed = valueOf(before, application, setting);
  const was: Cell = { text: assumed === undefined ? '' : readable(assumed, setting.unit), right: true };
  if (!isFound(attempt)) return [name, was, '', '', { text: `not fitted: ${plainly(attempt.refused, 300)}`, look: style.yellow }];
  return [name, was, '->', { text: figureOf(attempt.found, setting), right: true, look: style.bold }, plainly(explained(attempt.found), 300)];
}

const figureOf = ({ value }: Estimate, { unit }: Setting<number>): string => (unit === 'bytes' ? readable(ceilTo(value, MiB), unit) : `${showFigure(value)}ms`);

const explained = ({ interval, from }: Estimate): string => `${interval === undefined ? '' : `95 %: ${showFigure(interval[0])} to ${showFigure(interval[1])} ms; `}${from}`;

const within = ({ value, half }: Coefficient): string => `${showFigure(value)} ± ${showFigure(half)}`;
const percent = ({ value, half }: Coefficient): string => `${within({ value: 100 * value, half: 100 * half })} %`;

const law = ({ rate, explained: share }: Scalability): string => `universal scalability law, ${within(rate)} a second from one in flight; it explains ${showShare(share)} of the differences`;

const meaning = ({ contention, coherence, peak }: Scalability): readonly string[] => [
  `contention ${percent(contention)}, coherence ${percent(coherence)}`,
  peak === undefined ? 'throughput levels off; no peak is in these data' : `greatest throughput ${showPerSecond(peak.rate)}, at ${Math.round(peak.inFlight)} in flight; more in flight gives less`,
];

/** That a closed loop past the proxy reached less than the plan expects then: the times of an application do not tell what else holds it back. */
export function showHeldBack({ application, loaded }: Calibration, { saturation, phases }: Pick<BenchReport, 'saturation' | 'phases'>, after: Stack): readonly string[] {
  const expected = valueOf(after, application, capacity);
  if (saturation === undefined || expected === undefined || loaded !== application.name || expected <= saturation.throughput) return [];
  const fastest = phases.find(({ kind, concurrency }) => kind === 'closed' && concurrency === saturation.concurrency);
  const busy = Object.keys(fastest?.server?.cpuSeconds ?? {}).map((name) => `${name} ${showFigure(fastest === undefined ? 0 : (coresOf(fastest, name) ?? 0))} CPU`);
  return [
    `but ${showPerSecond(saturation.throughput)} were all that was answered as fast as ${counted(saturation.concurrency, 'connection')} could ask${busy.length === 0 ? '' : ` (${plainly(busy.join(', '), 300)})`}:`,
    `  something other than the CPU of ${application.name} held it back, and this plan does not know of it`,
  ];
}

/** What was fitted as JSON, times in milliseconds, memory in bytes; the field names are stable. */
export const calibrationJson = ({ application, phases, cpuTime, waitTime, workerMemory, scalability }: Calibration, before: Stack): object => ({
  profile: before.name,
  application: application.name,
  phases,
  cpuTime: rounded(isFound(cpuTime) ? cpuTime.found : cpuTime),
  waitTime: rounded(isFound(waitTime) ? waitTime.found : waitTime),
  ...(workerMemory === undefined ? {} : { workerMemory: rounded(isFound(workerMemory) ? workerMemory.found : workerMemory) }),
  scalability: rounded(isFound(scalability) ? scalability.found : scalability),
});

/** The same with six digits: no measurement has more. */
const rounded = (value: object): unknown => JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(6)) : each)));

/** A profile that states what was measured, and takes everything else from the one that it extends. */
export const calibratedProfile = (base: string, values: readonly Measured[], { report, started }: { readonly report: string; readonly started: string }): string =>
  [
    inComment(`# What requests cost as gen bench measured it on ${started.slice(0, 10)} (${report}).`),
    `extends: ${base}`,
    'workload:',
    ...values.flatMap(({ key, text, estimate }) => [`  # ${inComment(explained(estimate))}`, `  ${key}: ${text}`]),
    '',
  ].join('\n');
