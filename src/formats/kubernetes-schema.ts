import type { Position } from '../model/entry.ts';
import { quoted } from '../model/quote.ts';
import table from '../settings/kubernetes-schema.json' with { type: 'json' };
import { enumOf } from './kubernetes-enums.ts';
import { isNull, listAt, objectTitle, scalarAt, textAt, type KubernetesObject, type MapNode, type Node, type TextNode } from './kubernetes-object.ts';
import { isQuantity } from './kubernetes-quantity.ts';
import { removedIn } from './kubernetes-removed.ts';
import { meant } from './suggest.ts';
import { yamlKind } from './yaml-scalars.ts';

/** One thing that Kubernetes does not take, and where it stands. */
export interface ManifestFault {
  /** `Deployment/api: spec.replica is no field of DeploymentSpec`. */
  readonly message: string;
  readonly at: Position;
}

/** A field of a definition. */
interface Field {
  readonly type: string;
  readonly required: boolean;
}

/** Read when they are asked: who reads no manifest does not pay for them. */
const kinds = (): Readonly<Record<string, string>> => table.kinds;
const definitions = (): Readonly<Record<string, string>> => table.definitions;
const parsed = new Map<string, ReadonlyMap<string, Field> | undefined>();

/** The fields of a definition; `undefined` where it may hold anything. */
function fieldsOf(name: string): ReadonlyMap<string, Field> | undefined {
  if (parsed.has(name)) return parsed.get(name);
  const text = Object.hasOwn(definitions(), name) ? definitions()[name] : undefined;
  const fields = text === undefined || text === '*' ? undefined : new Map(text.split(' ').map((field): readonly [string, Field] => {
    const [key = '', type = '*'] = field.split(/:(.*)/s);
    return [key.replace(/!$/, ''), { type, required: key.endsWith('!') }];
  }));
  parsed.set(name, fields);
  return fields;
}

/** The definition of a kind, such as `apps/v1` and `Deployment`; `undefined` for a custom resource. */
export const definitionOf = (apiVersion: string, kind: string): string | undefined => {
  const name = `${apiVersion}/${kind}`;
  return Object.hasOwn(kinds(), name) ? kinds()[name] : undefined;
};

/** The key by which patches merge the items of a list, and what those items are. */
export function fieldType(definition: string | undefined, key: string): { readonly inner?: string; readonly mergeKey?: string } {
  const type = definition === undefined ? undefined : fieldsOf(definition)?.get(key)?.type;
  if (type === undefined) return {};
  const [, list, mergeKey] = /^\[(.*)\](.*)$/.exec(type) ?? [];
  return { inner: list ?? type, ...(mergeKey === undefined || mergeKey === '' ? {} : { mergeKey }) };
}

/** What the strict schema of Kubernetes does not allow in an object. Custom resources have no faults: nothing is known of them. */
export function faultsOf(object: KubernetesObject): readonly ManifestFault[] {
  const gone = removedIn(object.apiVersion, object.kind);
  const at = object.tree.pairs.find((pair) => pair.key === 'apiVersion')?.value.at ?? object.tree.at;
  if (gone !== undefined) return [{ message: `${objectTitle(object)}: ${object.apiVersion} is gone since Kubernetes ${gone.version}; ${gone.instead}`, at }];
  const definition = definitionOf(object.apiVersion, object.kind);
  if (definition === undefined) return unknownKind(object, at);
  const faults: ManifestFault[] = [];
  judge({ title: objectTitle(object), faults }, object.tree, definition, '', '');
  if (object.name === '' && textAt(object.tree, 'metadata', 'generateName') === undefined) faults.push({ message: `${object.kind} has no metadata.name`, at: object.tree.at });
  return [...faults, ...(object.kind === 'HorizontalPodAutoscaler' ? emptyRange(object) : [])];
}

/** An autoscaler that may have no number of pods at all. */
function emptyRange(object: KubernetesObject): readonly ManifestFault[] {
  const [least, most] = ['minReplicas', 'maxReplicas'].map((key) => scalarAt(object.tree, 'spec', key));
  if (least === undefined || most === undefined || Number.isNaN(Number(least.text)) || !(Number(most.text) < Number(least.text))) return [];
  return [{ message: `${objectTitle(object)}: spec.maxReplicas ${most.text} is below spec.minReplicas ${least.text}`, at: most.at }];
}

