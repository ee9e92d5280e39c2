import { showPosition, type Entry } from '../model/entry.ts';
import { entriesIn } from '../model/lookup.ts';
import type { Stack } from '../model/stack.ts';
import { PLAN_KINDS } from '../model/who.ts';
import { readSettingValue } from '../formats/setting-value.ts';
import { showValue } from '../formats/quantity.ts';
import { settingOfKey } from '../profile/setting-key.ts';
import { settingNamed } from '../settings/index.ts';

/** The kinds that a profile can say. */
export const SAYABLE: readonly string[] = PLAN_KINDS;

/** A value as a profile states it, with the place that it comes from. */
export interface Statement {
  readonly key: string;
  /** As it stands in the YAML. */
  readonly text: string;
  /** `docker-compose.yml:12:7`. */
  readonly from: string;
  /** Why a profile cannot state it; then it is only a comment. */
  readonly refused?: string;
}

/** The statement of an entry under a name; `undefined` for what no file states. */
export function fieldOf(entry: Entry, key: string): Statement | undefined {
  const { setting, value, origin } = entry;
  if (origin.from !== 'stated') return undefined;
  const spelled = Array.isArray(value) ? value.map(String) : showValue(value, setting.unit);
  const read = readSettingValue(setting, spelled);
  const text = typeof spelled === 'string' ? scalar(spelled, entry) : `[${spelled.map((item) => JSON.stringify(item)).join(', ')}]`;
  return { key, text, from: showPosition(origin.at), ...(read.ok ? {} : { refused: `expected ${read.expected}` }) };
}

/** The statement of an entry among the settings of a profile whose components have those names and are laid out like that. */
export function statementOf(entry: Entry, names: ReadonlyMap<string, string>, layout: Stack): Statement | undefined {
  const { setting, subject } = entry;
  if (settingNamed(setting.kind, setting.name) === undefined) return undefined;
  const of = subject === undefined ? '' : `[${names.get(subject) ?? subject}]`;
  const statement = fieldOf(entry, `${names.get(entry.component) ?? entry.component}.${setting.kind}.${setting.name}${of}`);
  if (statement === undefined || statement.refused !== undefined) return statement;
  const named = settingOfKey(statement.key, layout);
  return named.ok ? statement : { ...statement, refused: 'a profile does not state it' };
}

/** Numbers, flags and quantities stand plainly; a text is quoted, so that YAML takes it for nothing else. */
const scalar = (text: string, { setting }: Entry): string => (setting.unit === 'text' ? JSON.stringify(text) : text);

/** The entries of a component, in the order in which they were read. */
export const entriesOf = (stack: Stack, component: string): readonly Entry[] => entriesIn(stack, { name: component }).toReversed();
