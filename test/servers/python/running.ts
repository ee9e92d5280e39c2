import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LiveProcess, LiveStack } from '../../../src/live/live.ts';
import { startStack } from '../../../src/live/start.ts';
import type { Stack } from '../../../src/index.ts';
import { plannedWith } from '../../live/plans.ts';
import { pythonPath, requireTool } from '../tools.ts';

/** A server of Python that runs by the rendered files of a plan. */
export interface RunningPython {
  readonly plan: Stack;
  readonly stack: LiveStack;
  readonly process: LiveProcess;
  /** The value of an entry of the plan. */
  readonly planned: (id: string) => number;
  /** The processes that answer requests. */
  readonly workers: () => readonly number[];
  /** Asks on a connection of its own, from an address of this machine. */
  readonly ask: (path: string, headers?: Readonly<Record<string, string>>, from?: string) => Promise<Told>;
}

/** What app/wsgi.py and app/asgi.py tell. */
export interface Told { readonly status: number; readonly pid: number; readonly most: number; readonly scheme: string }

/** Starts a profile of this folder, with one version of its server. */
export async function startPython(profile: string, server: 'gunicorn' | 'uvicorn', version: string, sets: readonly string[] = []): Promise<RunningPython> {
  const { plan, files } = await plannedWith(fileURLToPath(new URL(`${profile}.yaml`, import.meta.url)), [`api.component.version=${version}`, ...sets]);
  const cwd = fileURLToPath(new URL('app', import.meta.url));
  const stack = await startStack({ plan, files, limits: 'none', programs: { python: requireTool('python').path, nginx: requireTool('nginx-1.28').path }, applications: { api: { cwd, env: { PYTHONPATH: pythonPath(server, version) } } } });
  const process = stack.processes('api')[0];
  if (process === undefined) throw new Error('the application does not run');
  return {
    plan, stack, process,
    planned: (id) => Number(plan.entries.get(id)?.value),
    workers: () => process.pids().slice(1).filter(answers),
    ask: (path, headers = {}, from = '127.0.0.1') => ask(`http://${process.host}:${process.port}${path}`, headers, from),
  };
}

/** Looks again and again until something holds; fails with the log of the server when it does not within half a minute. */
export async function until({ process }: Pick<RunningPython, 'process'>, what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await holds()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`not within half a minute: ${what}\n${process.log().split('\n').filter((line) => !line.includes('"time"')).join('\n')}`);
  }
}

/** A server that has stopped answering fails a test before the test's own time does, and is ended with it. Milliseconds. */
const PATIENCE = 30_000;

/** The threads of a process right now. */
export const threadsOf = (pid: number): number => Number(/^Threads:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

/** Python's own watcher of shared resources is below uvicorn as well; a process that has ended has no command. */
const answers = (pid: number): boolean => {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command !== '' && !command.includes('resource_tracker');
  } catch {
    return false;
  }
};

const ask = (url: string, headers: Readonly<Record<string, string>>, localAddress: string): Promise<Told> => new Promise((resolve, reject) => {
  get(url, { agent: false, headers, localAddress, signal: AbortSignal.timeout(PATIENCE) }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => { text += part; }).once('error', reject).once('end', () => {
      const told: Omit<Told, 'status'> = JSON.parse(text);
      resolve({ status: response.statusCode ?? 0, ...told });
    });
  }).once('error', reject);
});
