import type { Flag } from '../../../formats/flags.ts';
import { NOTHING, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Word } from '../../../model/source.ts';
import { replaced } from './variables.ts';
import { stating, statingLiteral, unreadSetting } from './state.ts';
import { unknown, type Outside } from '../../../formats/literal.ts';

/** A setting that a flag states: its variables replaced, its place that of the value. */
export function givenByFlag(component: string, setting: Setting, { value, word, offset, shown }: Flag<Word>, outside: Outside): Facts {
  const at = { ...word.at, column: word.at.column + offset };
  const text = replaced(value ?? 'true', outside);
  if ('text' in text) return stating(component, setting, { text: text.text, at, shown });
  return text.host === true ? statingLiteral(component, setting, { ...unknown(text.because), host: true }, { at, shown }) : unreadSetting(component, setting, shown, text.because, at);
}

/** A setting that a variable of the environment states; an empty one states nothing. */
export function givenByVariable(component: string, setting: Setting, name: string, environment: ReadonlyMap<string, Word>, unresolved: ReadonlyMap<string, string>): Facts {
  const because = unresolved.get(name);
  if (because !== undefined) return unreadSetting(component, setting, name, because);
  const word = environment.get(name);
  return word === undefined || word.text === '' ? NOTHING : stating(component, setting, { text: word.text, at: word.at, shown: `${name}: ${word.text}` });
}
