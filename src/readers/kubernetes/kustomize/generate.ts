import { listAt, scalarAt, textAt, type KubernetesObject, type MapNode, type Node, type PairNode, type TextNode } from '../../../formats/kubernetes-object.ts';
import type { Position } from '../../../model/entry.ts';
import { pathFrom, positionIn, type SourceTree } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';

/** An object that a generator made, and how it meets one that is there. */
export interface Generated {
  readonly object: KubernetesObject;
  readonly behavior: 'create' | 'merge' | 'replace';
  readonly files: readonly string[];
  readonly unread: readonly Unread[];
}

/** Makes the ConfigMap or Secret of one item of `configMapGenerator` or `secretGenerator`. Values of secrets are not kept. */
export function generate(tree: SourceTree, folder: string, kind: 'ConfigMap' | 'Secret', item: Node, options: Node | undefined): Generated {
  const name = scalarAt(item, 'name');
  const read = [...filePairs(tree, folder, item), ...literalPairs(item), ...variablePairs(tree, folder, item)];
  const pairs = read.flatMap(({ pair }) => pair ?? []).map((pair) => (kind === 'Secret' ? { ...pair, value: { kind: 'scalar', at: pair.value.at, text: '', quoted: true } as const } : pair));
  const text = (value: string, at: Position): TextNode => ({ kind: 'scalar', at, text: value, quoted: true });
  const at = item.at;
  const namespace = scalarAt(item, 'namespace');
  const metadata: MapNode = { kind: 'mapping', at, pairs: [{ key: 'name', at, value: name ?? text('', at) }, ...(namespace === undefined ? [] : [{ key: 'namespace', at, value: namespace }])] };
  const object: MapNode = {
    kind: 'mapping', at,
    pairs: [
      { key: 'apiVersion', at, value: text('v1', at) }, { key: 'kind', at, value: text(kind, at) }, { key: 'metadata', at, value: metadata },
      { key: 'data', at, value: { kind: 'mapping', at, pairs } },
    ],
  };
  const behavior = textAt(item, 'behavior');
  const plain = (textAt(item, 'options', 'disableNameSuffixHash') ?? textAt(options, 'disableNameSuffixHash')) === 'true';
  return {
    object: { apiVersion: 'v1', kind, name: name?.text ?? '', ...(namespace === undefined ? {} : { namespace: namespace.text }), ...(plain ? {} : { hashed: true }), tree: object },
    behavior: behavior === 'merge' || behavior === 'replace' ? behavior : 'create',
    files: read.flatMap(({ file }) => file ?? []),
    unread: read.flatMap(({ unread }) => unread ?? []),
  };
}

interface Read {
  readonly pair?: PairNode;
  readonly file?: string;
  readonly unread?: Unread;
}

const texts = (item: Node, key: string): readonly TextNode[] => listAt(item, key).flatMap((one) => (one.kind === 'scalar' ? [one] : []));

/** `path` or `key=path`. */
const filePairs = (tree: SourceTree, folder: string, item: Node): readonly Read[] =>
  texts(item, 'files').map((node) => {
    const [key, path] = node.text.includes('=') ? splitOnce(node.text) : [node.text.slice(node.text.lastIndexOf('/') + 1), node.text];
    const full = pathFrom(folder, path);
    const file = full === undefined ? undefined : tree.file(full);
    if (file === undefined) return { unread: { what: path, because: 'the file is not there', at: node.at } };
    return { file: file.path, pair: { key, at: node.at, value: { kind: 'scalar', at: positionIn(file, 1, 1), text: file.text, quoted: true, source: file } } };
  });

const literalPairs = (item: Node): readonly Read[] =>
  texts(item, 'literals').filter((node) => node.text.includes('=')).map((node) => {
    const [key, value] = splitOnce(node.text);
    const column = node.at.column + (node.quoted ? 1 : 0) + key.length + 1;
    return { pair: { key, at: node.at, value: { kind: 'scalar', at: { ...node.at, column }, text: value.replace(/^(["'])(.*)\1$/s, '$2'), quoted: true } } };
  });

const variablePairs = (tree: SourceTree, folder: string, item: Node): readonly Read[] =>
  [...texts(item, 'envs'), ...[scalarAt(item, 'env')].flatMap((one) => one ?? [])].flatMap((node): readonly Read[] => {
    const full = pathFrom(folder, node.text);
    const file = full === undefined ? undefined : tree.file(full);
    if (file === undefined) return [{ unread: { what: node.text, because: 'the file is not there', at: node.at } }];
    const pairs = file.text.split('\n').flatMap((line, index): readonly Read[] => {
      if (!/^\s*[^#=\s][^=]*=/.test(line)) return [];
      const [key, value] = splitOnce(line.trim());
      const at = positionIn(file, index + 1, line.indexOf('=') + 2);
      return [{ pair: { key, at, value: { kind: 'scalar', at, text: value, quoted: true } } }];
    });
    return [{ file: file.path }, ...pairs];
  });

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}
