import { at, fileOf, listAt, objectsOf, pairsAt, scalarAt, textAt, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { quantityBytes, quantityCores } from '../../formats/kubernetes-quantity.ts';
import type { Position } from '../../model/entry.ts';
import { positionIn, type Word } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { sameNamespace, type Workload } from './workload.ts';

/** A variable that a manifest states, and whether its value stands there literally, in the container or in a ConfigMap. */
export interface Variable {
  readonly name: string;
  readonly word: Word;
  readonly literal: boolean;
}

/** The environment of a container. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly unresolved: ReadonlyMap<string, string>;
  readonly unread: readonly Unread[];
}

/** Reads `envFrom` and `env`: ConfigMaps are looked up, Secrets are not, `$(NAME)` is replaced as Kubernetes does. */
export function readEnvironment(objects: readonly KubernetesObject[], workload: Workload, component: string, container: Node): Environment {
  const variables = new Map<string, Variable>();
  const unresolved = new Map<string, string>();
  const unread: Unread[] = [];
  const unknown = (name: string, because: string): void => {
    variables.delete(name);
    unresolved.set(name, because);
  };
  const known = (name: string, word: Word, literal: boolean): void => {
    unresolved.delete(name);
    variables.set(name, { name, word, literal });
  };
  const objectNamed = (kind: string, name: string | undefined): KubernetesObject | undefined =>
    objectsOf(objects, kind).find((object) => object.name === name && sameNamespace(object, workload.object));

  for (const item of listAt(container, 'envFrom')) {
    const prefix = textAt(item, 'prefix') ?? '';
    for (const [kind, key] of [['ConfigMap', 'configMapRef'], ['Secret', 'secretRef']] as const) {
      const name = textAt(item, key, 'name');
      if (name === undefined) continue;
      const object = objectNamed(kind, name);
      const pairs = [...pairsAt(object?.tree, 'data'), ...pairsAt(object?.tree, 'stringData')];
      if (object === undefined) unread.push({ component, what: `variables of the ${kind} ${name}`, because: `the ${kind} is not among the manifests`, at: item.at });
      for (const pair of pairs) {
        if (pair.value.kind !== 'scalar') continue;
        if (kind === 'Secret') unknown(`${prefix}${pair.key}`, `the Secret ${name} is not read`);
        else known(`${prefix}${pair.key}`, { text: pair.value.text, at: textStart(pair.value) }, true);
      }
    }
  }
  for (const item of listAt(container, 'env')) {
    const name = textAt(item, 'name');
    if (name === undefined) continue;
    const from = at(item, 'valueFrom');
    if (from === undefined) {
      const value = at(item, 'value');
      const word: Word = value?.kind === 'scalar' ? { text: value.text, at: textStart(value) } : { text: '', at: item.at };
      const replaced = dependent(word.text, variables, unresolved);
      if (replaced.because === undefined) known(name, { ...word, text: replaced.text }, true);
      else unknown(name, replaced.because);
      continue;
    }
    const map = at(from, 'configMapKeyRef');
    if (map !== undefined) {
      const [wanted, key] = [textAt(map, 'name'), textAt(map, 'key')];
      const value = scalarOrEmpty(objectNamed('ConfigMap', wanted), key);
      if (value !== undefined) known(name, { text: value.text, at: textStart(value) }, true);
      else if (textAt(map, 'optional') !== 'true') unknown(name, `the ConfigMap ${wanted ?? ''} with ${key ?? 'its key'} is not among the manifests`);
      continue;
    }
    const field = textAt(from, 'fieldRef', 'fieldPath');
    const resource = scalarAt(from, 'resourceFieldRef', 'resource');
    const amount = resource === undefined ? undefined : resourceValue(container, resource.text, textAt(from, 'resourceFieldRef', 'divisor') ?? '1');
    if (amount !== undefined && resource !== undefined) known(name, { text: amount, at: resource.at }, false);
    else if (field === 'metadata.namespace' && workload.object.namespace !== undefined) known(name, { text: workload.object.namespace, at: item.at }, false);
    else if (at(from, 'secretKeyRef') !== undefined) unknown(name, `the Secret ${textAt(from, 'secretKeyRef', 'name') ?? ''} is not read`);
    else unknown(name, `${field ?? resource?.text ?? 'its source'} is only known when the pod runs`);
  }
  return { variables, unresolved, unread };
}

function scalarOrEmpty(object: KubernetesObject | undefined, key: string | undefined): (Node & { kind: 'scalar' }) | undefined {
  const node = pairsAt(object?.tree, 'data').find((pair) => pair.key === key)?.value;
  return node?.kind === 'scalar' ? node : undefined;
}

/** Where the text of a value begins, after its quote or in its block. */
export function textStart(node: Node & { kind: 'scalar' }): Position {
  return node.block !== undefined || node.source !== undefined ? positionIn(fileOf(node), 1, 1) : node.at;
}

/** Variables that double from one to the next would fill the memory. */
const LONGEST = 200_000;

/** `$(NAME)` of variables before it; `$$(NAME)` stays, and so does a name that there is not. */
export function dependent(text: string, variables: ReadonlyMap<string, Variable>, unresolved: ReadonlyMap<string, string>): { readonly text: string; readonly because?: string } {
  if (!text.includes('$(')) return { text: text.replaceAll('$$', '$') };
  let because: string | undefined;
  let length = 0;
  const replaced = text.replace(/\$\$|\$\(([A-Za-z_.-][A-Za-z0-9_.-]{0,250})\)/g, (whole, name: string | undefined) => {
    if (name === undefined) return '$';
    because ??= unresolved.get(name);
    const value = variables.get(name)?.word.text ?? whole;
    length += value.length;
    return length > LONGEST ? '' : value;
  });
  if (length > LONGEST) return { text: '', because: `it is longer than ${LONGEST} characters` };
  return because === undefined ? { text: replaced } : { text: replaced, because };
}

/** A limit or request of the container itself, divided and rounded up. */
function resourceValue(container: Node, resource: string, divisor: string): string | undefined {
  const [side = '', name = ''] = resource.split('.');
  const parse = name === 'cpu' ? quantityCores : quantityBytes;
  const value = parse(textAt(container, 'resources', side, name) ?? (side === 'requests' ? textAt(container, 'resources', 'limits', name) : undefined) ?? '');
  const by = parse(divisor === '0' ? '1' : divisor);
  return value === undefined || by === undefined || by === 0 ? undefined : String(Math.ceil(value / by));
}
