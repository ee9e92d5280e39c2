import { excerpt, type Named, type Outside } from '../literal.ts';
import { evaluate, nameOf } from './expression.ts';
import { pythonSight } from './names.ts';
import { partsOf, type SyntaxNode } from './tree.ts';

/** The named arguments of the first call of a function anywhere in a file; `undefined` where it is not called. */
export function callIn(text: string, name: string, outside: Outside): ReadonlyMap<string, Named> | undefined {
  if (!text.includes(name.split('.')[0] ?? name)) return undefined;
  const { root, mark, sight } = pythonSight(text, outside);
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parts = partsOf(node);
    const [callee, list] = parts;
    if (node.name === 'CallExpression' && callee !== undefined && list !== undefined && nameOf(callee, sight) === name) {
      const given = partsOf(list);
      const named = given.flatMap((part, index): readonly Named[] => {
        const value = given[index + 2];
        if (given[index + 1]?.name !== 'AssignOp' || value === undefined) return [];
        return [{ name: text.slice(part.from, part.to), at: mark(value.from), text: excerpt(text.slice(value.from, value.to)), literal: evaluate(value, sight) }];
      });
      return new Map(named.map((one) => [one.name, one]));
    }
    pending.push(...parts.toReversed());
  }
  return undefined;
}
