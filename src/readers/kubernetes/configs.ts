import { at, listAt, objectsOf, pairsAt, scalarAt, textAt, type KubernetesObject, type TextNode } from '../../formats/kubernetes-object.ts';
import { statedEntry, type Entry } from '../../model/entry.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { sameNamespace, type PodContainer, type Workload } from './workload.ts';

/** The ConfigMaps of a container whose change would restart no pod: no hash in their name, no checksum on the pod, no controller that watches them. */
export function configEntries(objects: readonly KubernetesObject[], workload: Workload, { component, node }: PodContainer): readonly Entry[] {
  if (['Job', 'CronJob', 'Pod'].includes(workload.object.kind) || isRolledOut(workload)) return [];
  const used = new Map<string, readonly [how: string, name: TextNode]>();
  const use = (how: string, name: TextNode | undefined): void => {
    if (name !== undefined && !used.has(name.text)) used.set(name.text, [how, name]);
  };
  for (const item of listAt(node, 'envFrom')) use('variables', scalarAt(item, 'configMapRef', 'name'));
  for (const item of listAt(node, 'env')) use('variables', scalarAt(item, 'valueFrom', 'configMapKeyRef', 'name'));
  for (const mount of listAt(node, 'volumeMounts')) {
    const volume = listAt(workload.spec, 'volumes').find((one) => textAt(one, 'name') === textAt(mount, 'name'));
    const how = at(mount, 'subPath') === undefined ? 'files' : 'one file';
    use(how, scalarAt(volume, 'configMap', 'name'));
    for (const source of listAt(volume, 'projected', 'sources')) use(how, scalarAt(source, 'configMap', 'name'));
  }
  return [...used].flatMap(([name, [how, place]]) => {
    const map = objectsOf(objects, 'ConfigMap').find((object) => object.name === name && sameNamespace(object, workload.object));
    if (map === undefined || map.hashed === true || textAt(map.tree, 'immutable') === 'true') return [];
    return [statedEntry(component, kubernetes.unversioned_config, how, place.at, { subject: name, text: `name: ${name}` })];
  });
}

/** Annotations by which people let a change of configuration restart pods. */
const ROLLS = /checksum|config-?hash|configmap-hash|reloader|\bsha|rollme|config-version|revision/i;

const isRolledOut = (workload: Workload): boolean =>
  [...pairsAt(workload.metadata, 'annotations'), ...pairsAt(workload.object.tree, 'metadata', 'annotations')].some(({ key }) => ROLLS.test(key));
