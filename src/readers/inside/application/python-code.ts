import { LONGEST_PROGRAM, type Named, type Outside } from '../../../formats/literal.ts';
import { callsIn } from '../../../formats/python/call-in.ts';
import { dictionariesNamed } from '../../../formats/python/dictionaries.ts';
import { NOTHING, together, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import { positionIn, type SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { settingMeant, type Meant } from './base-settings.ts';
import { codeOf } from './code.ts';
import { statingLiteral, unreadSetting } from './state.ts';
import { outsideOf } from './variables.ts';

/** How a library is told its numbers in code. */
export interface InCode {
  /** Words of which a file has at least one where the library is told anything. */
  readonly words: readonly string[];
  /** Functions whose named arguments are settings, by their full names. */
  readonly calls: RegExp;
  /** A dictionary that a framework hands over as such arguments. */
  readonly dictionary?: string;
  /** The settings, by the names of the arguments. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** Calls that have no such pool: of a database in a file. */
  readonly without?: RegExp;
  /** An argument that may name another kind of pool, and the one that these settings are of. */
  readonly kind?: { readonly argument: string; readonly usual: RegExp };
}

/** What a file hands over at one place. */
interface Handed {
  readonly file: SourceFile;
  readonly named: ReadonlyMap<string, Named>;
  readonly spread: boolean;
}

/** What the code of a Python application tells a library; it is read, never run. Places that differ leave a setting unread: each makes a pool of its own. */
export function toldInCode(library: InCode, container: RunningContainer, around: Surroundings): Facts {
  const outside = outsideOf(container, around);
  const code = codeOf(container, around);
  const handed = code.filter(({ text }) => text.length <= LONGEST_PROGRAM && library.words.some((word) => text.includes(word))).flatMap((file) => handedIn(file, library, outside));
  if (handed.length === 0) return NOTHING;
  const other = handed.flatMap(({ file, named }) => (isOther(named.get(library.kind?.argument ?? ''), library.kind?.usual) ? [file.path] : []));
  const facts = [...library.settings].map(([name, setting]) => (other[0] === undefined ? settingOf(name, setting, handed, container.component, (text) => settingMeant(text, code, container, around)) : unreadSetting(container.component, setting, name, `${other[0]} makes another kind of pool`)));
  return together([{ ...NOTHING, files: [...new Set(handed.map(({ file }) => file.path))] }, ...facts]);
}

const isOther = (named: Named | undefined, usual: RegExp | undefined): boolean => named !== undefined && usual !== undefined && !usual.test(named.text);

function handedIn(file: SourceFile, { calls, dictionary, without }: InCode, outside: Outside): readonly Handed[] {
  const called = callsIn(file.text, (name) => calls.test(name), outside).filter(({ first }) => !(without !== undefined && first?.known === true && without.test(String(first.value))));
  const dictionaries = dictionary === undefined ? [] : dictionariesNamed(file.text, dictionary, outside);
  return [...called, ...dictionaries].map(({ named, spread }) => ({ file, named, spread }));
}

function settingOf(name: string, setting: Setting, handed: readonly Handed[], component: string, meant: (text: string) => Meant | undefined): Facts {
  const stated = handed.flatMap(({ file, named }) => {
    const value = named.get(name);
    return value === undefined ? [] : [{ value, at: positionIn(file, value.at.line, value.at.column) }];
  });
  const [first] = stated;
  const hidden = handed.find(({ named, spread }) => spread && !named.has(name));
  if (first === undefined) return hidden === undefined ? NOTHING : unreadSetting(component, setting, name, `${hidden.file.path} hands over what is put together elsewhere`);
  const { text } = first.value;
  const { literal, at } = (first.value.literal.known ? undefined : meant(text)) ?? { literal: first.value.literal, at: first.at };
  if (stated.some(({ value }) => value.text !== text)) return unreadSetting(component, setting, `${name}=${text}`, 'the code makes several pools of different sizes', at);
  return statingLiteral(component, setting, literal.known && literal.value === null && setting.unit === 'text' ? { known: true, value: 'none' } : literal, { at, shown: `${name}=${text}` });
}
