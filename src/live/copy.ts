import { need } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import type { Component } from '../model/stack.ts';
import { cpu_limit, memory_limit, stop_grace_period } from '../settings/container.ts';
import type { Groups } from './limits/group.ts';
import type { LiveProcess } from './live.ts';
import { endProcess, startProcess, untilReady } from './process.ts';
import type { Copy, Prepared, Site } from './site.ts';
import { treeOf } from './use.ts';
import { versionNote } from './version-note.ts';

/** Longest time from the start of a server until it is ready, milliseconds; PostgreSQL may have to recover. */
const START = 60_000;
/** Lines of a log that are shown when a server does not start. */
const SHOWN_LINES = 20;

/** A copy of a component whose process was started. */
export interface RunningCopy {
  readonly component: Component;
  readonly number: number;
  readonly pid: number;
  readonly process: LiveProcess;
  /** Waits until it is ready for the first time; throws with its log when it does not become so. */
  readonly begin: () => Promise<void>;
  /** Whether it answers that it is ready, right now. */
  readonly ready: () => Promise<boolean>;
  /** Whether it was told to end: nobody should be sent to it any more. */
  readonly leaving: () => boolean;
  /** Ends it and whatever it started, at once; also possible while this process exits. */
  readonly kill: () => void;
}

/** Starts the process of a prepared copy. */
export async function startCopy(site: Site, component: Component, copy: Copy, prepared: Prepared, groups: Groups): Promise<RunningCopy> {
  const limits = { cpu: need(site.plan, component, cpu_limit), memory: need(site.plan, component, memory_limit) };
  const running = await startProcess(site.folder, `${copy.folder}.log`, prepared.command, groups.group(copy.folder, limits));
  const stopSignal = site.services.get(component.name)?.stopSignal ?? 'SIGTERM';
  const ending: readonly NodeJS.Signals[] = [stopSignal, 'SIGTERM', 'SIGINT', 'SIGKILL'];
  let leaving = false;
  return {
    component,
    number: copy.number,
    pid: running.pid,
    ready: prepared.ready,
    leaving: () => leaving,
    begin: async () => {
      const problem = await untilReady(running, prepared.ready, START);
      if (problem === undefined) return prepared.first?.();
      running.signalAll('SIGKILL');
      const log = running.log().trimEnd().split('\n').slice(-SHOWN_LINES).join('\n');
      return fail(`${component.name} ${problem}:\n${log}`, undefined, versionNote(site, component, prepared.command.program));
    },
    kill: () => {
      if (running.alive()) running.signal(prepared.endSignal);
      if (prepared.endSignal === 'SIGKILL') running.signalAll('SIGKILL');
    },
    process: {
      component: component.name,
      host: copy.host,
      port: prepared.port,
      ...(prepared.metricsPort === undefined ? {} : { metricsPort: prepared.metricsPort }),
      pids: () => treeOf(running.pid).map(({ pid }) => pid),
      log: running.log,
      signal: (signal) => {
        leaving ||= ending.includes(signal);
        running.signal(signal);
      },
      leave: () => { leaving = true; },
      ended: running.ended.then(() => undefined),
      stop: async () => {
        leaving = true;
        await endProcess(running, stopSignal, need(site.plan, component, stop_grace_period));
      },
    },
  };
}
