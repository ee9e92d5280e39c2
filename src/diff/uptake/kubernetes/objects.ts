import { perObject } from '../../../model/per-object.ts';
import { baseOf } from '../../files/hashed-names.ts';
import type { Side } from '../../side.ts';
import { isList, isMapping, mappingBelow, mappingsIn, textBelow, type YamlMapping, type YamlValue } from '../yaml-values.ts';
import { headOf } from './head.ts';

/** An object of a side's manifests. */
export interface Found {
  readonly kind: string;
  /** Its name without the hash of its content, where it has one. */
  readonly name: string;
  readonly namespace: string;
  /** The component that it belongs to; its own name where it is nobody's. */
  readonly component: string;
  readonly file: string;
  /** What it says; read when somebody asks, as most of a stack does not change. */
  readonly value: () => YamlMapping;
}

/** An object that both sides have, and that they do not say alike. */
export interface Pair extends Omit<Found, 'value'> {
  readonly before: YamlMapping;
  readonly after: YamlMapping;
}

/** The objects of both sides: those that changed, those that are gone, and all. */
export interface Objects {
  readonly changed: readonly Pair[];
  readonly gone: readonly Found[];
  readonly before: readonly Found[];
  readonly after: readonly Found[];
}

/** An object with its text. */
interface Written extends Found {
  readonly text: string;
  readonly key: string;
}

const FOLDERS = /^(?:monitoring\/)?kubernetes\/.*\.ya?ml$/;

/** The manifests of both sides, matched by group, kind, namespace and name; of those kinds alone what differs is read. */
export function objectsOf(before: Side, after: Side, kinds: ReadonlySet<string>): Objects {
  const [earlier, later] = [writtenIn(before), writtenIn(after)];
  const keys = new Map(earlier.map((found) => [found.key, found]));
  const known = new Set(later.map(({ key }) => key));
  return {
    changed: later.flatMap(({ value, text, key, ...found }): readonly Pair[] => {
      const was = keys.get(key);
      return was === undefined || was.text === text || !kinds.has(found.kind) ? [] : [{ ...found, before: was.value(), after: value() }];
    }),
    gone: earlier.filter(({ key }) => !known.has(key)),
    before: earlier,
    after: later,
  };
}

/** Whether a side has an object of a kind and name, and its namespace. */
export const namespaceOfObject = (side: Side, kind: string, name: string): string | undefined => writtenIn(side).find((found) => found.kind === kind && found.name === name)?.namespace;

/** Clusters and databases ask for them. */
const writtenIn = perObject(({ files }: Side): readonly Written[] =>
  files.filter(({ path }) => FOLDERS.test(path)).flatMap(({ path, text }) => text.split(/^---\s*$/m).flatMap((document) => written(path, document))));

function written(file: string, text: string): readonly Written[] {
  let read: YamlMapping | undefined;
  const value = (): YamlMapping => (read ??= mappingsIn(text)[0] ?? {});
  const head = headOf(text, value);
  if (head === undefined) return [];
  const { apiVersion, kind, namespace = '', instance, immutable } = head;
  const name = immutable ? baseOf(head.name) : head.name;
  // An object may be stated in another version of its group, and stays the same one.
  const group = apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '';
  return [{ kind, name, namespace, component: instance ?? name, file, value, text, key: [group, kind, namespace, name].join(' ') }];
}

/** The names of the ConfigMaps and Secrets that a pod reads, as they stand there. */
export function contentNames(pod: YamlValue | undefined): readonly string[] {
  if (isList(pod)) return pod.flatMap(contentNames);
  if (!isMapping(pod)) return [];
  const own = [textBelow(pod, 'configMap', 'name'), textBelow(pod, 'configMapRef', 'name'), textBelow(pod, 'configMapKeyRef', 'name'), textBelow(pod, 'secret', 'secretName'), textBelow(pod, 'secretRef', 'name'), textBelow(pod, 'secretKeyRef', 'name')];
  return [...own.filter((name) => name !== undefined), ...Object.values(pod).flatMap(contentNames)];
}

/** The pod template of a workload. */
export const templateOf = (value: YamlMapping): YamlMapping => mappingBelow(value, 'spec', 'template');
