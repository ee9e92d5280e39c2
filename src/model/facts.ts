import type { Document } from './document.ts';
import type { Entry, Position } from './entry.ts';
import type { Problem } from './problem.ts';
import type { Route, Unread } from './stack.ts';

/** What a connection speaks. */
export type Protocol = 'http' | 'postgres' | 'redis' | 'pgbouncer' | 'mysql' | 'mongodb' | 'amqp' | 'kafka' | 'other';

/** An address that a component is told to connect to; wiring makes a link of it where a component answers there. */
export interface Connection {
  readonly from: string;
  readonly host: string;
  readonly port?: number;
  readonly protocol: Protocol;
  readonly at: Position;
  /** As it is written: `proxy_pass http://api:3000`. */
  readonly text?: string;
  /** Entries that hold for this connection (per upstream, per client): their subject becomes the component that answers. */
  readonly entries?: readonly Entry[];
  /** Paths that are passed over it; the component that answers becomes their `to`. */
  readonly routes?: readonly Omit<Route, 'to'>[];
}

/** What a reader found. */
export interface Facts {
  readonly entries: readonly Entry[];
  readonly connections: readonly Connection[];
  readonly documents: readonly Document[];
  readonly unread: readonly Unread[];
  /** What is wrong with the syntax of a file: reading goes on, the exit code is 2. */
  readonly problems: readonly Problem[];
  /** Files that were opened. */
  readonly files: readonly string[];
}

/** Nothing found. */
export const NOTHING: Facts = { entries: [], connections: [], documents: [], unread: [], problems: [], files: [] };

/** All facts together, in order. */
export const together = (all: readonly Facts[]): Facts => ({
  entries: all.flatMap((facts) => facts.entries),
  connections: all.flatMap((facts) => facts.connections),
  documents: all.flatMap((facts) => facts.documents),
  unread: all.flatMap((facts) => facts.unread),
  problems: all.flatMap((facts) => facts.problems),
  files: [...new Set(all.flatMap((facts) => facts.files))],
});
