import { at, listAt, pairsAt, podPath, scalarAt, textAt, withTree, withValue, type KubernetesObject, type MapNode, type Node, type PairNode, type TextNode } from '../../../formats/kubernetes-object.ts';

type Objects = readonly KubernetesObject[];

/** Kinds that lie in no namespace. */
const CLUSTER_WIDE: ReadonlySet<string> = new Set([
  'Namespace', 'Node', 'PersistentVolume', 'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'StorageClass', 'PriorityClass', 'IngressClass', 'RuntimeClass', 'CSIDriver', 'CSINode',
  'VolumeAttachment', 'APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'FlowSchema',
  'PriorityLevelConfiguration', 'CertificateSigningRequest', 'ClusterIssuer',
]);

const text = (value: string, like: Node): TextNode => ({ kind: 'scalar', at: like.at, text: value, quoted: true });

/** `namespace`: every object that lies in one lies in this one. */
export function inNamespace(objects: Objects, namespace: TextNode): Objects {
  return objects.map((object) => (CLUSTER_WIDE.has(object.kind) ? object : withTree(object, withValue(object.tree, ['metadata', 'namespace'], namespace, namespace.at))));
}

/** `namePrefix` and `nameSuffix`: names and what refers to them. */
export function renamed(objects: Objects, prefix: string, suffix: string): Objects {
  if (prefix === '' && suffix === '') return objects;
  const names = new Map<string, string>();
  for (const { kind, name } of objects) if (kind !== 'Namespace' && kind !== 'CustomResourceDefinition') names.set(`${kind} ${name}`, `${prefix}${name}${suffix}`);
  return objects.map((object) => {
    const own = names.get(`${object.kind} ${object.name}`);
    const name = scalarAt(object.tree, 'metadata', 'name');
    const tree = own === undefined || name === undefined ? object.tree : withValue(object.tree, ['metadata', 'name'], { ...name, text: own }, name.at);
    return withTree(object, { ...tree, pairs: tree.pairs.map((pair) => (pair.key === 'metadata' ? pair : { ...pair, value: referring(pair.value, pair.key, pair.key, names) })) });
  });
}

/** Where a manifest names another object: the map or list that it stands in, its key, and the kind that it names. */
const REFERENCES: Readonly<Record<string, string>> = {
  'configMapRef name': 'ConfigMap', 'configMapKeyRef name': 'ConfigMap', 'configMap name': 'ConfigMap', 'secretRef name': 'Secret', 'secretKeyRef name': 'Secret', 'secret secretName': 'Secret', 'secret name': 'Secret',
  'imagePullSecrets name': 'Secret', 'tls secretName': 'Secret', 'spec serviceAccountName': 'ServiceAccount', 'persistentVolumeClaim claimName': 'PersistentVolumeClaim', 'spec serviceName': 'Service', 'service name': 'Service',
};

function referring(node: Node, key: string, parent: string, names: ReadonlyMap<string, string>): Node {
  if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => referring(item, key, key, names)) };
  if (node.kind === 'mapping') {
    const stated = ['scaleTargetRef', 'roleRef', 'subjects'].includes(key) ? textAt(node, 'kind') : undefined;
    return { ...node, pairs: node.pairs.map((pair) => ({ ...pair, value: stated !== undefined && pair.key === 'name' ? named(pair.value, stated, names) : referring(pair.value, pair.key, key, names) })) };
  }
  const kind = REFERENCES[`${parent} ${key}`];
  return kind === undefined ? node : named(node, kind, names);
}

const named = (node: Node, kind: string, names: ReadonlyMap<string, string>): Node => (node.kind === 'scalar' ? { ...node, text: names.get(`${kind} ${node.text}`) ?? node.text } : node);

const WORKLOADS: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob', 'ReplicationController']);

