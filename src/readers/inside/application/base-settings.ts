import { known, LONGEST_PROGRAM, type Literal } from '../../../formats/literal.ts';
import { fieldsOf } from '../../../formats/python/class-fields.ts';
import type { Position } from '../../../model/entry.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { outsideOf } from './variables.ts';

/** A value, and where it is stated. */
export interface Meant {
  readonly literal: Literal;
  readonly at: Position;
}

const BASES = /\bBaseSettings\b/;

/**
 * What `settings.POOL_SIZE` means where one class of pydantic's settings has that field: the variable of that name, whose
 * case does not matter, else the default. `undefined` where no class or several have it, or names get a prefix.
 */
export function settingMeant(text: string, code: readonly SourceFile[], container: RunningContainer, around: Surroundings): Meant | undefined {
  const [, name] = /^[A-Za-z_][A-Za-z0-9_]{0,40}(?:\(\))?\.([A-Za-z_][A-Za-z0-9_]{0,80})$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const outside = outsideOf(container, around);
  const fields = code.filter((file) => file.text.length <= LONGEST_PROGRAM && BASES.test(file.text)).flatMap((file) => fieldsOf(file.text, BASES, outside).filter((field) => field.name === name).map((field) => ({ file, field })));
  const [found, ...others] = fields;
  if (found === undefined || others.length > 0 || found.file.text.includes('env_prefix')) return undefined;
  const [, word] = [...container.environment].find(([variable]) => variable.toLowerCase() === name.toLowerCase()) ?? [];
  const unset = [...container.unresolved].find(([variable]) => variable.toLowerCase() === name.toLowerCase());
  if (unset !== undefined) return { literal: { known: false, because: unset[1] }, at: container.at };
  return word === undefined ? { literal: found.field.literal, at: positionIn(found.file, found.field.at.line, found.field.at.column) } : { literal: known(word.text), at: word.at };
}
