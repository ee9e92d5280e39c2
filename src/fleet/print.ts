import { sha256 } from '../formats/sha256.ts';
import { perObject } from '../model/per-object.ts';
import type { Source } from '../profile/source.ts';
import type { Memory, Order } from './order.ts';

/** The fingerprint of all that a rendered stack follows from: its profile and the bases, what the command line states, and the build of Plumbline. */
export function printOf(sources: readonly Source[], { sets, sized, targets }: Order, { build }: Memory): string {
  const asked = [build, process.versions.node, sets, sized === true, targets ?? 'all', ...sources.map(({ label, name, tree }) => [label, name, printOfTree(tree)])];
  return sha256(JSON.stringify(asked));
}

/** The trees of bases are shared by a whole fleet. The places in a file count: entries name their lines. */
const printOfTree = perObject((tree: Source['tree']) => sha256(JSON.stringify(tree)));
