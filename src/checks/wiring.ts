import type { Entry } from '../model/entry.ts';
import { entryId } from '../model/entry.ts';
import { grouped } from '../model/grouped.ts';
import type { Input } from '../model/input.ts';
import { entryOf, perStack, repeated } from '../model/lookup.ts';
import type { Setting } from '../model/setting.ts';
import type { Address, Component, Stack } from '../model/stack.ts';
import type { Value } from '../model/value.ts';
import { hostPort } from '../formats/host-port.ts';
import * as component from '../settings/component.ts';
import * as found from '../settings/found.ts';

/** One of the values that a setting is repeated with. */
export interface Stated<T extends Value = Value> {
  readonly subject: string;
  readonly value: T;
  readonly entry?: Entry;
}

/** The values of a repeated setting of any component. */
export const statedOf = <T extends Value>(stack: Stack, of: Pick<Component, 'name'>, setting: Setting<T>): readonly Stated<T>[] =>
  repeated(stack, of, setting).map((entry) => ({ subject: entry.subject ?? '', value: entry.value, entry }));

/** The entries that there are. */
export const sides = (...entries: readonly (Entry | undefined)[]): readonly Entry[] => entries.flatMap((entry) => entry ?? []);

/** What a file states; absent where it states nothing, and not read where it cannot be known. */
export const ifStated = <T extends Value>(setting: Setting<T>): Input<T | undefined> => ({
  read: ({ stack, component: of }) => {
    const id = entryId(of, setting);
    if (stack.unread?.some((unread) => unread.id === id) === true) return { found: false, missing: id };
    const entry = entryOf(stack, of, setting);
    return { found: true, value: entry?.value, entries: sides(entry) };
  },
});

/** Whether a container of Compose: Compose gives each a network or a mode of it. */
export const isComposed = (stack: Stack, of: Component): boolean => repeated(stack, of, found.network).length > 0 || entryOf(stack, of, found.network_mode) !== undefined;

/** Host and port of an address as it is written. */
export const target = (subject: string): { readonly host: string; readonly port?: number } => hostPort(subject) ?? { host: subject };

const byHost = perStack((stack) => grouped((stack.addresses ?? []).filter(({ component }) => component !== ''), ({ host }) => host));
const byName = perStack((stack) => new Map(stack.components.map((one) => [one.name, one])));
const linked = perStack((stack) => grouped(stack.links, ({ from }) => from));

/** Every component that answers at a host name. */
export const addressesNamed = (stack: Stack, host: string): readonly Address[] => byHost(stack).get(host.toLowerCase()) ?? [];

/** The component that answers at a host name. */
export const answering = (stack: Stack, host: string): string | undefined => addressesNamed(stack, host).at(-1)?.component;

/** Whether a component is no container beside the main one of a pod: what holds for the whole pod is told once. */
export function isMain(stack: Stack, { name }: Component): boolean {
  const slash = name.lastIndexOf('/');
  return slash < 0 || !byName(stack).has(name.slice(0, slash));
}

/** The components that a component opens connections to. */
export const reachedFrom = (stack: Stack, from: Component): readonly Component[] => (linked(stack).get(from.name) ?? []).flatMap(({ to }) => byName(stack).get(to) ?? []);

/** The kind of the component of that name. */
export const kindOf = (stack: Stack, name: string): string => byName(stack).get(name)?.kind ?? '';

/** Whether a container that ends is started again. */
export const isRestarted = (policy: string | undefined): policy is string => policy !== undefined && !['no', 'none', 'false'].includes(policy);

/** The first of many names, and how many more there are. */
export const told = (names: readonly string[]): string => (names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', '));

/** Stores of data beside those that are kinds of their own, by the name of their image. */
const STORES = new Set([
  'mysql', 'mariadb', 'percona', 'mongo', 'mongodb', 'elasticsearch', 'opensearch', 'cassandra', 'memcached', 'couchdb', 'clickhouse-server', 'clickhouse', 'neo4j', 'influxdb', 'cockroach', 'azure-sql-edge', 'mssql-server', 'rabbitmq', 'kafka', 'valkey', 'timescaledb', 'postgis',
]);

/** Name of an image without registry, tag and digest. */
export const bareImage = (image: string): string => image.replace(/@.*$/, '').split('/').at(-1)?.split(':')[0] ?? '';

const isSqlServer = (image: string): boolean => /(?:^|\/)mssql\/server(?::|@|$)/.test(image);

/** Whether a component keeps data for others: what must not be open to the world, and what clients wait for. */
export function isStore(stack: Stack, of: Component): boolean {
  if (['postgres', 'redis', 'pgbouncer', 'kafka'].includes(of.kind)) return true;
  const image = of.kind === 'service' || of.kind === 'application' ? entryOf(stack, of, component.image)?.value : undefined;
  return image !== undefined && (isSqlServer(image) || STORES.has(bareImage(image)));
}
