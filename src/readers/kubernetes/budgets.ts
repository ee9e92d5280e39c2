import { at, objectsOf, type KubernetesObject, type Node } from '../../formats/kubernetes-object.ts';
import { matchLabelsOf, selects } from '../../formats/kubernetes-selector.ts';
import { grouped } from '../../model/grouped.ts';
import { sameNamespace, type Workload } from './workload.ts';

const indexes = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, readonly KubernetesObject[]>>();

/** The PodDisruptionBudgets that select the pods of a workload. */
export function budgetsOf(objects: readonly KubernetesObject[], workload: Pick<Workload, 'labels' | 'object'>): readonly KubernetesObject[] {
  const index = indexes.get(objects) ?? grouped(objectsOf(objects, 'PodDisruptionBudget'), firstLabel);
  indexes.set(objects, index);
  const candidates = ['', ...[...workload.labels].map(labelText)].flatMap((label) => index.get(label) ?? []);
  return candidates.filter((budget) => sameNamespace(budget, workload.object) && selectorOf(budget) !== undefined && selects(selectorOf(budget), workload.labels));
}

const selectorOf = ({ tree }: KubernetesObject): Node | undefined => at(tree, 'spec', 'selector');
const labelText = ([key, value]: readonly [string, string]): string => `${key}=${value}`;

/** A label that the pods must have; empty where the selector names none. */
function firstLabel(budget: KubernetesObject): string {
  const selector = selectorOf(budget);
  const [first] = selector === undefined ? [] : matchLabelsOf(selector);
  return first === undefined ? '' : labelText(first);
}