/** A kind that exists in another group is a misspelling; any other is a custom resource. */
function unknownKind(object: KubernetesObject, at: Position): readonly ManifestFault[] {
  const group = object.apiVersion.includes('/') ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
  const builtIn = group === '' || (!group.includes('.') && Object.keys(kinds()).some((kind) => kind.startsWith(`${group}/`)));
  if (!builtIn || object.kind === 'Config') return [];
  const versions = Object.keys(kinds()).filter((kind) => kind.endsWith(`/${object.kind}`)).map((kind) => kind.slice(0, kind.lastIndexOf('/')));
  const near = meant(object.kind, Object.keys(kinds()).map((kind) => kind.slice(kind.lastIndexOf('/') + 1)));
  const hint = versions.length > 0 ? `it is in ${versions.join(' and ')}` : (near ?? 'no version of Kubernetes knows it');
  return [{ message: `${objectTitle(object)}: ${object.apiVersion} has no ${object.kind}; ${hint}`, at }];
}

interface Judged {
  readonly title: string;
  readonly faults: ManifestFault[];
}

const WORDS: Readonly<Record<string, string>> = { s: 'a text', i: 'a whole number', n: 'a number', b: 'true or false', q: 'a quantity such as 512Mi or 500m', x: 'a whole number or a text' };

function judge(into: Judged, node: Node, type: string, path: string, owner: string): void {
  const complain = (message: string, at: Position = node.at): void => void into.faults.push({ message: `${into.title}: ${message}`, at });
  if (type === '*' || isNull(node)) return;
  if (type.startsWith('[')) {
    if (node.kind !== 'sequence') return complain(`${path} must be a list, found ${found(node)}`);
    const inner = type.slice(1, type.lastIndexOf(']'));
    return node.items.forEach((item, index) => judge(into, item, inner, `${path}[${index}]`, owner));
  }
  if (type.startsWith('{')) {
    if (node.kind !== 'mapping') return complain(`${path} must be a map, found ${found(node)}`);
    return node.pairs.forEach(({ key, value }) => judge(into, value, type.slice(1, -1), `${path}.${key}`, owner));
  }
  const words = WORDS[type];
  if (words !== undefined) {
    if (node.kind !== 'scalar') return complain(`${path} must be ${words}, found ${found(node)}`);
    if (!fits(node, type)) return complain(`${path} must be ${words}, found ${found(node)}${type === 's' ? ': put quotes around it' : ''}`);
    const allowed = enumOf(owner, path.slice(path.lastIndexOf('.') + 1));
    if (allowed !== undefined && !allowed.includes(node.text)) complain(`${path} must be one of ${allowed.join(', ')}, found ${quoted(node.text)}`);
    return;
  }
  if (node.kind !== 'mapping') return complain(`${path} must be a map, found ${found(node)}`);
  judgeFields(into, node, type, path);
}

function judgeFields(into: Judged, node: MapNode, definition: string, path: string): void {
  const fields = fieldsOf(definition);
  if (fields === undefined) return;
  for (const { key, at, value } of node.pairs) {
    const full = path === '' ? key : `${path}.${key}`;
    const field = fields.get(key);
    if (field !== undefined) judge(into, value, field.type, full, definition);
    else {
      const near = meant(key, fields.keys());
      into.faults.push({ message: `${into.title}: ${full} is no field of ${definition.slice(definition.lastIndexOf('.') + 1)}${near === undefined ? '' : `; ${near}`}`, at });
    }
  }
  for (const [key, { required }] of fields) {
    if (!required || !isNull(node.pairs.find((pair) => pair.key === key)?.value)) continue;
    into.faults.push({ message: `${into.title}: ${path === '' ? '' : `${path}.`}${key} is required and missing`, at: node.at });
  }
}

function fits(node: TextNode, type: string): boolean {
  const kind = yamlKind(node);
  switch (type) {
    case 's': return kind === 'text';
    case 'i': return kind === 'whole';
    case 'n': return kind === 'whole' || kind === 'number';
    case 'b': return kind === 'flag';
    case 'q': return kind === 'text' || kind === 'whole' || kind === 'number' ? isQuantity(node.text.trim()) : false;
    default: return kind === 'whole' || kind === 'text';
  }
}

function found(node: Node): string {
  if (node.kind === 'sequence') return 'a list';
  if (node.kind === 'mapping') return 'a map';
  const kind = yamlKind(node);
  return kind === 'text' ? `the text ${quoted(node.text)}` : kind === 'flag' ? `${node.text}, which is true or false` : `the number ${node.text}`;
}

/** Names of the objects of a List. */
export const itemsOf = (object: KubernetesObject): readonly Node[] => (object.kind.endsWith('List') || object.kind === 'List' ? listAt(object.tree, 'items') : []);
