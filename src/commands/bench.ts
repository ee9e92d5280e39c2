import { siteOf, targetsOf } from '../bench/about.ts';
import { loadableIn } from '../bench/loadable.ts';
import { permittedUrl } from '../bench/permission.ts';
import { judge } from '../bench/rating.ts';
import { ratingsNamed } from '../bench/ratings-file.ts';
import { reach } from '../bench/reach.ts';
import type { BenchReport } from '../bench/report.ts';
import { longest, type Order } from '../bench/run.ts';
import { showMilliseconds } from '../formats/figures.ts';
import { loadProfile } from '../load.ts';
import { valueOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import type { Component, Stack } from '../model/stack.ts';
import { builtInDirectory } from '../package.ts';
import { showBench } from '../reporters/bench.ts';
import { clock } from '../reporters/progress-bar.ts';
import { scenarioOf } from '../rules/scenario/requests.ts';
import { app_rps } from '../settings/component.ts';
import { size } from '../size.ts';
import { reportFile } from './report-file.ts';
import { numbersOf, type BenchOptions, type Numbers } from './bench/flags.ts';
import { measure } from './bench/measure.ts';
import { serverAt, startServer } from './bench/server.ts';
import { onInterrupt } from './interrupt.ts';
import { json, lines, type ExitCode, type Terminal } from './terminal.ts';

/** `gen bench`: puts load on a stack, measures it, and judges it by the targets of its profile. `words` are those that were typed, for the report. Exit code 1 when they are missed, or when the run says nothing. */
export async function benchCommand(words: readonly string[], options: BenchOptions, terminal: Terminal): Promise<ExitCode> {
  const numbers = numbersOf(options);
  const url = whereTo(options);
  const ratings = ratingsNamed(options.ratings, terminal.cwd);
  const [reportTo, htmlTo] = [options.output, options.html].map((name) => (name === undefined ? undefined : reportFile(name, terminal.cwd)));
  const plan = size(loadProfile({ profile: options.profile, sets: options.set, sized: options.sized, scenario: options.scenario, builtInDirectory, cwd: terminal.cwd }));
  const scenario = scenarioOf(plan);
  if (scenario.length === 0) fail(`nothing says what clients ask of ${plan.name}`, undefined, 'state a scenario in the profile, or name a file of requests with --scenario');
  const loaded = url ?? loadableIn(plan, options.at);
  const order = orderOf(plan, loaded, options, numbers);

  if (typeof loaded === 'string') await reach(loaded, { scenario, host: siteOf(plan), timeout: numbers.timeout });
  const server = typeof loaded === 'string' ? serverAt(loaded) : await startServer(plan, loaded, options, terminal);
  const interrupt = onInterrupt();
  interrupt.signal.addEventListener('abort', () => terminal.err(`${terminal.progress === undefined ? '' : '\n'}ending: the last answers are waited for, ${showMilliseconds(numbers.timeout)} at most; Ctrl-C again ends at once\n`));
  try {
    terminal.err(`${plan.name}: load of ${order.rate}/s and rates around it on ${server.addresses.join(', ')}, for about ${clock(longest(order))}${options.search ? ' or less' : ''}\n`);
    const measured = await measure({ words, plan, scenario, order, numbers, server, interrupt: interrupt.signal }, terminal);
    if (interrupt.signal.aborted) terminal.err(measured.phases.length === 0 ? 'interrupted before anything was measured\n' : 'interrupted: here is what was measured until then\n');
    if (measured.phases.length === 0) return 130;
    const report: BenchReport = { ...measured, verdict: judge(measured, ratings) };
    reportTo?.write(json(report));
    if (htmlTo !== undefined) htmlTo.write((await import('../reporters/bench-html.ts')).benchHtml(report));
    terminal.out(options.format === 'json' ? json(report) : lines(showBench(report, terminal.outStyle)));
    for (const file of [reportTo, htmlTo]) if (file !== undefined) terminal.err(`${file.shown} is written\n`);
    if (interrupt.signal.aborted) return 130;
    return report.verdict.met ? 0 : 1;
  } finally {
    await server.stop();
    interrupt.off();
  }
}

/** The address that was named, or nothing where the stack is to be run here. */
function whereTo({ url, start, allowHost, ...options }: BenchOptions): string | undefined {
  if (url === undefined && start === undefined) fail('nothing says what to put load on', undefined, 'name its address with --url, or say --start to run the rendered stack on this machine');
  if (url !== undefined && start !== undefined) fail('--url and --start exclude each other', undefined, '--start runs the rendered stack on this machine and finds its address itself');
  const idle = url === undefined ? undefined : ([['--at', options.at], ['--app', options.app], ['--app-dir', options.appDir]] as const).find(([, value]) => value !== undefined)?.[0];
  if (idle !== undefined) fail(`${idle} goes with --start`, undefined, 'a stack that runs elsewhere is loaded where --url says');
  return url === undefined ? undefined : permittedUrl(url, allowHost);
}

function orderOf(plan: Stack, loaded: Component | string, options: BenchOptions, { rate, duration, warmUp }: Numbers): Order {
  const targets = targetsOf(plan);
  // Of several applications, each is to carry its share.
  const share = typeof loaded === 'string' ? undefined : valueOf(plan, loaded, app_rps);
  const judged = rate ?? share ?? targets.rps;
  return {
    rate: judged, targets: { ...targets, rps: judged }, arrivals: options.arrivals,
    seconds: duration / 1000, warmUpSeconds: warmUp / 1000, length: options.quick ? 'quick' : 'full',
    extras: [...(options.search ? (['search'] as const) : []), ...(options.saturate ? (['saturate'] as const) : [])],
  };
}
