import type { Entry } from '../model/entry.ts';
import { entriesIn, entryOf, perStack, repeated } from '../model/lookup.ts';
import { clientsOf, type Component, type Stack } from '../model/stack.ts';
import { isApplication, PROXY_KINDS } from '../model/who.ts';
import * as component from '../settings/component.ts';
import * as container from '../settings/container.ts';
import { build, command, connects, listens, variable } from '../settings/found.ts';
import { db as redisDatabase } from '../settings/redis-py.ts';
import { answering, statedOf, target, type Stated } from './wiring.ts';

/** One of several services that are the same program, as far as it must not differ. */
export interface Copy {
  readonly name: string;
  /** Ports that it surely listens on. */
  readonly ports: readonly number[];
  readonly portEntries?: readonly Entry[];
  /** Ports that proxies use for it. */
  readonly used: readonly { readonly by: string; readonly port: number; readonly entry?: Entry }[];
  /** Workers, pools, limits. */
  readonly numbers: readonly { readonly setting: string; readonly value: number; readonly entry?: Entry }[];
  readonly variables: readonly Stated<string>[];
}

const LIMITS = [container.memory_limit, container.cpu_limit];

/** `web1`, `api-2`, `app_3`: the name without its number. */
const baseName = (name: string): string | undefined => /^(.*?[^0-9_-])[_-]?[0-9]+$/.exec(name)?.[1];

/** Services of one program: the same image or folder, and either names that differ in a number only, or one proxy in front and one command. */
export const copiesOf = perStack((stack): readonly (readonly Copy[])[] => {
  const families = new Map<string, Component[]>();
  for (const one of stack.components.filter(isApplication)) {
    const program = entryOf(stack, one, build)?.value ?? entryOf(stack, one, component.image)?.value;
    if (program === undefined) continue;
    const base = baseName(one.name);
    const proxies = clientsOf(stack, one).filter(({ kind }) => PROXY_KINDS.includes(kind)).map(({ name }) => name);
    const key = base !== undefined ? `name ${base}` : proxies.length > 0 ? `proxy ${proxies.join(' ')} ${entryOf(stack, one, command)?.value ?? ''}` : undefined;
    if (key !== undefined) families.set(`${program} ${key}`, [...(families.get(`${program} ${key}`) ?? []), one]);
  }
  return [...families.values()].filter((family) => family.length > 1).map((family) => family.map((one) => copyOf(stack, one)));
});

function copyOf(stack: Stack, one: Component): Copy {
  const open = repeated(stack, one, listens).filter(({ value }) => value);
  return {
    name: one.name, ports: open.map(({ subject }) => Number(subject)), portEntries: open, used: usesOf(stack, one), variables: statedOf(stack, one, variable),
    numbers: [...numbersOf(stack, one), ...LIMITS.flatMap((setting) => entryOf(stack, one, setting) ?? [])].map((entry) => ({ setting: `${entry.setting.kind}.${entry.setting.name}`, value: Number(entry.value), entry })),
  };
}

const usesOf = (stack: Stack, one: Component): Copy['used'] =>
  clientsOf(stack, one).filter(({ kind }) => PROXY_KINDS.includes(kind)).flatMap((proxy) =>
    repeated(stack, proxy, connects).flatMap((entry) => {
      const { host, port } = target(entry.subject ?? '');
      return port !== undefined && answering(stack, host) === one.name ? [{ by: proxy.name, port, entry }] : [];
    }));

const AROUND = ['container', 'component', 'kubernetes', 'route', 'workload'];

/** What is stated of the program itself, in numbers: those of places, a port or a database of a Redis, are not how much there is of anything. */
const numbersOf = (stack: Stack, one: Component): readonly Entry[] =>
  entriesIn(stack, one).filter((entry) => entry.subject === undefined && typeof entry.value === 'number' && !AROUND.includes(entry.setting.kind) && entry.setting !== redisDatabase && !/port$/.test(entry.setting.name));