/** Labels on objects; on pods and in selectors where it is asked for. */
export function labelled(objects: Objects, labels: readonly PairNode[], where: { readonly selectors: boolean; readonly templates: boolean }): Objects {
  const add = (tree: MapNode, path: readonly string[]): MapNode => labels.reduce((before, { key, value }) => withValue(before, [...path, key], value, value.at), tree);
  return objects.map((object) => {
    let tree = add(object.tree, ['metadata', 'labels']);
    if (WORKLOADS.has(object.kind) && (where.selectors || where.templates)) {
      tree = add(tree, [...podPath(object.kind), 'metadata', 'labels']);
    }
    if (where.selectors) {
      if (object.kind === 'Service' && at(tree, 'spec', 'selector') !== undefined) tree = add(tree, ['spec', 'selector']);
      if (['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].includes(object.kind)) tree = add(tree, ['spec', 'selector', 'matchLabels']);
      if (object.kind === 'PodDisruptionBudget' && at(tree, 'spec', 'selector', 'matchLabels') !== undefined) tree = add(tree, ['spec', 'selector', 'matchLabels']);
      if (object.kind === 'NetworkPolicy') tree = policyLabelled(tree, add);
    }
    return withTree(object, tree);
  });
}

/** The pods that a policy selects by labels, also as peers. */
function policyLabelled(tree: MapNode, add: (tree: MapNode, path: readonly string[]) => MapNode): MapNode {
  const inner = (node: Node, key: string): Node => {
    if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => inner(item, key)) };
    if (node.kind !== 'mapping') return node;
    if (key === 'podSelector') return at(node, 'matchLabels') === undefined ? node : add(node, ['matchLabels']);
    return { ...node, pairs: node.pairs.map((pair) => ({ ...pair, value: inner(pair.value, pair.key) })) };
  };
  return { ...tree, pairs: tree.pairs.map((pair) => (pair.key === 'spec' ? { ...pair, value: inner(pair.value, 'spec') } : pair)) };
}

/** `replicas`: the number of pods of workloads by name. */
export function scaled(objects: Objects, items: readonly Node[]): Objects {
  const counts = new Map(items.flatMap((item) => {
    const count = scalarAt(item, 'count');
    return count === undefined ? [] : [[textAt(item, 'name') ?? '', count] as const];
  }));
  return objects.map((object) => {
    const count = counts.get(object.name);
    return count === undefined || !['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'].includes(object.kind) ? object : withTree(object, withValue(object.tree, ['spec', 'replicas'], count, count.at));
  });
}

/** `images`: another name, tag or digest of an image wherever containers name it. */
export function imaged(objects: Objects, items: readonly Node[]): Objects {
  if (items.length === 0) return objects;
  const walk = (node: Node, key: string): Node => {
    if (node.kind === 'sequence') return { ...node, items: node.items.map((item) => walk(item, key)) };
    if (node.kind !== 'mapping') return node;
    const isContainer = key === 'containers' || key === 'initContainers';
    return { ...node, pairs: node.pairs.map((pair) => ({ ...pair, value: isContainer && pair.key === 'image' && pair.value.kind === 'scalar' ? replacedImage(pair.value, items) : walk(pair.value, pair.key) })) };
  };
  return objects.map((object) => withTree(object, { ...object.tree, pairs: object.tree.pairs.map((pair) => ({ ...pair, value: walk(pair.value, pair.key) })) }));
}

function replacedImage(image: TextNode, items: readonly Node[]): TextNode {
  const [, name = '', tag = ''] = /^(.*?)((?::[^/:@]*)?(?:@.*)?)$/s.exec(image.text) ?? [];
  const item = items.find((one) => textAt(one, 'name') === name);
  if (item === undefined) return image;
  const [newName, newTag, digest] = [scalarAt(item, 'newName'), scalarAt(item, 'newTag'), scalarAt(item, 'digest')];
  if (tag === '' && digest === undefined && newTag === undefined) return { ...image, text: newName?.text ?? name, placeholder: true };
  const end = digest !== undefined ? `@${digest.text}` : newTag !== undefined ? `:${newTag.text}` : tag;
  const changed = `${newName?.text ?? name}${end}`;
  return changed === image.text ? image : text(changed, digest ?? newTag ?? newName ?? image);
}

/** The labels of a map, as pairs. */
export const labelPairs = (node: Node | undefined, ...path: readonly string[]): readonly PairNode[] => pairsAt(node, ...path).filter((pair) => pair.value.kind === 'scalar');

/** The items of `labels`: pairs, and where they go. */
export const labelItems = (kustomization: Node): readonly { readonly pairs: readonly PairNode[]; readonly selectors: boolean; readonly templates: boolean }[] =>
  listAt(kustomization, 'labels').map((item) => ({ pairs: labelPairs(item, 'pairs'), selectors: textAt(item, 'includeSelectors') === 'true', templates: textAt(item, 'includeTemplates') === 'true' }));
