import { placed, placedEntry, type Entry, type Position } from './model/entry.ts';
import { inside } from './model/inside.ts';
import { together, type Facts } from './model/facts.ts';
import type { Problem } from './model/problem.ts';
import type { SourceTree } from './model/source.ts';
import type { Component, Stack } from './model/stack.ts';
import { insideReaders } from './readers/inside/index.ts';
import type { RunningContainer, Surroundings } from './readers/inside/running.ts';
import { clientEntries } from './readers/roles.ts';
import type { Deployment } from './readers/deployment.ts';
import { wire } from './readers/wire.ts';

/** A stack that was read, and what was wrong with the syntax of its files. */
export interface StackRead {
  readonly stack: Stack;
  readonly problems: readonly Problem[];
  /** Paths of the files that were opened for it. */
  readonly files: readonly string[];
}

/** What reading takes beside the files. */
export interface ReadOptions {
  /** CPU cores of the machine: what `cpu_count()` gives. */
  readonly cores?: number;
  /** Entries that hold for the whole stack: the machine and the targets that it is judged against. */
  readonly entries?: readonly Entry[];
}

/** Makes the stack of a deployment: what runs in each container, and which component reaches which. */
export function stackOf(tree: SourceTree, deployment: Deployment, options: ReadOptions = {}): StackRead {
  const around: Surroundings = { tree, ...(options.cores === undefined ? {} : { cores: options.cores }) };
  const read = deployment.containers.map((container) => ({ container, ...readInside(container, around) }));
  const facts = together([deployment.facts, ...read.map((one) => one.facts)]);
  const wired = wire(facts, deployment);
  const components = read.map(({ container, kind }): Component => ({ name: container.component, kind, at: container.at }));
  const stated = [...(options.entries ?? []), ...facts.entries, ...wired.entries];
  const held = (at: Position): Position => inside(tree, at);
  const entries = [...stated, ...clientEntries(stated, components, wired.links)];
  return {
    stack: {
      name: deployment.name, components, links: wired.links, routes: wired.routes,
      // What is stated around a container comes first; a later spelling of the same setting does not replace it.
      entries: new Map(entries.toReversed().map((entry) => [entry.id, placedEntry(entry, held)])),
      unread: facts.unread.map((one) => placed(one, held)), documents: facts.documents, addresses: deployment.addresses,
    },
    problems: facts.problems.map((one) => placed(one, held)),
    files: facts.files,
  };
}

function readInside(container: RunningContainer, around: Surroundings): { readonly kind: string; readonly facts: Facts } {
  const reader = insideReaders.find((candidate) => candidate.recognises(container));
  if (reader === undefined) throw new Error(`no reader takes ${container.component}`);
  return { kind: reader.kind, facts: reader.read(container, around) };
}
