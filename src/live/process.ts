import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACCOUNT, type Folder } from './folder.ts';
import type { Group } from './limits/group.ts';

/** A command, and as whom and where it runs; its environment is `env` and a PATH, nothing else. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Servers run as an account without rights when we are root; `self` is for the user's own programs. */
  readonly as: 'self' | 'server';
}

/** A process in a group of its own, and what it has written. */
export interface Running {
  readonly pid: number;
  readonly alive: () => boolean;
  readonly log: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Sends the signal to the process and to all that are still in its process group. */
  readonly signalAll: (signal: NodeJS.Signals) => void;
  /** The exit code when it has ended; null after a signal, or where it could not be started. */
  readonly ended: Promise<number | null>;
}

/** Starts a program; what it writes goes to a file of that name in the folder. */
export async function startProcess(folder: Folder, name: string, command: Command, group?: Group): Promise<Running> {
  const path = folder.write(name, '');
  // A file, not a pipe: Node's pipes are sockets, and a server that opens /dev/stderr by its name cannot open a socket.
  const output = openSync(path, 'a');
  // Limits hold from its first instruction on: a shell waits until it is in its control group, and becomes the program then.
  const [program, args] = group === undefined ? [command.program, command.args] : ['/bin/sh', ['-c', 'read -r go && exec "$@" </dev/null', 'sh', command.program, ...command.args]];
  const child = spawn(program, args, {
    cwd: command.cwd ?? folder.path,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder.path, TMPDIR: folder.path, ...command.env },
    stdio: [group === undefined ? 'ignore' : 'pipe', output, output],
    detached: true,
    ...(command.as === 'server' ? ACCOUNT : {}),
  });
  closeSync(output);
  const ended = endOf(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command.program} cannot be started: ${await failure(child)}`);
  if (group !== undefined) {
    group.add(pid);
    child.stdin?.on('error', () => undefined).end('go\n');
  }
  return {
    pid,
    alive: () => child.exitCode === null && child.signalCode === null,
    log: () => readFileSync(path, 'utf8'),
    signal: (signal) => void child.kill(signal),
    signalAll: (signal) => send(-pid, signal),
    ended,
  };
}

/** Runs a command to its end, or ends it after `within` milliseconds; gives its exit code and what it has written. */
export async function runProcess(folder: Folder, name: string, command: Command, within = 60_000): Promise<{ readonly code: number | null; readonly output: string }> {
  const running = await startProcess(folder, name, command);
  const timer = setTimeout(() => running.signalAll('SIGKILL'), within);
  const code = await running.ended.finally(() => clearTimeout(timer));
  return { code, output: running.log() };
}

/** Waits until a process is ready; gives why not when it ends or takes longer than `within` milliseconds. */
export async function untilReady(running: Running, ready: () => Promise<boolean>, within: number): Promise<string | undefined> {
  for (const deadline = Date.now() + within; ;) {
    if (!running.alive()) return 'ended at its start';
    if (await ready()) return undefined;
    if (Date.now() > deadline) return `was not ready within ${within / 1000} s`;
    await sleep(50);
  }
}

/** Ends a process by its signal, and all of its group by force when it has not ended after `grace` milliseconds. */
export async function endProcess(running: Running, signal: NodeJS.Signals, grace: number): Promise<void> {
  if (running.alive()) running.signal(signal);
  const timer = setTimeout(() => running.signalAll('SIGKILL'), grace);
  await running.ended;
  clearTimeout(timer);
  running.signalAll('SIGKILL');
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}

const endOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => { child.once('error', () => resolve(null)).once('exit', (code) => resolve(code)); });

const failure = (child: ChildProcess): Promise<string> => new Promise((resolve) => { child.once('error', ({ message }) => resolve(message)); });
