import type { Stack } from '../model/stack.ts';
import type { RenderedFile } from '../model/target.ts';
import type { Metered } from './meter.ts';

/** How an application is started: its command and folder; the rest of its environment comes from the rendered docker-compose.yml. */
export interface ApplicationStart {
  /** Left out where docker-compose.yml says it, as for Python. */
  readonly command?: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Run once before it starts, with the migrations' password, as the rendered `migrate` service would. */
  readonly migrate?: readonly string[];
}

/** What `startStack` needs. */
export interface LiveOptions {
  readonly plan: Stack;
  readonly files: readonly RenderedFile[];
  readonly applications: Readonly<Record<string, ApplicationStart>>;
  /** Programs that are not the ones on the PATH: `{ nginx: '/opt/nginx/nginx' }`; names: nginx, postgres, initdb, psql, pgbouncer, redis-server, node, python, gunicorn, uvicorn. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Whether components are held to the CPU and memory limits of the plan, by cgroups, where this machine allows it. */
  readonly limits: 'cgroup' | 'none';
  /** What is being done, for a progress line. */
  readonly progress?: (text: string) => void;
}

/** One line of a rendered file that the copy says differently: ports, paths and addresses only. */
export interface MappedLine { readonly file: string; readonly from: string; readonly to: string }

/** One running copy of a component. */
export interface LiveProcess {
  readonly component: string;
  /** Its own address on the loopback: `127.0.0.1`, or another of 127.0.0.0/8 for a further copy. */
  readonly host: string;
  /** Its port. */
  readonly port: number;
  readonly metricsPort?: number;
  /** The process and all its children, right now. */
  readonly pids: () => readonly number[];
  readonly log: () => string;
  readonly signal: (signal: NodeJS.Signals) => void;
  /** Takes it out of the names while it goes on serving, as Kubernetes does before the stop signal. */
  readonly leave: () => void;
  /** Resolves when it has ended by itself or by a signal. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A rendered stack that runs on this machine as ordinary processes. */
export interface LiveStack {
  /** Where clients find it: the proxy, `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly folder: string;
  readonly mapped: readonly MappedLine[];
  /** What the limits are held by: `cgroup v1`, `cgroup v2`, or why there are none. */
  readonly limits: string;
  /** The running copies of a component, oldest first. */
  readonly processes: (component: string) => readonly LiveProcess[];
  /** Starts one more copy of a component (an application: at another address; a store: again in its place), ready when it resolves; the name server names every copy that is ready. */
  readonly start: (component: string) => Promise<LiveProcess>;
  /** What each component used since the last call. */
  readonly use: () => Promise<Readonly<Record<string, Metered>>>;
  readonly stop: () => Promise<void>;
}
