import { fork } from 'node:child_process';
import { loadGenerator } from '../package.ts';
import type { Course } from './load/measure.ts';
import type { Said, Told } from './load/messages.ts';
import type { Phase } from './report.ts';
import type { PhaseSpec } from './spec.ts';

/** Runs one phase of load in a process of its own, and gives what it measured; a phase that is stopped gives what there is until then. */
export function runPhase(spec: PhaseSpec, course: Course = {}): Promise<Phase> {
  return new Promise((settle, fail) => {
    // Flags of the process that asks, such as a debugger's port, are none of the generator's; detached, it does not hear Ctrl-C either.
    const child = fork(loadGenerator, { detached: true, execArgv: [], env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const tell = (told: Told): void => void (child.connected && child.send(told, () => undefined));
    const stop = (): void => tell({ stop: true });
    course.stop?.addEventListener('abort', stop, { once: true });
    child.on('message', (said: Said) => {
      if (said.said === 'measured') settle(said.phase);
      else if (said.said === 'failed') fail(new Error(`the load generator failed: ${said.because}`));
      else course[said.said]?.();
    });
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      course.stop?.removeEventListener('abort', stop);
      fail(new Error(`the load generator ended without a result (${signal ?? `exit code ${code ?? 'unknown'}`})`));
    });
    tell({ run: spec });
    if (course.stop?.aborted === true) stop();
  });
}
