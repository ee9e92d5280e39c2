import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { atLast } from './leftovers.ts';
import type { Budget } from './budget.ts';

/** Processes that share a memory limit, and that can be halted together. */
export interface Group {
  /** Moves a process into the group: what it starts from then on belongs to it. */
  readonly add: (pid: number) => void;
  /** Bytes in use right now without the page cache; nothing where there is no group. */
  readonly memory: () => number | undefined;
  /** Stops and resumes every process, so that idle servers cost the measured one nothing. */
  readonly halt: () => void;
  readonly resume: () => void;
  readonly remove: () => Promise<void>;
}

/** How memory is limited on this machine: the roots of the hierarchies that hold the limits, memory first. */
export type Limits = { readonly by: 'cgroup v1' | 'cgroup v2'; readonly roots: readonly [memory: string, ...others: string[]] } | { readonly by: 'none'; readonly because: string };

/** Where other programs use the same core, a group gets as much of it as eight of their processes, however many processes it has itself. */
const CPU = { 'cgroup v1': ['cpu.shares', String(8 * 1024)], 'cgroup v2': ['cpu.weight', '800'] } as const;

/** Finds out whether this process may make control groups with a memory limit. */
export function findLimits(): Limits {
  try {
    if (existsSync(join(MEMORY_V1, 'memory.limit_in_bytes'))) return probe({ by: 'cgroup v1', roots: [MEMORY_V1, CPU_V1] });
    if (!readFileSync(join(V2, 'cgroup.controllers'), 'utf8').includes('memory')) return { by: 'none', because: 'this machine has no memory controller' };
    writeFileSync(join(V2, 'cgroup.subtree_control'), '+cpu +memory');
    return probe({ by: 'cgroup v2', roots: [V2] });
  } catch (error) {
    return { by: 'none', because: `control groups cannot be made here: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const [V2, MEMORY_V1, CPU_V1] = ['/sys/fs/cgroup', '/sys/fs/cgroup/memory', '/sys/fs/cgroup/cpu'];

function probe(limits: Extract<Limits, { roots: unknown }>): Limits {
  for (const folder of limits.roots.map((root) => join(root, `plumbline-compare-${process.pid}`))) {
    mkdirSync(folder);
    rmdirSync(folder);
  }
  return limits;
}

/** Makes a group; where there can be none, one that limits nothing. */
export function makeGroup(limits: Limits, name: string, budget: Budget): Group {
  if (limits.by === 'none') return without;
  const folders = limits.roots.map((root) => join(root, `plumbline-compare-${process.pid}-${name}`));
  const [memory = '', cpu = memory] = folders;
  for (const folder of folders) mkdirSync(folder);
  writeFileSync(join(memory, limits.by === 'cgroup v1' ? 'memory.limit_in_bytes' : 'memory.max'), String(budget.memory));
  const [weight, amount] = CPU[limits.by];
  writeFileSync(join(cpu, weight), amount);
  const pids = (): readonly number[] => readFileSync(join(memory, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  const send = (signal: NodeJS.Signals): void => { for (const pid of pids()) signalIfThere(pid, signal); };
  // A halted server hears no other signal: when this process fails, nothing may stay behind.
  const end = atLast(() => {
    send('SIGKILL');
    for (const folder of folders) removeNow(folder);
  });
  return {
    add: (pid) => { for (const folder of folders) writeFileSync(join(folder, 'cgroup.procs'), String(pid)); },
    memory: () => sum(readFileSync(join(memory, 'memory.stat'), 'utf8'), limits.by === 'cgroup v1' ? ['total_rss', 'total_shmem'] : ['anon', 'shmem']),
    halt: () => send('SIGSTOP'),
    resume: () => send('SIGCONT'),
    async remove() {
      for (let attempt = 0; pids().length > 0 && attempt < 100; attempt++) {
        if (attempt === 50) send('SIGKILL');
        await sleep(50);
      }
      for (const folder of folders) rmdirSync(folder);
      end.off();
    },
  };
}

const without: Group = { add: () => {}, memory: () => undefined, halt: () => {}, resume: () => {}, remove: async () => {} };

/** Does something as a member of the group: what is started meanwhile belongs to it, from its first page of memory on. */
export async function inside<T>(limits: Limits, group: Group, work: () => Promise<T>): Promise<T> {
  if (limits.by === 'none') return work();
  const homes = limits.roots.map((root) => join(root, ownGroup(root), 'cgroup.procs'));
  group.add(process.pid);
  try {
    return await work();
  } finally {
    for (const home of homes) writeFileSync(home, String(process.pid));
  }
}

/** The group of this process, below the root of a hierarchy: version 1 names its controllers, version 2 none. */
function ownGroup(root: string): string {
  const controller = root === V2 ? '' : basename(root);
  const line = readFileSync('/proc/self/cgroup', 'utf8').split('\n').find((each) => each.split(':')[1]?.split(',').includes(controller)) ?? '';
  return line.split(':').slice(2).join(':');
}

const sum = (stat: string, names: readonly string[]): number =>
  names.reduce((total, name) => total + Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1] ?? 0), 0);

/** Removes a group whose last processes are about to end. */
function removeNow(folder: string): void {
  for (let attempt = 0; existsSync(folder) && attempt < 50; attempt++) {
    try {
      rmdirSync(folder);
    } catch {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
