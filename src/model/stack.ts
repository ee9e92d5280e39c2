import type { Document } from './document.ts';
import type { Entry, Position } from './entry.ts';
import { perObject } from './per-object.ts';
import type { Scenario } from './scenario.ts';

/** What a component of a plan is: the server that it runs. */
export type Kind = 'nginx' | 'node' | 'next' | 'gunicorn' | 'uvicorn' | 'python' | 'postgres' | 'pgbouncer' | 'redis' | 'kafka' | 'mongodb';

/**
 * What a component of a stranger's stack is: also other applications (`application`: a runtime that is not told
 * apart), other proxies, and servers of which nothing is known (`service`).
 */
export type FoundKind = Kind | 'application' | 'haproxy' | 'traefik' | 'caddy' | 'service';

/** One named part of a stack. */
export interface Component {
  readonly name: string;
  readonly kind: string;
  readonly at?: Position;
}

/** A directed link: `from` opens connections to `to`. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly at?: Position;
}

/** Something in a file whose value cannot be known without running it or guessing. */
export interface Unread {
  readonly component?: string;
  /** The id of the entry that it would be, where that is known: its default then does not count. */
  readonly id?: string;
  /** What could not be read: `DB_POOL_SIZE`, `gunicorn.conf.py`. */
  readonly what: string;
  /** Why: `${POOL} is not set`. */
  readonly because: string;
  readonly at?: Position;
}

/** A name under which others reach a component. */
export interface Address {
  /** Host name, in lower case: a service, an alias, `api.shop.svc.cluster.local`. */
  readonly host: string;
  /** The component that answers; empty where the name leads out of the stack (a Service without pods of its own): neither a link nor a mistake. */
  readonly component: string;
  /** Port that others use to the port in the container, where they differ (a Kubernetes Service); ports that are not listed do not answer. */
  readonly ports?: ReadonlyMap<number, number>;
}

/** How long answers of a route are kept by the proxy. */
export type CacheClass = 'none' | 'short' | 'medium' | 'long';

/** One path that the proxy passes to a component. Its numbers are entries (`api.route.timeout[/feed]`). */
export interface Route {
  readonly path: string;
  /** The component that answers. */
  readonly to: string;
  readonly cache: CacheClass;
  /** Answers depend on the caller: never cached, whatever `cache` says. */
  readonly auth: boolean;
  readonly stream: 'none' | 'websocket' | 'sse';
  /** Files whose names change with their content: kept by browsers for a year. */
  readonly immutable: boolean;
  readonly at?: Position;
}

/** A set of components, their links and routes, and every entry known of them. A profile, a plan and a stranger's stack are all this. */
export interface Stack {
  readonly name: string;
  readonly components: readonly Component[];
  readonly links: readonly Link[];
  readonly routes: readonly Route[];
  readonly entries: ReadonlyMap<string, Entry>;
  /** What its clients do, where a profile says so. */
  readonly scenario?: Scenario;
  /** What its files hold that could not be read; of a plan, nothing. */
  readonly unread?: readonly Unread[];
  /** Its files as their formats understand them, for what one file shows by itself; of a plan, none. */
  readonly documents?: readonly Document[];
  /** The names under which its components answer; of a plan, none. */
  readonly addresses?: readonly Address[];
}

/** The parts of a profile that are no component; their names are reserved. */
export const PROFILE_PARTS = ['profile', 'machine', 'cluster', 'targets', 'workload', 'headers', 'monitoring', 'scenario'] as const;

/** The pseudo component that carries the entries of a part of the profile. */
export const part = (name: string): Component => ({ name, kind: name });

/** What belongs to no single component: a Compose project as a whole. Its documents are judged once. */
export const PROJECT = part('project');

/** The component of that name. */
export const componentNamed = (stack: Stack, name: string): Component | undefined =>
  stack.components.find((component) => component.name === name);

/** Who is joined to whom. */
interface Joined {
  readonly servers: ReadonlyMap<string, readonly Component[]>;
  readonly clients: ReadonlyMap<string, readonly Component[]>;
}

/** A stack is asked thousands of times who is linked to whom. */
const joined = perObject((stack: Stack): Joined => ({ servers: endsOf(stack, ({ from, to }) => [from, to]), clients: endsOf(stack, ({ from, to }) => [to, from]) }));

/** Components at the far end of links, by the name at the near end, in the order of the stack. */
function endsOf({ components, links }: Stack, ends: (link: Link) => readonly [near: string, far: string]): ReadonlyMap<string, readonly Component[]> {
  const near = new Map<string, Set<string>>();
  for (const [one, other] of links.map(ends)) near.set(other, (near.get(other) ?? new Set()).add(one));
  const far = new Map<string, Component[]>();
  for (const component of components) {
    for (const name of near.get(component.name) ?? []) {
      const list = far.get(name);
      if (list === undefined) far.set(name, [component]);
      else list.push(component);
    }
  }
  return far;
}

/** The components that `component` opens connections to. */
export const serversOf = (stack: Stack, component: Component): readonly Component[] => joined(stack).servers.get(component.name) ?? [];

/** The components that open connections to `component`. */
export const clientsOf = (stack: Stack, component: Component): readonly Component[] => joined(stack).clients.get(component.name) ?? [];

/** The applications whose pools end at `component`, directly or through a pooler. */
export const applicationsOf = (stack: Stack, component: Component): readonly Component[] =>
  clientsOf(stack, component).flatMap((client) => (client.kind === 'pgbouncer' ? clientsOf(stack, client) : [client]));

/** The databases that `component` reaches, directly or through a pooler. */
export const databasesOf = (stack: Stack, component: Component): readonly Component[] =>
  serversOf(stack, component)
    .flatMap((server) => (server.kind === 'pgbouncer' ? serversOf(stack, server) : [server]))
    .filter((server) => server.kind === 'postgres');

/** Whether the stack runs on the nodes of a cluster (`topology: cluster`), not on one machine. It is stated or not: structure, like links. */
export const isCluster = (stack: Stack): boolean => stack.entries.get('profile.topology')?.value === 'cluster';

/** Kinds whose copies in a cluster are the business of an operator: CloudNativePG with its pooler, Strimzi, and with `ha` the operator of Redis. */
const OPERATED: readonly string[] = ['postgres', 'pgbouncer', 'kafka'];

/** Whether an operator of the cluster runs the component: a resource of the operator's is rendered for it, and no pod. */
export const isOperated = (stack: Stack, component: Component): boolean => {
  if (!isCluster(stack) || isExternal(stack, component)) return false;
  if (component.kind === 'redis') return stack.entries.get('profile.ha')?.value === true;
  // A pooler of CloudNativePG stands in front of a cluster of CloudNativePG, and of no other server.
  return OPERATED.includes(component.kind) && (component.kind !== 'pgbouncer' || databasesOf(stack, component).some((database) => !isExternal(stack, database)));
};

/** Whether the component runs elsewhere (`external: host:port`): nothing is sized or rendered for it. */
export const isExternal = (stack: Stack, component: Component): boolean => stack.entries.has(`${component.name}.component.external`);
