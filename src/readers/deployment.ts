import type { Facts } from '../model/facts.ts';
import type { Address } from '../model/stack.ts';
import type { RunningContainer } from './inside/running.ts';

export type { Address };

/** Containers that are deployed together, and what their files say around them. */
export interface Deployment {
  /** How it is called in reports: the path of its file or folder. */
  readonly name: string;
  readonly containers: readonly RunningContainer[];
  readonly addresses: readonly Address[];
  /** Servers beside each other on one host, no containers: they reach each other by the loopback. */
  readonly sharesHost?: true;
  /** Components that share one network (the containers of a pod): each reaches the others by the loopback. */
  readonly pods?: readonly (readonly string[])[];
  /** Entries, documents, problems and what could not be read of the files that describe the containers; not of what runs inside. */
  readonly facts: Facts;
}
