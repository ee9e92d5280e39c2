import { at, textAt, type Node } from '../../../formats/kubernetes-object.ts';

/** Applies JSON 6902 operations; one whose path is not there changes nothing. */
export const patchByJson = (tree: Node, operations: readonly Node[]): Node => operations.reduce(apply, tree);

const stepsOf = (path: string): readonly string[] => path.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function apply(tree: Node, operation: Node): Node {
  const [op, path, from] = [textAt(operation, 'op'), textAt(operation, 'path'), textAt(operation, 'from')];
  const value = at(operation, 'value');
  if (path === undefined) return tree;
  const steps = stepsOf(path);
  switch (op) {
    case 'add': return value === undefined ? tree : change(tree, steps, value, 'add');
    case 'replace': return value === undefined ? tree : change(tree, steps, value, 'replace');
    case 'remove': return change(tree, steps, undefined, 'remove');
    case 'copy': case 'move': {
      const taken = from === undefined ? undefined : valueAt(tree, stepsOf(from));
      if (taken === undefined || from === undefined) return tree;
      return change(op === 'move' ? change(tree, stepsOf(from), undefined, 'remove') : tree, steps, taken, 'add');
    }
    default: return tree;
  }
}

const valueAt = (tree: Node, steps: readonly string[]): Node | undefined =>
  steps.reduce<Node | undefined>((node, step) => (node?.kind === 'sequence' ? at(node, Number(step)) : at(node, step)), tree);

function change(node: Node, steps: readonly string[], value: Node | undefined, op: 'add' | 'replace' | 'remove'): Node {
  const [step, ...rest] = steps;
  if (step === undefined) return value ?? node;
  if (node.kind === 'mapping') {
    const old = node.pairs.find((pair) => pair.key === step);
    if (rest.length > 0) return old === undefined ? node : { ...node, pairs: node.pairs.map((pair) => (pair === old ? { ...pair, value: change(pair.value, rest, value, op) } : pair)) };
    if (value === undefined) return { ...node, pairs: node.pairs.filter((pair) => pair !== old) };
    if (old === undefined) return op === 'replace' ? node : { ...node, pairs: [...node.pairs, { key: step, at: value.at, value }] };
    return { ...node, pairs: node.pairs.map((pair) => (pair === old ? { ...pair, value } : pair)) };
  }
  if (node.kind !== 'sequence') return node;
  const index = step === '-' ? node.items.length : /^[0-9]{1,6}$/.test(step) ? Number(step) : -1;
  if (index < 0 || index > node.items.length) return node;
  if (rest.length > 0) return { ...node, items: node.items.map((item, i) => (i === index ? change(item, rest, value, op) : item)) };
  const after = node.items.slice(op === 'add' ? index : index + 1);
  return { ...node, items: [...node.items.slice(0, index), ...(value === undefined ? [] : [value]), ...after] };
}
