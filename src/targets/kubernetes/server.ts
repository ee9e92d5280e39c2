import type { k8s } from 'cdk8s-plus-27';
import type { Component, Stack } from '../../model/stack.ts';

/** A port that a container listens on. */
export interface Port {
  /** At most 15 characters. */
  readonly name: string;
  readonly number: number;
  /** Whom it is for: those who are linked to the component, or those who watch it. */
  readonly for: 'clients' | 'monitoring';
}

/** A file that a container reads, and where it looks for it. */
export interface ConfigFile {
  /** Its name in the ConfigMap. */
  readonly key: string;
  readonly path: string;
  /** Its text, from the plan. */
  readonly render: (plan: Stack) => string;
}

/** An empty folder that a container may write to; it goes with the pod. */
export interface Scratch {
  readonly name: string;
  readonly size: k8s.Quantity;
  /** In memory, where it counts towards the container's memory limit. */
  readonly in: 'memory' | 'disk';
  /** Where it is mounted; several paths show the same folder. */
  readonly paths: readonly string[];
}

/** How a container is asked. */
export type Question = Pick<k8s.Probe, 'exec' | 'httpGet' | 'tcpSocket'>;

/** What a kind of server needs in a pod, beside what every pod gets. */
export interface Server {
  /** Servers with a state of their own are replaced in place, never side by side. */
  readonly controller: 'Deployment' | 'StatefulSet';
  readonly ports: readonly Port[];
  /** Ready for traffic; alive; started. Readiness and liveness must differ: not ready is no reason for a restart. */
  readonly ready: Question;
  readonly alive: Question;
  readonly started: Question;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly k8s.EnvVar[];
  readonly config?: readonly ConfigFile[];
  readonly scratch: readonly Scratch[];
  /** Where its lasting data is. */
  readonly data?: string;
  /** What an operator should know, for the head of the file. */
  readonly notes?: readonly string[];
  /** Runs before the container is asked to stop. */
  readonly preStop?: readonly string[];
}

/** What the policies of an application mean, for the head of its file. */
export const LINKS_ONLY = 'It may connect to what it is linked to, and nothing else. For servers outside of the stack add a NetworkPolicy: policies add up.';

/** Describes a component as a server. */
export type Describe = (plan: Stack, component: Component) => Server;
