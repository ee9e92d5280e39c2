import { itemsOf } from '../../formats/kubernetes-schema.ts';
import { objectOf, placed, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { parseDocuments } from '../../formats/yaml-tree.ts';
import type { Problem } from '../../model/problem.ts';
import { folderOf, positionIn, type SourceFile, type SourceTree } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';

/** What a YAML or JSON file holds of Kubernetes. */
export interface ManifestFile {
  readonly path: string;
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly Problem[];
  readonly unread: readonly Unread[];
}

const NAMES = /\.(?:ya?ml|json)$/i;
/** Groups of configuration of tools, which are no objects of a cluster. */
const TOOLS: ReadonlySet<string> = new Set([
  'skaffold', 'kind.x-k8s.io', 'kustomize.config.k8s.io', 'kubeadm.k8s.io', 'kubelet.config.k8s.io', 'kubeproxy.config.k8s.io', 'audit.k8s.io', 'apiserver.config.k8s.io', 'client.authentication.k8s.io',
  'eksctl.io', 'k3d.io', 'ctlptl.dev', 'backstage.io', 'devspace.sh',
]);

/** Reads a file; `undefined` where it holds nothing of Kubernetes. */
export function readManifest(tree: SourceTree, path: string): ManifestFile | undefined {
  if (!NAMES.test(path)) return undefined;
  const file = tree.file(path);
  if (file === undefined || !/["']?apiVersion["']?\s*:/.test(file.text) || !/["']?kind["']?\s*:/.test(file.text)) return undefined;
  if (isHelm(tree, path)) return { path, objects: [], problems: [], unread: [templated(file)] };
  const { documents, flaws } = parseDocuments(file.text);
  if (flaws.length > 0 && file.text.includes('{{')) return { path, objects: [], problems: [], unread: [templated(file)] };
  const objects = documents.flatMap((document) => objectsOf(placed(document, file)));
  if (objects.length === 0 && flaws.length === 0) return undefined;
  const problems = flaws.map(({ at, message, hint }): Problem => ({ at: positionIn(file, at.line, at.column), message, ...(hint === undefined ? {} : { hint }) }));
  return { path, objects, problems, unread: [] };
}

/** The objects of one document, lists unwrapped; configuration of tools is left out. */
export function objectsOf(node: Node): readonly KubernetesObject[] {
  const object = objectOf(node);
  if (object === undefined || TOOLS.has(object.apiVersion.split('/')[0] ?? '') || (object.apiVersion === 'v1' && object.kind === 'Config')) return [];
  const items = itemsOf(object);
  return items.length === 0 ? (object.kind === 'List' ? [] : [object]) : items.flatMap((item) => objectOf(item) ?? []);
}

const templated = (file: SourceFile): Unread => ({ what: file.path, because: 'it is a template: render it first (helm template)', at: positionIn(file, 1, 1) });

/** Whether a file is a template of a chart. */
function isHelm(tree: SourceTree, path: string): boolean {
  const folders = path.split('/');
  const at = folders.lastIndexOf('templates');
  if (at < 0) return false;
  const chart = folders.slice(0, at).join('/');
  return tree.file(chart === '' ? 'Chart.yaml' : `${chart}/Chart.yaml`) !== undefined && folderOf(path) !== chart;
}
