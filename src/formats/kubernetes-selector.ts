import { listAt, pairsAt, textAt, textsAt, type Node } from './kubernetes-object.ts';

/** Labels of an object or a pod. */
export type Labels = ReadonlyMap<string, string>;

/** Whether every pair is among the labels: the selector of a Service. */
export function hasLabels(wanted: Labels, labels: Labels): boolean {
  for (const [key, value] of wanted) if (labels.get(key) !== value) return false;
  return true;
}

const matchLabels = new WeakMap<Node, Labels>();

/** The labels that a selector names (`matchLabels`). Every selector is asked for every pod: read once. */
export function matchLabelsOf(selector: Node): Labels {
  const known = matchLabels.get(selector);
  if (known !== undefined) return known;
  const made = textsAt(selector, 'matchLabels');
  matchLabels.set(selector, made);
  return made;
}

/** Whether a label selector (`matchLabels`, `matchExpressions`) takes the labels; an empty one takes all. */
export function selects(selector: Node | undefined, labels: Labels): boolean {
  return (selector === undefined || hasLabels(matchLabelsOf(selector), labels)) && listAt(selector, 'matchExpressions').every((expression) => holds(expression, labels));
}

function holds(expression: Node, labels: Labels): boolean {
  const key = textAt(expression, 'key') ?? '';
  const values = listAt(expression, 'values').flatMap((value) => (value.kind === 'scalar' ? [value.text] : []));
  const label = labels.get(key);
  switch (textAt(expression, 'operator')) {
    case 'In': return label !== undefined && values.includes(label);
    case 'NotIn': return label === undefined || !values.includes(label);
    case 'Exists': return label !== undefined;
    case 'DoesNotExist': return label === undefined;
    default: return false;
  }
}

/** Labels as people write them: `app=web, tier=front`. */
export const labelsText = (labels: Labels): string => [...labels].map(([key, value]) => `${key}=${value}`).join(', ');

/** Whether a selector states anything: one without takes everything. */
export const isEmptySelector = (selector: Node | undefined): boolean => pairsAt(selector, 'matchLabels').length === 0 && listAt(selector, 'matchExpressions').length === 0;
