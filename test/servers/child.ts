import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { account, makeSandbox, type Sandbox } from './sandbox.ts';

export { accepts, freePort } from '../../src/live/ports.ts';

/** A command that ran to its end. `code` is null when it was killed, for instance for taking too long. */
export interface Finished { readonly code: number | null; readonly stdout: string; readonly stderr: string }

/** How a command is run: by default as ourselves, with exactly `env` and a PATH as its environment. */
export interface RunOptions { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly within?: number; readonly as?: 'self' | 'server' }

/** Runs a command to its end, or kills it after `within` milliseconds. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const sandbox = makeSandbox('run');
  try {
    const child = spawnInto(sandbox, command, args, options);
    const timer = setTimeout(() => child.kill('SIGKILL'), options.within ?? 240_000);
    const code = await ended(child).finally(() => clearTimeout(timer));
    return { code, stdout: read(sandbox, 'stdout'), stderr: read(sandbox, 'stderr') };
  } finally {
    sandbox.remove();
  }
}

/** A server that runs until `stop`. `log` is all that it has written so far. */
export interface Server { readonly log: () => string; /** Sends a signal, as `nginx -s reload` and gunicorn's HUP do. */ readonly signal: (name: NodeJS.Signals) => void; readonly stop: () => Promise<void> }

/** What it takes to start a server. */
export interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly sandbox: Sandbox;
  readonly stopSignal: NodeJS.Signals;
  readonly ready: () => Promise<boolean>;
  readonly env?: NodeJS.ProcessEnv;
  readonly within?: number;
}

/** Starts a server in the foreground and waits until it is ready; throws with its log when it ends or takes too long. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { command, args, sandbox, stopSignal, ready, within = 30_000 } = options;
  const child = spawnInto(sandbox, command, args, { ...(options.env && { env: options.env }), as: 'server' });
  const end = ended(child).catch(() => null);
  const kill = () => { child.kill(stopSignal); };
  process.once('exit', kill);
  const log = () => read(sandbox, 'stdout') + read(sandbox, 'stderr');
  const stop = async () => {
    process.off('exit', kill);
    child.kill(stopSignal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await end;
    clearTimeout(timer);
  };
  for (const deadline = Date.now() + within; ;) {
    const running = child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    if (running && await ready()) return { log, signal: (name) => { child.kill(name); }, stop };
    if (!running || Date.now() > deadline) {
      await stop();
      throw new Error(`${command} ${running ? `was not ready within ${within} ms` : `ended with ${child.exitCode}`}:\n${log()}`);
    }
    await sleep(50);
  }
}

function spawnInto(sandbox: Sandbox, command: string, args: readonly string[], options: RunOptions): ChildProcess {
  // Files, not pipes: Node's pipes are sockets, and a server that opens /dev/stderr by its name cannot open a socket.
  const [stdout, stderr] = ['stdout', 'stderr'].map((name) => openSync(sandbox.write(name, ''), 'a')) as [number, number];
  try {
    return spawn(command, args, {
      cwd: options.cwd ?? sandbox.folder,
      env: { PATH: process.env.PATH, ...options.env },
      stdio: ['ignore', stdout, stderr],
      ...(options.as === 'server' ? account : {}),
    });
  } finally {
    closeSync(stdout);
    closeSync(stderr);
  }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => { child.once('error', reject).once('exit', resolve); });
}

function read(sandbox: Sandbox, name: string): string {
  return readFileSync(join(sandbox.folder, name), 'utf8');
}
