import { valueOf } from '../../model/lookup.ts';
import { componentNamed, isExternal, isOperated, type Component } from '../../model/stack.ts';
import { version } from '../../settings/component.ts';
import { fileOf } from '../../targets/names.ts';
import type { Side } from '../side.ts';

/** What a file tells a server: values by their names. */
export type Told = ReadonlyMap<string, string>;

/** A server that runs on both sides from a file of its own that tells it something else. */
export interface Retold {
  readonly component: Component;
  /** The version that runs before, and the one after. */
  readonly was: string;
  readonly is: string;
  /** Where the file lies. */
  readonly path: string;
  /** The names of what differs, in the order of the file after; what it no longer says follows. */
  readonly names: readonly string[];
  readonly before: Told;
  readonly after: Told;
}

/** The components of a kind that both sides run themselves. */
export const runOnBoth = (before: Side, after: Side, kind: string): readonly Component[] =>
  after.stack.components.filter((component) => component.kind === kind && isOwn(after, component) && componentNamed(before.stack, component.name)?.kind === kind && isOwn(before, component));

const isOwn = ({ stack }: Side, component: Component): boolean => !isExternal(stack, component) && !isOperated(stack, component);

/** The servers of a kind whose file tells them something else. */
export const retold = (before: Side, after: Side, kind: string, name: string, read: (text: string) => Told): readonly Retold[] =>
  runOnBoth(before, after, kind).flatMap((component) => {
    const path = fileOf(after.stack, component, name);
    const [earlier, later] = [textAt(before, fileOf(before.stack, component, name)), textAt(after, path)];
    if (earlier === undefined || later === undefined || earlier === later) return [];
    const [one, other] = [read(earlier), read(later)];
    const names = differingNames(one, other);
    return names.length === 0 ? [] : [{ component, was: versionIn(before, component), is: versionIn(after, component), path, names, before: one, after: other }];
  });

/** The names that two sides give different values. */
export const differingNames = (before: Told, after: Told): readonly string[] => [...new Set([...after.keys(), ...before.keys()])].filter((name) => before.get(name) !== after.get(name));

/** The text of a file of a side. */
export const textAt = ({ files }: Side, path: string): string | undefined => files.find((file) => file.path === path)?.text;

/** The version that a component runs on a side; empty where it is not known. */
export const versionIn = ({ stack }: Side, component: Component): string => valueOf(stack, component, version) ?? '';
