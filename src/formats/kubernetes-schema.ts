import type { Position } from '../model/entry.ts';
import custom from '../settings/custom-resources.json' with { type: 'json' };
import table from '../settings/kubernetes-schema.json' with { type: 'json' };
import { enumOf } from './kubernetes-enums.ts';
import { isNull, listAt, objectTitle, scalarAt, textAt, type KubernetesObject, type MapNode, type Node } from './kubernetes-object.ts';
import { removedIn } from './kubernetes-removed.ts';
import { found, scalarFault } from './kubernetes-scalar.ts';
import { meant } from './suggest.ts';

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
const customKinds = (): Readonly<Record<string, string>> => custom.kinds;
const customOrigins = (): Readonly<Record<string, string>> => custom.origins;
/** Definitions of custom resources have no names: they are numbered. */
const isCustom = (definition: string): boolean => definition.startsWith('~');
const definitionsBeside = (name: string): Readonly<Record<string, string>> => (isCustom(name) ? custom.definitions : table.definitions);
const parsed = new Map<string, ReadonlyMap<string, Field> | undefined>();

/** The fields of a definition; `undefined` where it may hold anything. */
function fieldsOf(name: string): ReadonlyMap<string, Field> | undefined {
  if (parsed.has(name)) return parsed.get(name);
  const definitions = definitionsBeside(name);
  const text = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  const fields = text === undefined || text === '*' ? undefined : new Map(text.split(' ').map((field): readonly [string, Field] => {
    const [key = '', type = '*'] = field.split(/:(.*)/s);
    return [key.replace(/!$/, ''), { type, required: key.endsWith('!') }];
  }));
  parsed.set(name, fields);
  return fields;
}

/** The definition of a kind, such as `apps/v1` and `Deployment`; `undefined` for a custom resource whose operator is not known. */
export const definitionOf = (apiVersion: string, kind: string): string | undefined => {
  const name = `${apiVersion}/${kind}`;
  if (Object.hasOwn(kinds(), name)) return kinds()[name];
  return apiVersion.includes('.') && Object.hasOwn(customKinds(), name) ? customKinds()[name] : undefined;
};

/** The operator that a custom resource belongs to, with the version whose schema is known: `CloudNativePG 1.29.0`. */
const operatorOf = (apiVersion: string): string | undefined => (Object.hasOwn(customOrigins(), apiVersion) ? customOrigins()[apiVersion] : undefined);

/** A custom resource of another version than the one whose schema is known: that one, with its operator. */
export function otherVersionOf(apiVersion: string, kind: string): string | undefined {
  const group = apiVersion.slice(0, apiVersion.indexOf('/') + 1);
  const known = Object.keys(customOrigins()).find((one) => one.startsWith(group) && Object.hasOwn(customKinds(), `${one}/${kind}`));
  return known === undefined ? undefined : `${known} of ${customOrigins()[known] ?? ''}`;
}

/** The key by which patches merge the items of a list, and what those items are. */
export function fieldType(definition: string | undefined, key: string): { readonly inner?: string; readonly mergeKey?: string } {
  const type = definition === undefined ? undefined : fieldsOf(definition)?.get(key)?.type;
  if (type === undefined) return {};
  const [, list, mergeKey] = /^\[(.*)\](.*)$/.exec(type) ?? [];
  return { inner: list ?? type, ...(mergeKey === undefined || mergeKey === '' ? {} : { mergeKey }) };
}

