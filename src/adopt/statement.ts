import { showPosition, type Entry } from '../model/entry.ts';
import type { Kind, Stack } from '../model/stack.ts';
import { readSettingValue } from '../formats/setting-value.ts';
import { showValue } from '../formats/quantity.ts';
import { settingNamed } from '../settings/index.ts';

/** The kinds that a profile can say. */
export const SAYABLE: readonly string[] = ['nginx', 'node', 'postgres', 'pgbouncer', 'redis'] satisfies readonly Kind[];

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

/** The statement of an entry, under the name that its component has in the profile; `undefined` for what only belongs to files. */
export function statementOf(entry: Entry, names: ReadonlyMap<string, string>, key?: string): Statement | undefined {
  const { setting, value, origin, subject } = entry;
  if (origin.from !== 'stated' || (key === undefined && settingNamed(setting.kind, setting.name) === undefined)) return undefined;
  const component = names.get(entry.component) ?? entry.component;
  const of = subject === undefined ? '' : `[${names.get(subject) ?? subject}]`;
  const spelled = Array.isArray(value) ? value.map(String) : showValue(value, setting.unit);
  const read = readSettingValue(setting, spelled);
  const text = typeof spelled === 'string' ? scalar(spelled, entry) : `[${spelled.map((item) => JSON.stringify(item)).join(', ')}]`;
  return { key: key ?? `${component}.${setting.kind}.${setting.name}${of}`, text, from: showPosition(origin.at), ...(read.ok ? {} : { refused: `expected ${read.expected}` }) };
}

/** Numbers, flags and quantities stand plainly; a text is quoted, so that YAML takes it for nothing else. */
const scalar = (text: string, { setting }: Entry): string => (setting.unit === 'text' ? JSON.stringify(text) : text);

/** The entries of a component, in the order in which they were read. */
export const entriesOf = (stack: Stack, component: string): readonly Entry[] => [...stack.entries.values()].filter((entry) => entry.component === component);
