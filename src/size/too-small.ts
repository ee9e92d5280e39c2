import { entryId, type Entry } from '../model/entry.ts';
import { fail } from '../model/problem.ts';
import { isCluster, part, type Component, type Stack } from '../model/stack.ts';
import { CORE, GiB, MiB, type Value } from '../model/value.ts';
import type { Setting } from '../model/setting.ts';
import { isApplication } from '../model/who.ts';
import * as profile from '../settings/profile.ts';

const MACHINE = part('machine');

/** Fails with what was refused, the smallest machine (of a cluster, node) that works, and the components that could be left out. */
export function explainTooSmall(stack: Stack, refused: { readonly component: Component; readonly reason: string }, works: (candidate: Stack) => boolean): never {
  const memory = Number(stack.entries.get(entryId(MACHINE, profile.memory))?.value);
  const cpu = Number(stack.entries.get(entryId(MACHINE, profile.cpu))?.value);
  const at = stack.entries.get(entryId(MACHINE, profile.memory))?.origin;
  const sized = (cores: number, bytes: number): boolean => works(state(state(stack, profile.cpu, cores), profile.memory, bytes));
  const hints: string[] = [];
  const larger = smallestThatWorks(cpu, memory, sized);
  if (larger !== undefined) hints.push(`the smallest that works is ${larger}`);
  const droppable = stack.components.filter((component) => ['redis', 'pgbouncer', 'kafka', 'nginx'].includes(component.kind) && works(drop(stack, component)));
  if (droppable.length > 0) hints.push(`or leave out ${droppable.map((component) => component.name).join(' or ')}: without: [${droppable[0]?.name ?? ''}]`);
  const reason = refused.reason.startsWith('the components') ? refused.reason : `${refused.component.name}: ${refused.reason}`;
  const message = hints.length > 0 ? `the ${isCluster(stack) ? 'node' : 'machine'} is too small: ${reason}` : reason;
  return fail(message, at?.from === 'stated' ? at.at : undefined, hints.length > 0 ? hints.join('; ') : 'lower what the profile states for it');
}

/** The smallest machine above this one that works, in words: with more memory, or else more cores, or else more of both; `undefined` where none does. */
function smallestThatWorks(cpu: number, memory: number, sized: (cores: number, bytes: number) => boolean): string | undefined {
  const moreMemory = smallest(memory, 128 * MiB, 1024 * GiB, (bytes) => sized(cpu, bytes));
  if (moreMemory !== undefined) return `${showMemory(moreMemory)} with ${showCores(cpu)}`;
  const moreCpu = smallest(cpu, 100, 256 * CORE, (cores) => sized(cores, memory));
  if (moreCpu !== undefined) return `${showCores(moreCpu)} with ${showMemory(memory)}`;
  const both = smallest(1, 1, 256, (factor) => sized(Math.max(cpu, factor * 250), Math.max(memory, factor * 256 * MiB)));
  return both === undefined ? undefined : `about ${showCores(Math.max(cpu, both * 250))} and ${showMemory(Math.max(memory, both * 256 * MiB))}`;
}

/** The smallest multiple of `step` above `from` for which `works` holds, by doubling and halving; `undefined` beyond `most`. */
function smallest(from: number, step: number, most: number, works: (value: number) => boolean): number | undefined {
  let high = Math.ceil(from / step);
  while (!works(high * step)) {
    if (high * step > most) return undefined;
    high *= 2;
  }
  let low = Math.ceil(from / step) - 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (works(middle * step)) high = middle;
    else low = middle;
  }
  return high * step;
}

function state<T extends Value>(stack: Stack, setting: Setting<T>, value: T): Stack {
  const id = entryId(MACHINE, setting);
  const entry: Entry = { id, component: MACHINE.name, setting: setting as Setting, value, origin: { from: 'stated', at: { file: 'search', line: 0, column: 0 } } };
  return { ...stack, entries: new Map([...stack.entries, [id, entry]]) };
}

function drop(stack: Stack, component: Component): Stack {
  if (isApplication(component)) return stack;
  return {
    ...stack,
    components: stack.components.filter((other) => other !== component),
    links: stack.links.filter((link) => link.from !== component.name && link.to !== component.name),
    entries: new Map([...stack.entries].filter(([, entry]) => entry.component !== component.name)),
  };
}

const showCores = (cpu: number): string => (cpu === CORE ? '1 core' : `${cpu / CORE} cores`);
const showMemory = (bytes: number): string => (bytes % GiB === 0 ? `${bytes / GiB}GiB` : `${Math.ceil(bytes / MiB)}MiB`);