/** What the strict schema of Kubernetes, or of its operator, does not allow in an object. Other custom resources have no faults: nothing is known of them. */
export function faultsOf(object: KubernetesObject): readonly ManifestFault[] {
  const gone = removedIn(object.apiVersion, object.kind);
  const at = object.tree.pairs.find((pair) => pair.key === 'apiVersion')?.value.at ?? object.tree.at;
  if (gone !== undefined) return [{ message: `${objectTitle(object)}: ${object.apiVersion} is gone since Kubernetes ${gone.version}; ${gone.instead}`, at }];
  const definition = definitionOf(object.apiVersion, object.kind);
  if (definition === undefined) return unknownKind(object, at);
  const faults: ManifestFault[] = [];
  judge({ object, faults }, object.tree, definition, '', '');
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
  if (operatorOf(object.apiVersion) !== undefined) return misspelledKind(object, at);
  const builtIn = group === '' || (!group.includes('.') && Object.keys(kinds()).some((kind) => kind.startsWith(`${group}/`)));
  if (!builtIn || object.kind === 'Config') return [];
  const versions = Object.keys(kinds()).filter((kind) => kind.endsWith(`/${object.kind}`)).map((kind) => kind.slice(0, kind.lastIndexOf('/')));
  const near = meant(object.kind, Object.keys(kinds()).map((kind) => kind.slice(kind.lastIndexOf('/') + 1)));
  const hint = versions.length > 0 ? `it is in ${versions.join(' and ')}` : (near ?? 'no version of Kubernetes knows it');
  return [{ message: `${objectTitle(object)}: ${object.apiVersion} has no ${object.kind}; ${hint}`, at }];
}

/** A newer operator may have kinds of its own: only what looks like a misspelling is one. */
function misspelledKind(object: KubernetesObject, at: Position): readonly ManifestFault[] {
  const near = meant(object.kind, Object.keys(customKinds()).filter((kind) => kind.startsWith(`${object.apiVersion}/`)).map((kind) => kind.slice(kind.lastIndexOf('/') + 1)));
  return near === undefined ? [] : [{ message: `${objectTitle(object)}: ${object.apiVersion} has no ${object.kind}; ${near}`, at }];
}

interface Judged {
  readonly object: KubernetesObject;
  readonly faults: ManifestFault[];
}

function judge(into: Judged, node: Node, type: string, path: string, owner: string): void {
  const complain = (message: string, at: Position = node.at): void => void into.faults.push({ message: `${objectTitle(into.object)}: ${message}`, at });
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
  if (isDefinition(type)) {
    if (node.kind !== 'mapping') return complain(`${path} must be a map, found ${found(node)}`);
    return judgeFields(into, node, type, path);
  }
  const fault = scalarFault(node, type, enumOf(owner, path.slice(path.lastIndexOf('.') + 1)));
  if (fault !== undefined) complain(`${path} must be ${fault}`);
}

/** Definitions of Kubernetes have a dot in their names; the types of scalars begin with their letter. */
const isDefinition = (type: string): boolean => isCustom(type) || /^[a-z0-9]+\.[a-z]/.test(type);

function judgeFields(into: Judged, node: MapNode, definition: string, path: string): void {
  const fields = fieldsOf(definition);
  if (fields === undefined) return;
  for (const { key, at, value } of node.pairs) {
    const full = path === '' ? key : `${path}.${key}`;
    const field = fields.get(key);
    if (field !== undefined) judge(into, value, field.type, full, definition);
    else {
      const near = meant(key, fields.keys());
      into.faults.push({ message: `${objectTitle(into.object)}: ${full} is no field of ${nameOf(into.object, definition)}${near === undefined ? '' : `; ${near}`}`, at });
    }
  }
  for (const [key, { required }] of fields) {
    if (!required || !isNull(node.pairs.find((pair) => pair.key === key)?.value)) continue;
    into.faults.push({ message: `${objectTitle(into.object)}: ${path === '' ? '' : `${path}.`}${key} is required and missing`, at: node.at });
  }
}

/** What a definition is called where a field of it is missed. */
const nameOf = ({ apiVersion, kind }: KubernetesObject, definition: string): string =>
  isCustom(definition) ? `${kind}, as ${operatorOf(apiVersion) ?? apiVersion} knows it` : definition.slice(definition.lastIndexOf('.') + 1);

/** Names of the objects of a List. */
export const itemsOf = (object: KubernetesObject): readonly Node[] => (object.kind.endsWith('List') || object.kind === 'List' ? listAt(object.tree, 'items') : []);
