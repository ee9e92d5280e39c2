import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The core that the servers share, and those that the load comes from. */
export interface Cores { readonly servers: string; readonly load: string; readonly all: string; readonly said: string }

/** Divides this machine's cores: the first for the servers, the next for the load; with one core they share it. */
export function divideCores(count = availableParallelism()): Cores {
  if (count < 2) return { servers: '0', load: '0', all: '0', said: 'servers and load share the only core' };
  return { servers: '0', load: '1', all: `0-${count - 1}`, said: 'servers on core 0, load on core 1 (CPU affinity)' };
}

/** Moves this process, and what it starts from now on, to a core; without `taskset` it stays where it is. */
export function runOn(core: string): void {
  try {
    execFileSync('taskset', ['--all-tasks', '--pid', '--cpu-list', core, String(process.pid)], { stdio: 'ignore' });
  } catch {
    // Said once, by `affinityMissing`.
  }
}

/** Why there is no CPU affinity here, or nothing. */
export function affinityMissing(): string | undefined {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no CPU affinity: taskset (util-linux) is missing';
  }
}
