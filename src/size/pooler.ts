import { entryId, type Entry } from '../model/entry.ts';
import { entryOf, valueOf } from '../model/lookup.ts';
import { applicationsOf, isCluster, isExternal, part, type Component, type Link, type Stack } from '../model/stack.ts';
import { isApplication, poolersAbove } from '../model/who.ts';
import * as c from '../settings/component.ts';
import { sqlalchemySize } from '../settings/pools.ts';
import { processesOf } from '../settings/processes.ts';
import { without } from '../settings/profile.ts';

/**
 * The stack with a pooler in front of each database that cannot carry its clients directly, or
 * `undefined` when none is needed. `direct` is the plan without poolers; a plan that was refused
 * counts as one that needs them.
 */
export function withPoolers(profile: Stack, direct: Stack | undefined): Stack | undefined {
  const unwanted = profile.entries.get(entryId(part('profile'), without))?.value;
  if (Array.isArray(unwanted) && unwanted.includes('pooler')) return undefined;
  const needy = profile.components.filter((component) => component.kind === 'postgres' && needsPooler(profile, direct, component));
  if (needy.length === 0) return undefined;
  return needy.reduce((stack, database) => addPooler(stack, database, needy.length > 1 ? `pooler-${database.name}` : 'pooler'), profile);
}

function needsPooler(profile: Stack, direct: Stack | undefined, database: Component): boolean {
  if (poolersAbove(profile, database).length > 0 || profile.components.some((component) => component.name === 'pooler')) return false;
  const clients = applicationsOf(profile, database).filter(isApplication);
  if (clients.length === 0) return false;
  if (isCluster(profile)) return !isExternal(profile, database);
  if (direct === undefined) return true;
  return isShort(direct, database) || clients.some((client) => costs(direct, client));
}

/** Whether the memory of a database does not carry the pools of its clients. */
export const isShort = (direct: Stack, database: Component): boolean => (valueOf(direct, database, c.base_connections) ?? 0) > (valueOf(direct, database, c.connections_carried) ?? 0);

/** Whether a pooler would give a client processes, or more than twice the connections that their threads have to share. */
function costs(direct: Stack, client: Component): boolean {
  const [workers, pool] = [processesOf(client), sqlalchemySize].map((setting) => setting && entryOf(direct, client, setting));
  const bounded = (entry: Entry | undefined): boolean => entry?.origin.from === 'rule' && entry.origin.bound === 'database';
  return bounded(workers) || (bounded(pool) && 2 * Number(pool?.value) < (valueOf(direct, client, c.threads) ?? 0));
}

/** The name of a pooler that the sizing adds. */
const ADDED = /^pooler(-.+)?$/;

/** Whether the sizing added a pooler by itself: no profile states where it is, or anything of it. */
export const isAdded = (plan: Stack, { name, kind, at }: Component): boolean =>
  kind === 'pgbouncer' && at === undefined && ADDED.test(name) && ![...plan.entries.values()].some(({ component, origin }) => component === name && origin.from === 'stated');

/** What decides whether databases need a pooler on one machine: the connections they have and carry, and what bounds their clients. */
export const decidingEntries = (plan: Stack): readonly Entry[] =>
  plan.components.filter(({ kind }) => kind === 'postgres').flatMap((database) => [
    ...[c.base_connections, c.connections_carried].flatMap((setting) => entryOf(plan, database, setting) ?? []),
    ...applicationsOf(plan, database).filter(isApplication).flatMap((client) => [processesOf(client), sqlalchemySize, c.threads].flatMap((setting) => (setting && entryOf(plan, client, setting)) ?? [])),
  ]);

function addPooler(stack: Stack, database: Component, name: string): Stack {
  const pooler: Component = { name, kind: 'pgbouncer' };
  const at = stack.components.indexOf(database);
  const reroute = (link: Link): Link => {
    const client = stack.components.find((component) => component.name === link.from);
    return link.to === database.name && client !== undefined && isApplication(client) ? { from: link.from, to: name } : link;
  };
  return {
    ...stack,
    components: [...stack.components.slice(0, at), pooler, ...stack.components.slice(at)],
    links: [...stack.links.map(reroute), { from: name, to: database.name }],
  };
}
