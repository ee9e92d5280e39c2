import { digits } from '../../formats/units.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../model/value.ts';
import type { Entry } from '../../model/entry.ts';

/** A piece of PromQL, and the entries whose values stand in it. */
export interface Expression {
  readonly text: string;
  readonly entries: readonly Entry[];
}

/** PromQL with expressions in it; a text is taken as it stands. */
export const promql = (strings: TemplateStringsArray, ...parts: readonly (string | Expression)[]): Expression => ({
  text: String.raw({ raw: strings }, ...parts.map((part) => (typeof part === 'string' ? part : part.text))),
  entries: parts.flatMap((part) => (typeof part === 'string' ? [] : part.entries)),
});

/** Expressions joined by a word such as `and`. */
export const joined = (parts: readonly Expression[], word: string): Expression => ({ text: parts.map(({ text }) => text).join(word), entries: parts.flatMap(({ entries }) => entries) });

const spelled = (entry: Entry<number>, text: string): Expression => ({ text, entries: [entry] });

/** A number in its own unit: bytes, pieces, shares. */
export const plain = (entry: Entry<number>): Expression => spelled(entry, digits(entry.value));
/** A time as Prometheus counts: seconds. */
export const seconds = (entry: Entry<number>): Expression => spelled(entry, digits(entry.value / SECOND));
/** CPU as Prometheus counts: cores. */
export const cores = (entry: Entry<number>): Expression => spelled(entry, digits(entry.value / 1000));

const UNITS = [['d', DAY], ['h', HOUR], ['m', MINUTE], ['s', SECOND], ['ms', 1]] as const;

/** A window or a duration in the greatest unit that shows it whole. */
export function duration(entry: Entry<number>): Expression {
  const [name, size] = UNITS.find(([, unit]) => entry.value % unit === 0) ?? ['ms', 1];
  return spelled(entry, `${digits(Math.round(entry.value / size))}${name}`);
}

/** A text as a string of PromQL. */
export const string = (text: string): string => JSON.stringify(text);

/** What the value of a label must be: this text, or what an operator says of one. */
export type Matcher = string | { readonly operator: '!=' | '=~' | '!~'; readonly value: string };

/** Every label but this one; `''` is the missing label. */
export const not = (value: string): Matcher => ({ operator: '!=', value });
/** What a regular expression matches as a whole. */
export const like = (value: string): Matcher => ({ operator: '=~', value });
/** What a regular expression does not match as a whole. */
export const unlike = (value: string): Matcher => ({ operator: '!~', value });

/** Braces that choose series by their labels. */
export const matchers = (labels: Readonly<Record<string, Matcher>>): string =>
  `{${Object.entries(labels).map(([name, one]) => (typeof one === 'string' ? `${name}=${string(one)}` : `${name}${one.operator}${string(one.value)}`)).join(',')}}`;
