import type { Named, Outside } from '../literal.ts';
import { CALLS, type Call } from './calls.ts';
import { pairsIn } from './call-in.ts';
import { pythonSight } from './names.ts';
import { partsOf, type SyntaxNode } from './tree.ts';

/** A dictionary that a file gives a name: its entries, and whether more than these is put in (`**others`). */
export interface Dictionary {
  readonly named: ReadonlyMap<string, Named>;
  readonly spread: boolean;
}

/** The dictionaries that are assigned to a name, whatever holds it: `NAME = {…}`, `app.config["NAME"] = {…}`, `update(NAME={…})`, `{"NAME": {…}}`; also `dict(…)`. */
export function dictionariesNamed(text: string, name: string, outside: Outside, understood: Readonly<Record<string, Call>> = CALLS): readonly Dictionary[] {
  if (!text.includes(name)) return [];
  const { root, mark, sight } = pythonSight(text, outside, understood);
  const found: Dictionary[] = [];
  const pending: SyntaxNode[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const parts = partsOf(node);
    parts.forEach((part, index) => {
      const next = parts[index + 1]?.name ?? '';
      // Between a name and its value stands `=` or `:`, and before that perhaps the name's type.
      const value = parts[index + (next === 'TypeDef' ? 3 : 2)];
      if (value === undefined || !['AssignOp', 'TypeDef', ':'].includes(next) || !isNamed(text.slice(part.from, part.to), name)) return;
      const entries = entriesOf(value, text);
      if (entries !== undefined) found.push({ named: new Map(pairsIn(entries, value.name === 'CallExpression' ? 'AssignOp' : ':', sight, mark).map((one) => [one.name, one])), spread: entries.some((one) => one.name === '**') });
    });
    pending.push(...parts.toReversed());
  }
  return found;
}

/** `NAME`, `"NAME"`, `config["NAME"]`, `Worker.NAME`. */
const isNamed = (target: string, name: string): boolean => target === name || [`"${name}"`, `'${name}'`].includes(target) || target.endsWith(`["${name}"]`) || target.endsWith(`['${name}']`) || target.endsWith(`.${name}`);

/** What stands between the brackets of a dictionary or of `dict(…)`. */
function entriesOf(value: SyntaxNode, text: string): readonly SyntaxNode[] | undefined {
  if (value.name === 'DictionaryExpression') return partsOf(value);
  const [callee, list] = value.name === 'CallExpression' ? partsOf(value) : [];
  return callee !== undefined && list !== undefined && text.slice(callee.from, callee.to) === 'dict' ? partsOf(list) : undefined;
}
