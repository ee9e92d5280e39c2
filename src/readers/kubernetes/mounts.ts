import { at, fileOf, listAt, objectsOf, pairsAt, scalarAt, textAt, type KubernetesObject, type Node, type TextNode } from '../../formats/kubernetes-object.ts';
import { quantityBytes } from '../../formats/kubernetes-quantity.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import * as found from '../../settings/found.ts';
import { stateNode, unknownValue } from './stating.ts';
import { sameNamespace, type Workload } from './workload.ts';

/** What a container sees of its volumes. */
export interface Mounts {
  /** Texts of ConfigMaps by their absolute path. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly entries: readonly Entry[];
  readonly unread: readonly Unread[];
}

/** Reads `volumeMounts`: ConfigMaps give files, claims and folders give entries. */
export function readMounts(objects: readonly KubernetesObject[], workload: Workload, component: string, node: Node, memory: number | undefined): Mounts {
  const files = new Map<string, SourceFile>();
  const entries: Entry[] = [];
  const unread: Unread[] = [];
  const sizes: Entry[] = [];
  for (const mount of listAt(node, 'volumeMounts')) {
    const [path, name] = [scalarAt(mount, 'mountPath'), textAt(mount, 'name')];
    if (path === undefined || name === undefined) continue;
    const volume = volumeNamed(workload, name);
    const projected = volume === undefined ? [] : configMapsOf(volume);
    const texts = projected.flatMap((source) => keysOf(objects, workload, component, source, unread));
    const sub = textAt(mount, 'subPath');
    const isText = ['configMap', 'secret', 'projected', 'downwardAPI'].some((kind) => at(volume, kind) !== undefined);
    if (isText || textAt(mount, 'readOnly') === 'true') entries.push(statedEntry(component, found.read_only_mount, true, path.at, { subject: normal(path.text), text: `mountPath: ${path.text}` }));
    for (const [inner, text] of texts) {
      const full = sub === undefined ? `${path.text}/${inner}` : inner === sub ? path.text : inner.startsWith(`${sub}/`) ? `${path.text}/${inner.slice(sub.length + 1)}` : undefined;
      if (full !== undefined) files.set(normal(full), fileOf(text));
    }
    const claim = claimOf(objects, workload, volume, name);
    if (claim !== undefined) {
      entries.push(statedEntry(component, found.volume, claim.name, path.at, { subject: normal(path.text), text: `mountPath: ${path.text}` }));
      sizes.push(...stateNode(component, container.volume_size, 'storage', claim.size, quantityBytes).entries);
    }
    const folder = at(volume, 'emptyDir');
    if (volume !== undefined && folder !== undefined) {
      const inMemory = textAt(folder, 'medium') === 'Memory';
      const size = scalarAt(folder, 'sizeLimit');
      if (!inMemory) {
        entries.push(statedEntry(component, found.volume, '', path.at, { subject: normal(path.text), text: `mountPath: ${path.text}` }));
        sizes.push(...stateNode(component, container.volume_size, 'sizeLimit', size, quantityBytes).entries);
      } else {
        const bytes = size === undefined ? 0 : (quantityBytes(size.text) ?? 0);
        const place = size ?? folder;
        const text = size === undefined ? 'medium: Memory' : `sizeLimit: ${size.text}`;
        entries.push(statedEntry(component, found.tmpfs, bytes, place.at, { subject: normal(path.text), text }));
        if (normal(path.text) === '/tmp' && bytes > 0) entries.push(statedEntry(component, container.tmpfs_size, bytes, place.at, { text }));
        if (normal(path.text) === '/dev/shm') {
          // Without a size it may grow until the container's memory is full.
          if (bytes > 0 || memory !== undefined) entries.push(statedEntry(component, container.shm_size, bytes > 0 ? bytes : (memory ?? 0), place.at, { text }));
          else unread.push(...unknownValue(component, container.shm_size, 'it may take the memory of the node', place.at).unread);
        }
      }
    }
  }
  // A claim is the data; a folder on the node's disk only where nothing else is.
  const [size] = [...sizes.filter((one) => one.origin.from === 'stated' && one.origin.text?.startsWith('storage') === true), ...sizes];
  return { files, entries: [...entries, ...(size === undefined ? [] : [size])], unread };
}

const volumeNamed = (workload: Workload, name: string): Node | undefined => listAt(workload.spec, 'volumes').find((volume) => textAt(volume, 'name') === name);

/** The ConfigMaps of a volume, those that are projected included. */
const configMapsOf = (volume: Node): readonly Node[] => [at(volume, 'configMap'), ...listAt(volume, 'projected', 'sources').map((source) => at(source, 'configMap'))].flatMap((one) => one ?? []);

/** The texts of a ConfigMap by the paths that the volume gives them. */
function keysOf(objects: readonly KubernetesObject[], workload: Workload, component: string, source: Node, unread: Unread[]): readonly (readonly [path: string, text: TextNode])[] {
  const name = textAt(source, 'name');
  const map = objectsOf(objects, 'ConfigMap').find((object) => object.name === name && sameNamespace(object, workload.object));
  if (map === undefined) {
    if (textAt(source, 'optional') !== 'true') unread.push({ component, what: `files of the ConfigMap ${name ?? ''}`, because: 'the ConfigMap is not among the manifests', at: source.at });
    return [];
  }
  const data = pairsAt(map.tree, 'data').flatMap(({ key, value }) => (value.kind === 'scalar' ? [[key, value] as const] : []));
  const items = listAt(source, 'items');
  if (items.length === 0) return data;
  return items.flatMap((item) => data.filter(([key]) => key === textAt(item, 'key')).map(([key, value]) => [textAt(item, 'path') ?? key, value] as const));
}

interface Claim {
  readonly name: string;
  readonly size: TextNode | undefined;
}

/** The claim behind a volume: a template of the StatefulSet, one of the manifests, or one that the pod brings. */
function claimOf(objects: readonly KubernetesObject[], workload: Workload, volume: Node | undefined, name: string): Claim | undefined {
  const template = listAt(workload.object.tree, 'spec', 'volumeClaimTemplates').find((one) => textAt(one, 'metadata', 'name') === name);
  if (template !== undefined) return { name, size: sizeOf(template) };
  const ephemeral = at(volume, 'ephemeral', 'volumeClaimTemplate');
  if (ephemeral !== undefined) return { name, size: sizeOf(ephemeral) };
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  if (claim === undefined) return undefined;
  return { name: claim, size: sizeOf(objectsOf(objects, 'PersistentVolumeClaim').find((object) => object.name === claim && sameNamespace(object, workload.object))?.tree) };
}

const sizeOf = (claim: Node | undefined): TextNode | undefined => scalarAt(claim, 'spec', 'resources', 'requests', 'storage');

/** An absolute path without doubled and trailing slashes. */
const normal = (path: string): string => `/${path.split('/').filter((part) => part !== '' && part !== '.').join('/')}`;
