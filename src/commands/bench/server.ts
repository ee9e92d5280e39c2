import { applicationStarts } from '../../bench/applications.ts';
import type { Course } from '../../bench/load/measure.ts';
import type { BenchReport, Phase, ServerUse } from '../../bench/report.ts';
import type { LiveStack } from '../../live/live.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { render } from '../../render.ts';
import type { Terminal } from '../terminal.ts';
import type { BenchOptions } from './flags.ts';

/** What load is put on. */
export interface Server {
  /** Its address, or those of its copies. */
  readonly addresses: readonly [string, ...(readonly string[])];
  readonly stack: BenchReport['stack'];
  /** Runs a phase, and adds what the servers used during it, where that can be known. */
  readonly metered: (phase: (course: Course) => Promise<Phase>) => Promise<Phase>;
  readonly stop: () => Promise<void>;
}

/** A server that somebody else runs. */
export const serverAt = (address: string): Server => ({ addresses: [address], stack: { run: 'elsewhere' }, metered: (phase) => phase({}), stop: () => Promise.resolve() });

/** Runs the rendered stack on this machine, to load one of its components. */
export async function startServer(plan: Stack, loaded: Component, { app, appDir, limits }: BenchOptions, terminal: Terminal): Promise<Server> {
  const applications = applicationStarts(plan, { command: app, folder: appDir }, terminal.cwd);
  const { startStack } = await import('../../live/start.ts');
  const live = await startStack({ plan, files: await render(plan), applications, limits, ...(terminal.progress === undefined ? {} : { progress: terminal.progress }) });
  const [first = live.url, ...others] = addressesOf(live, loaded);
  return { addresses: [first, ...others], stack: { run: 'started', limits: live.limits, at: loaded.name, copies: 1 + others.length }, metered: (phase) => metered(live, phase), stop: live.stop };
}

/** The addresses of the copies of a component; TLS ends at the proxy. */
function addressesOf(live: LiveStack, { kind, name }: Component): readonly string[] {
  const scheme = kind === 'nginx' ? new URL(live.url).protocol : 'http:';
  return live.processes(name).map(({ host, port }) => `${scheme}//${host}:${port}`);
}

/** Reads the meters when the warm-up ends and when the last request has been sent: what lies between is the phase. */
async function metered(live: LiveStack, phase: (course: Course) => Promise<Phase>): Promise<Phase> {
  let begun: Promise<unknown> = Promise.resolve();
  let use: ReturnType<LiveStack['use']> | undefined;
  const measured = await phase({
    began: () => void (begun = live.use()),
    sent: () => void (use = begun.then(live.use)),
  });
  return use === undefined ? measured : { ...measured, server: serverUse(await use) };
}

function serverUse(use: Awaited<ReturnType<LiveStack['use']>>): ServerUse {
  const of = (figure: 'cpuSeconds' | 'memory' | 'process'): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(use).flatMap(([component, { [figure]: value }]) => (value === undefined ? [] : [[component, value]])));
  const process = of('process');
  return { cpuSeconds: of('cpuSeconds'), memory: of('memory'), ...(Object.keys(process).length === 0 ? {} : { process }) };
}
