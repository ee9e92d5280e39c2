import { readdirSync, readFileSync } from 'node:fs';

/** What a tree of processes uses: CPU seconds since its start, those of ended children included, and bytes of memory right now. */
export interface Use { readonly cpuSeconds: number; readonly memory: number }

/** One process as /proc tells it. */
export interface ProcessState { readonly pid: number; readonly parent: number; readonly ticks: number }

/** The kernel tells times to programs in hundredths of a second, whatever its own clock (USER_HZ). */
const TICKS_PER_SECOND = 100;
const KIB = 1024;

/** Every process of this machine, in one look. */
export function processes(): readonly ProcessState[] {
  return readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).flatMap((name) => stateIn(Number(name), read(`/proc/${name}/stat`)));
}

/** A process from its line in /proc/PID/stat; nothing where it is gone. */
export function stateIn(pid: number, stat: string): readonly ProcessState[] {
  // Its name, in parentheses, may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [parent, ...times] = [1, 11, 12, 13, 14].map((field) => Number(fields[field]));
  if (parent === undefined || Number.isNaN(parent)) return [];
  return [{ pid, parent, ticks: times.reduce((sum, ticks) => sum + ticks, 0) }];
}

/** A process and all below it. */
export function treeOf(root: number, all: readonly ProcessState[] = processes()): readonly ProcessState[] {
  const own = all.filter(({ pid }) => pid === root);
  return [...own, ...all.filter(({ parent }) => parent === root).flatMap(({ pid }) => treeOf(pid, all))];
}

/** What a process and all below it use. Memory of their own is added up; what they share (buffers of PostgreSQL, code) counts once. */
export function useOf(root: number, all: readonly ProcessState[] = processes()): Use {
  const tree = treeOf(root, all);
  const parts = tree.map(({ pid }) => memoryIn(read(`/proc/${pid}/status`)));
  const shared = Math.max(0, ...parts.map((part) => part.shared));
  return {
    cpuSeconds: tree.reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND,
    memory: parts.reduce((sum, part) => sum + part.own, 0) + shared,
  };
}

/**
 * Bytes of the largest process at the ends of a tree: of those that work, not of the one that started them. What processes
 * share counts in parts, so that all of them together are what they take.
 */
export const largestProcess = (root: number, all: readonly ProcessState[] = processes()): number =>
  Math.max(0, ...treeOf(root, all).filter(({ pid }) => !all.some(({ parent }) => parent === pid)).map(({ pid }) => shareOf(pid)));

/** Without the right to look into it, what it holds with all that it shares. */
const shareOf = (pid: number): number => amountIn(read(`/proc/${pid}/smaps_rollup`), 'Pss') || amountIn(read(`/proc/${pid}/status`), 'VmRSS');

const amountIn = (text: string, name: string): number => Number(new RegExp(`^${name}:\\s+([0-9]+) kB$`, 'm').exec(text)?.[1] ?? 0) * KIB;

function memoryIn(status: string): { readonly own: number; readonly shared: number } {
  return { own: amountIn(status, 'RssAnon'), shared: amountIn(status, 'RssShmem') + amountIn(status, 'RssFile') };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
