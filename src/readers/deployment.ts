import type { Facts } from '../model/facts.ts';
import type { RunningContainer } from './inside/running.ts';

/** A name under which others reach a component. */
export interface Address {
  /** Host name, in lower case: a service, an alias, `api.shop.svc.cluster.local`. */
  readonly host: string;
  /** The component that answers. */
  readonly component: string;
  /** Port that others use to the port in the container, where they differ (a Kubernetes Service); ports that are not listed do not answer. */
  readonly ports?: ReadonlyMap<number, number>;
}

/** Containers that are deployed together, and what their files say around them. */
export interface Deployment {
  /** How it is called in reports: the path of its file or folder. */
  readonly name: string;
  readonly containers: readonly RunningContainer[];
  readonly addresses: readonly Address[];
  /** Entries, documents, problems and what could not be read of the files that describe the containers; not of what runs inside. */
  readonly facts: Facts;
}
