import { fail } from '../model/problem.ts';
import type { Component } from '../model/stack.ts';
import { isApplication, isPython } from '../model/who.ts';
import { startCopy, type RunningCopy } from './copy.ts';
import type { Groups } from './limits/group.ts';
import type { LiveProcess, MappedLine } from './live.ts';
import type { Meter } from './meter.ts';
import { servers } from './servers/index.ts';
import type { Copy, Site } from './site.ts';

/** The copies that run, and those that are about to. */
export interface Fleet {
  /** The copies that have been ready and have not ended, oldest first. */
  readonly running: () => readonly RunningCopy[];
  /** Starts one more copy; ready when it resolves. */
  readonly start: (component: Component) => Promise<LiveProcess>;
  /** Ends all of them at once. */
  readonly kill: () => void;
  readonly ended: () => Promise<void>;
}

/** A fleet without copies; what the first copy of a component changes in the rendered files is added to `mapped`. */
export function makeFleet(site: () => Site, groups: Groups, meter: Meter, mapped: MappedLine[]): Fleet {
  const started: RunningCopy[] = [];
  const begun = new Set<RunningCopy>();
  const numbers = new Map<string, number>();
  return {
    running: () => started.filter((copy) => begun.has(copy)),
    kill: () => started.forEach((copy) => copy.kill()),
    ended: async () => void await Promise.all(started.map(({ process }) => process.ended)),
    start: async (component) => {
      const prepare = servers[component.kind] ?? fail(`${component.name}: no ${component.kind} can be run here`);
      const number = isApplication(component) ? (numbers.get(component.name) ?? 0) + 1 : lowest(started.filter((copy) => copy.component === component));
      const isFirst = !numbers.has(component.name);
      numbers.set(component.name, number);
      const copy = copyOf(component, number);
      const prepared = await prepare(site(), component, copy);
      if (isFirst) mapped.push(...prepared.mapped);
      const running = await startCopy(site(), component, copy, prepared, groups);
      started.push(running);
      meter.watch(component.name, running.pid, isPython(component) ? 'apart' : 'together');
      void running.process.ended.then(() => started.splice(started.indexOf(running), 1));
      await running.begin();
      begun.add(running);
      return running.process;
    },
  };
}

/** A further copy of an application has an address that none had before it; of a server that was stopped, its place. */
const lowest = (copies: readonly RunningCopy[]): number => {
  const taken = new Set(copies.map(({ number }) => number));
  return [...taken, 0].map((number) => number + 1).find((number) => !taken.has(number)) ?? 1;
};

/** Applications live from 127.0.0.2 on, so that 127.0.0.1 is never one of them; everything else from 127.0.0.1 on. */
const copyOf = (component: Component, number: number): Copy =>
  ({ number, host: `127.0.0.${number + (isApplication(component) ? 1 : 0)}`, folder: `${component.name}-${number}` });
