import type { Component, Stack } from '../model/stack.ts';
import type { RenderedFile } from '../model/target.ts';
import type { Folder } from './folder.ts';
import type { LiveOptions, MappedLine } from './live.ts';
import type { Command } from './process.ts';
import type { Programs } from './programs.ts';
import type { Service } from './services.ts';

/** Everything that the servers of one running stack share. */
export interface Site {
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  readonly services: ReadonlyMap<string, Service>;
  readonly folder: Folder;
  readonly programs: Programs;
  readonly applications: LiveOptions['applications'];
  /** The port of a component on this machine, the same for each of its copies. */
  readonly portOf: (component: Component) => number;
  /** A port that nobody has yet. */
  readonly anotherPort: () => Promise<number>;
  /** Where the stack's name server listens. */
  readonly namesPort: number;
}

/** One copy of a component: its number from 1, its address, and its folder inside the stack's. */
export interface Copy { readonly number: number; readonly host: string; readonly folder: string }

/** A copy of a component that can be started. */
export interface Prepared {
  readonly command: Command;
  readonly port: number;
  readonly metricsPort?: number;
  readonly mapped: readonly MappedLine[];
  readonly ready: () => Promise<boolean>;
  /** What is to be done when it is ready for the first time. */
  readonly first?: () => Promise<void>;
  /** The signal that ends it at once and leaves nothing behind. */
  readonly endSignal: NodeJS.Signals;
}

/** Writes the files of a copy, and says how it is started. */
export type Prepare = (site: Site, component: Component, copy: Copy) => Promise<Prepared>;
