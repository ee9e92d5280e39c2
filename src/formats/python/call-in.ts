import { excerpt, type Literal, type Named, type Outside } from '../literal.ts';
import type { Mark } from '../yaml-tree.ts';
import { CALLS, type Call } from './calls.ts';
import { evaluate, nameOf, type Sight } from './expression.ts';
import { pythonSight } from './names.ts';
import { partsOf, type SyntaxNode } from './tree.ts';

/** A call of a function: where it stands, and what it is given. */
export interface Called {
  readonly name: string;
  readonly at: Mark;
  /** The first argument, where it has no name. */
  readonly first?: Literal;
  readonly named: ReadonlyMap<string, Named>;
  /** Whether more is handed over than stands there: `**options`. */
  readonly spread: boolean;
}

/** Every call of some functions anywhere in a file, by their full names, in the order of the text. */
export function callsIn(text: string, isCalled: (name: string) => boolean, outside: Outside, understood: Readonly<Record<string, Call>> = CALLS): readonly Called[] {
  const { root, mark, sight } = pythonSight(text, outside, understood);
  const found: Called[] = [];
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parts = partsOf(node);
    const [callee, list] = parts;
    const name = node.name === 'CallExpression' && callee !== undefined && list !== undefined ? nameOf(callee, sight) : '';
    if (list !== undefined && isCalled(name)) found.push({ name, at: mark(node.from), ...givenIn(list, sight, mark) });
    pending.push(...parts.toReversed());
  }
  return found;
}

function givenIn(list: SyntaxNode, sight: Sight, mark: (offset: number) => Mark): Pick<Called, 'first' | 'named' | 'spread'> {
  const given = partsOf(list);
  const [, first, next] = given;
  const placed = first !== undefined && next?.name !== 'AssignOp' && !/^[*)]/.test(first.name) ? evaluate(first, sight) : undefined;
  return { ...(placed === undefined ? {} : { first: placed }), named: new Map(pairsIn(given, 'AssignOp', sight, mark).map((one) => [one.name, one])), spread: given.some(({ name }) => name === '**') };
}

/** Names and values of an argument list or a dictionary, by what stands between the two. */
export function pairsIn(parts: readonly SyntaxNode[], between: 'AssignOp' | ':', sight: Sight, mark: (offset: number) => Mark): readonly Named[] {
  return parts.flatMap((part, index): readonly Named[] => {
    const value = parts[index + 2];
    if (parts[index + 1]?.name !== between || value === undefined) return [];
    const name = sight.text.slice(part.from, part.to).replace(/^["']|["']$/g, '');
    return [{ name, at: mark(value.from), text: excerpt(sight.text.slice(value.from, value.to)), literal: evaluate(value, sight) }];
  });
}

/** The named arguments of the first call of a function anywhere in a file; `undefined` where it is not called. */
export const callIn = (text: string, name: string, outside: Outside): ReadonlyMap<string, Named> | undefined =>
  text.includes(name.split('.')[0] ?? name) ? callsIn(text, (called) => called === name, outside)[0]?.named : undefined;
