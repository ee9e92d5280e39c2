import type { Component, Stack } from '../../model/stack.ts';
import type { YamlData } from '../../formats/yaml-document.ts';

/** A rendered file that a container reads, and where it looks for it. */
export interface ConfigFile {
  /** Relative to docker-compose.yml. */
  readonly source: string;
  readonly target: string;
}

/** A folder in memory that a container may write to. */
export interface Scratch {
  readonly path: string;
  /** Options of the mount beside its size. */
  readonly options?: readonly string[];
}

/** A folder on disk that outlives the container. Without a name each replica has its own, and it goes with the replica. */
export interface Volume {
  readonly name?: string;
  readonly target: string;
}

/** What one kind of server needs in Compose, beside what every service gets. */
export interface Server {
  readonly config: readonly ConfigFile[];
  readonly scratch: readonly Scratch[];
  readonly volumes: readonly Volume[];
  /** The health check, as an exec list without `CMD`. */
  readonly healthy: readonly string[];
  readonly stopSignal: string;
  readonly command?: readonly YamlData[];
  readonly entrypoint?: readonly string[];
  readonly environment?: { readonly [name: string]: YamlData };
  /** A process that reaps children whose parents are gone and passes signals on. */
  readonly init?: true;
  readonly sharedMemory?: true;
}

/** Describes a component as a service. */
export type Describe = (plan: Stack, component: Component) => Server;
