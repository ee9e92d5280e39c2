import { excerpt, unknown, type Named, type Outside } from '../literal.ts';
import { CALLS, type Call } from './calls.ts';
import { evaluate } from './expression.ts';
import { pythonSight } from './names.ts';
import { partsOf } from './tree.ts';

/** `Field(10)` and `Field(default=10, ge=1)` of pydantic: the default. */
const field: Call = ({ placed, named }) => placed[0] ?? named.get('default') ?? unknown('it has no default');
const UNDERSTOOD: Readonly<Record<string, Call>> = { ...CALLS, Field: field, 'pydantic.Field': field };

/** The fields with a default of the classes at the top of a file whose bases match: `NAME: int = 10`. */
export function fieldsOf(text: string, bases: RegExp, outside: Outside): readonly Named[] {
  if (!bases.test(text)) return [];
  const { root, mark, sight } = pythonSight(text, outside, UNDERSTOOD);
  return partsOf(root).filter(({ name }) => name === 'ClassDefinition').flatMap((definition) => {
    const parts = partsOf(definition);
    const list = parts.find(({ name }) => name === 'ArgList');
    const body = parts.find(({ name }) => name === 'Body');
    if (list === undefined || body === undefined || !bases.test(text.slice(list.from, list.to))) return [];
    return partsOf(body).filter(({ name }) => name === 'AssignStatement').flatMap((statement): readonly Named[] => {
      const [target, ...rest] = partsOf(statement);
      const value = rest.at(-1);
      if (target?.name !== 'VariableName' || value === undefined || rest.length < 2) return [];
      return [{ name: text.slice(target.from, target.to), at: mark(value.from), text: excerpt(text.slice(value.from, value.to)), literal: evaluate(value, sight) }];
    });
  });
}
