import type { Concern } from './concern.ts';
import type { Unit, Value } from './value.ts';

/**
 * What one setting is repeated for inside a component: each route, upstream or database client of a plan, each request of its scenario; or what a
 * file repeats by name: a port, a path in the container, a network, another component, a variable, an address, a volume, a library, a database of a pooler, a platform, a resource that is counted.
 */
export type Per = 'route' | 'upstream' | 'client' | 'request' | 'port' | 'path' | 'network' | 'component' | 'variable' | 'address' | 'volume' | 'library' | 'database' | 'platform' | 'resource';

/** One knob of one kind of server, under the server's own name. */
export interface Setting<T extends Value = Value> {
  /** The namespace of the knob: a server (`nginx`, `postgres`), `container`, `kubernetes`, or a part of the profile (`machine`). */
  readonly kind: string;
  /** The server's own spelling. */
  readonly name: string;
  readonly unit: Unit;
  /** One sentence: what it is. */
  readonly about: string;
  /** Where its manual is. */
  readonly manual?: string;
  /** The first version that knows it. */
  readonly since?: string;
  /** The first version that no longer knows it. */
  readonly until?: string;
  /** What the server uses when its file is silent, by version of the server. */
  readonly silent?: (version: string) => T | undefined;
  /** Smallest and greatest number that the server accepts. */
  readonly min?: number;
  readonly max?: number;
  /** The words that the server accepts. */
  readonly oneOf?: readonly string[];
  readonly per?: Per;
  /** What it is repeated for, where that is the same in every stack. */
  readonly subjects?: readonly string[];
  /** The unit of a bare number in the server's own files, where it has one (PostgreSQL): bytes or milliseconds each. */
  readonly bare?: number;
  /** Whether a change needs the server to be restarted, not only reloaded. */
  readonly restart?: boolean;
  /** What a change of it is a matter of, where its unit does not tell. */
  readonly concern?: Concern;
}

/** The facts of a setting beside its name and unit. */
export type Facts<T extends Value> = Omit<Setting<T>, 'kind' | 'name' | 'unit' | 'silent'> & {
  /** The server's default: one value for all versions, or a lookup by version. */
  readonly silent?: T | ((version: string) => T | undefined);
};

function define<T extends Value>(kind: string, name: string, unit: Unit, facts: Facts<T>): Setting<T> {
  const { silent, ...rest } = facts;
  if (silent === undefined) return { kind, name, unit, ...rest };
  const lookup = typeof silent === 'function' ? silent : () => silent;
  return { kind, name, unit, ...rest, silent: lookup };
}

/** Builders for the settings of one kind, one per unit. */
export const settingsOf = (kind: string) => ({
  bytes: (name: string, facts: Facts<number>) => define<number>(kind, name, 'bytes', { min: 0, ...facts }),
  time: (name: string, facts: Facts<number>) => define<number>(kind, name, 'milliseconds', { min: 0, ...facts }),
  cores: (name: string, facts: Facts<number>) => define<number>(kind, name, 'millicores', { min: 0, ...facts }),
  count: (name: string, facts: Facts<number>) => define<number>(kind, name, 'count', { min: 0, ...facts }),
  rate: (name: string, facts: Facts<number>) => define<number>(kind, name, 'per-second', { min: 0, ...facts }),
  ratio: (name: string, facts: Facts<number>) => define<number>(kind, name, 'ratio', { min: 0, ...facts }),
  flag: (name: string, facts: Facts<boolean>) => define<boolean>(kind, name, 'flag', facts),
  text: (name: string, facts: Facts<string>) => define<string>(kind, name, 'text', facts),
  list: (name: string, facts: Facts<readonly string[]>) => define<readonly string[]>(kind, name, 'list', facts),
});

const isSetting = (value: unknown): value is Setting => typeof value === 'object' && value !== null && 'unit' in value;
/** The settings that a module exports, beside whatever else it does; of one kind, where it is named. */
export const settingsIn = (module: object, kind?: string): readonly Setting[] => (Object.values(module) as readonly unknown[]).filter(isSetting).filter((setting) => kind === undefined || setting.kind === kind);
