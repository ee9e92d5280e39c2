import { listAt, pairsAt, type KubernetesObject, type TextNode } from '../../formats/kubernetes-object.ts';
import { definitionOf, otherVersionOf } from '../../formats/kubernetes-schema.ts';
import { quantityBytes, quantityCores } from '../../formats/kubernetes-quantity.ts';
import { removedIn } from '../../formats/kubernetes-removed.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import { PROJECT, type Unread } from '../../model/stack.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { stateNode, wholeNumber } from './stating.ts';
import { namespaceOf } from './workload.ts';

/** What holds for a namespace or the cluster as a whole: quotas, nodes. */
export const projectEntries = (objects: readonly KubernetesObject[]): readonly Entry[] => [...objects.filter(({ kind }) => kind === 'ResourceQuota').flatMap(quotaEntries), ...nodeEntries(objects)];

/** Of several quotas of a namespace the smallest counts; one with scopes is for some pods alone. */
function quotaEntries({ tree, namespace }: KubernetesObject): readonly Entry[] {
  if (listAt(tree, 'spec', 'scopes').length > 0 || pairsAt(tree, 'spec', 'scopeSelector').length > 0) return [];
  return pairsAt(tree, 'spec', 'hard').flatMap(({ key, value }) => (value.kind === 'scalar' ? hard(key, value, namespaceOf({ ...(namespace === undefined ? {} : { namespace }) })) : []));
}

/** `cpu` and `memory` alone mean requests. */
function hard(key: string, node: TextNode, namespace: string): readonly Entry[] {
  const name = key === 'cpu' || key === 'memory' ? `requests.${key}` : key;
  const subject = `${namespace} ${name}`;
  switch (name) {
    case 'requests.cpu': case 'limits.cpu': return stateNode(PROJECT.name, kubernetes.quota_cpu, key, node, quantityCores, subject).entries;
    case 'requests.memory': case 'limits.memory': return stateNode(PROJECT.name, kubernetes.quota_memory, key, node, quantityBytes, subject).entries;
    case 'pods': case 'count/pods': return stateNode(PROJECT.name, kubernetes.quota_pods, key, node, wholeNumber, `${namespace} pods`).entries;
    default: return [];
  }
}

function nodeEntries(objects: readonly KubernetesObject[]): readonly Entry[] {
  const nodes = objects.filter(({ kind, apiVersion }) => kind === 'Node' && apiVersion === 'v1');
  const [first] = nodes;
  return first === undefined ? [] : [statedEntry(PROJECT.name, kubernetes.nodes, nodes.length, first.tree.at, { text: `${nodes.length} Nodes` })];
}

/** Kinds of which no schema is known: said once each. */
export function notValidated(objects: readonly KubernetesObject[]): readonly Unread[] {
  const kinds = new Map<string, KubernetesObject>();
  for (const object of objects) {
    const group = object.apiVersion.includes('/') ? object.apiVersion.slice(0, object.apiVersion.indexOf('/')) : '';
    const custom = group.includes('.') && definitionOf(object.apiVersion, object.kind) === undefined && removedIn(object.apiVersion, object.kind) === undefined;
    if (custom) kinds.set(`${object.apiVersion} ${object.kind}`, object);
  }
  return [...kinds].map(([kind, object]) => {
    const other = otherVersionOf(object.apiVersion, object.kind);
    return { what: `the schema of ${kind}`, because: `${other === undefined ? 'it is not built into Kubernetes' : `known is ${other}`}: its objects are not validated`, at: object.tree.at };
  });
}
