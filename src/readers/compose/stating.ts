import { entryId, statedEntry, type Position } from '../../model/entry.ts';
import { inOneLine, quoted } from '../../model/quote.ts';
import type { Setting } from '../../model/setting.ts';
import type { Value } from '../../model/value.ts';
import { isNull, shapeOf, type Node, type Text } from './node.ts';
import type { Report } from './report.ts';

/** The service that is read, and where what is found goes. */
export interface Service {
  readonly name: string;
  readonly report: Report;
}

/** How a value is stated: what it is repeated for, and how reports show it. */
export interface Wording {
  readonly subject?: string;
  /** The key it stands under; with the value it is what reports show. */
  readonly key?: string;
}

/** As a value is written, in one short line. */
export const shown = (key: string | undefined, written: string): string => (key === undefined ? inOneLine(written) : `${key}: ${inOneLine(written)}`);

/** States a value of a service. */
export function state<T extends Value>({ name, report }: Service, setting: Setting<T>, value: T, at: Position, more: { readonly subject?: string; readonly text?: string } = {}): void {
  report.entry(statedEntry(name, setting, value, at, more));
}

/** States a value that is written as a text; what cannot be known is said, what is none of its kind is a problem. */
export function stateText<T extends Value>(service: Service, setting: Setting<T>, node: Node | undefined, parse: (text: string) => T | undefined, expected: string, { subject, key }: Wording = {}): T | undefined {
  if (node === undefined || isNull(node)) return undefined;
  if (node.kind !== 'text') {
    wrong(service, key ?? setting.name, node, expected);
    return undefined;
  }
  if (node.because !== undefined) {
    unknown(service, setting, node, key ?? setting.name, subject);
    return undefined;
  }
  const value = parse(node.text);
  if (value === undefined) wrong(service, key ?? setting.name, node, expected);
  else state(service, setting, value, node.at, { ...(subject === undefined ? {} : { subject }), text: shown(key, node.written) });
  return value;
}

/** Says that a value cannot be known, so that its default does not count. */
export function unknown({ name, report }: Service, setting: Pick<Setting, 'kind' | 'name'>, text: Text, what: string, subject?: string): void {
  report.unread({ component: name, id: entryId({ name }, setting, subject), what, because: text.because ?? 'it cannot be known', at: text.at });
}

/** Says that something has the wrong shape. */
export function wrong({ name, report }: Service, key: string, node: Node, expected: string): void {
  const found = node.kind === 'text' && !isNull(node) ? quoted(node.text) : shapeOf(node);
  report.problem({ at: node.at, message: `services.${name}.${key}: expected ${expected}, found ${found}` });
}

/** The items of what must be a list; a problem where it is none. */
export function itemsOf(service: Service, key: string, node: Node | undefined): readonly Node[] {
  if (node === undefined || isNull(node)) return [];
  if (node.kind === 'items') return node.items;
  wrong(service, key, node, 'a list');
  return [];
}
