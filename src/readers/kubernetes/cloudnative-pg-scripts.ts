import { fileOf, listAt, objectsOf, pairsAt, scalarAt, textAt, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { identifier } from '../../formats/postgres-values.ts';
import type { SourceFile } from '../../model/source.ts';
import type { Unread } from '../../model/stack.ts';
import { sameNamespace } from './workload.ts';

/** Where the readers of PostgreSQL look for scripts that run once, in a new database. */
const FOLDER = '/docker-entrypoint-initdb.d';

/** What CloudNativePG runs in a new Cluster, and keeps of its roles, as scripts by their paths in a container. */
export interface Scripts {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly unread: readonly Unread[];
}

/** The scripts of a Cluster, in the order in which they run. */
export function scriptsOf(objects: readonly KubernetesObject[], cluster: KubernetesObject, component: string): Scripts {
  const initdb = (...keys: readonly string[]): readonly Node[] => listAt(cluster.tree, 'spec', 'bootstrap', 'initdb', ...keys);
  const written = ['postInitSQL', 'postInitApplicationSQL'].flatMap((key) => initdb(key)).flatMap((node) => (node.kind === 'scalar' ? [fileOf(node)] : []));
  const unread: Unread[] = [];
  const named = ['postInitSQLRefs', 'postInitApplicationSQLRefs'].flatMap((key) => initdb(key, 'configMapRefs')).flatMap((ref) => {
    const [name = '', key = ''] = [textAt(ref, 'name'), textAt(ref, 'key')];
    const map = objectsOf(objects, 'ConfigMap').find((object) => object.name === name && sameNamespace(object, cluster));
    const value = pairsAt(map?.tree, 'data').find((pair) => pair.key === key)?.value;
    if (value?.kind === 'scalar') return [fileOf(value)];
    unread.push({ component, what: `${key} of the ConfigMap ${name}`, because: 'it is not among the manifests', at: ref.at });
    return [];
  });
  const roles = managedRoles(cluster);
  const all = [...written, ...named, ...(roles === undefined ? [] : [roles])];
  return { files: new Map(all.map((file, index) => [`${FOLDER}/${String(index).padStart(3, '0')}.sql`, file])), unread };
}

/** The limits that the operator keeps, as the statements by which it does. */
function managedRoles(cluster: KubernetesObject): SourceFile | undefined {
  const limits = listAt(cluster.tree, 'spec', 'managed', 'roles').flatMap((role) => {
    const [name, limit] = [textAt(role, 'name'), scalarAt(role, 'connectionLimit')];
    return name === undefined || limit === undefined || !/^-?[0-9]+$/.test(limit.text) ? [] : [{ at: limit.at, text: `ALTER ROLE ${identifier(name)} CONNECTION LIMIT ${limit.text};` }];
  });
  const [first] = limits;
  return first === undefined ? undefined : { path: first.at.file, text: limits.map(({ text }) => text).join('\n'), places: new Map(limits.map(({ at }, index) => [index + 1, at])) };
}
