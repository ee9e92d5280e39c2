import { atLeast } from '../model/version.ts';
import { GiB, MiB } from '../model/value.ts';

/** Half of the young generation that V8 takes with a heap of that size, by version of Node; small containers get 1 MiB. */
function semiSpace(version: string, heap: number): number {
  const [small, middle, large] = atLeast(version, '26') ? [8, 16, 32] : atLeast(version, '24') ? [16, 32, 64] : [4, 8, 16];
  return MiB * (heap < 512 * MiB ? 1 : heap < GiB ? small : heap < 2 * GiB ? middle : large);
}

/**
 * The greatest heap, in bytes, that one Node process takes in a container of that memory without any flag; each process
 * takes it for itself. Source: measured in containers of 128 MiB to 24 GiB with Node 18, 20, 22, 24 and 26.
 */
export function heapByDefault(version: string, memory: number): number {
  if (version !== '' && !atLeast(version, '20')) return 4144 * MiB;
  const old = memory <= 512 * MiB ? 256 * MiB : memory < 4 * GiB ? memory / 2 : memory < 15 * GiB ? 2 * GiB : 4 * GiB;
  return old + 3 * semiSpace(version, old);
}
