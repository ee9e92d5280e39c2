import type { k8s } from 'cdk8s-plus-27';

/** A port that a container listens on. */
export interface Port {
  /** At most 15 characters. */
  readonly name: string;
  readonly number: number;
}

/** A file that a container reads, and where it looks for it. */
export interface ConfigFile {
  /** Its name in the ConfigMap. */
  readonly key: string;
  readonly path: string;
  readonly text: string;
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
  readonly ports: readonly [Port, ...Port[]];
  /** Ready for traffic; alive; started. Readiness and liveness must differ: not ready is no reason for a restart. */
  readonly ready: Question;
  readonly alive: Question;
  readonly started: Question;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly k8s.EnvVar[];
  readonly config?: readonly ConfigFile[];
  /** Keys of the stack's Secret that it reads as files. */
  readonly secrets?: readonly string[];
  readonly scratch: readonly Scratch[];
  /** Where its lasting data is; it makes the component a StatefulSet. */
  readonly data?: string;
  /** Runs before the container is asked to stop. */
  readonly preStop?: readonly string[];
}
