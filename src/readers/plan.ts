import type { Entry, Origin } from '../model/entry.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Setting } from '../model/setting.ts';
import { PROFILE_PARTS, type Route, type Stack } from '../model/stack.ts';
import type { Unit, Value } from '../model/value.ts';
import { settingNamed } from '../settings/index.ts';

/** What plan.json says of an entry. */
interface Line {
  readonly id: string;
  readonly value: Value;
  readonly unit: Unit;
  readonly origin: Exclude<Origin, { readonly from: 'rule' }> | { readonly from: 'rule'; readonly rule: string; readonly inputs: readonly string[]; readonly bound?: string };
}

/** What plan.json holds, as the target `plan` writes it. */
interface PlanFile {
  readonly name: string;
  readonly generator: { readonly name: string; readonly version: string };
  readonly components: readonly { readonly name: string; readonly kind: string; readonly links: readonly string[] }[];
  readonly routes: readonly Route[];
  readonly scenario: Scenario;
  readonly entries: readonly Line[];
}

/** A plan that was rendered once, and the version of Plumbline that did. */
export interface PlanRead {
  readonly plan: Stack;
  readonly version: string;
}

/** The plan of a plan.json as Plumbline wrote it, now or earlier; nothing where the text is none. Settings that are no longer known keep their names. */
export function readPlan(text: string): PlanRead | undefined {
  const file = parsed(text);
  if (file === undefined) return undefined;
  const components = file.components.map(({ name, kind }) => ({ name, kind }));
  const links = file.components.flatMap(({ name, links: to }) => to.map((other) => ({ from: name, to: other })));
  const plan = { name: file.name, components, links, routes: file.routes, scenario: file.scenario, entries: entriesOf(file) };
  return { plan, version: file.generator.version };
}

function parsed(text: string): PlanFile | undefined {
  try {
    const file = JSON.parse(text) as PlanFile;
    const lists = [file.components, file.routes, file.scenario, file.entries];
    const whole = file.generator.name === 'plumbline' && typeof file.name === 'string' && lists.every(Array.isArray) && file.components.every(({ links }) => Array.isArray(links)) && file.entries.every(isLine);
    return whole ? file : undefined;
  } catch {
    return undefined;
  }
}

const isLine = ({ id, unit, origin }: Line): boolean => typeof id === 'string' && typeof unit === 'string' && (origin.from === 'rule' ? Array.isArray(origin.inputs) : origin.from === 'default' || typeof origin.at.file === 'string');

/** Entries with what they were computed from: whichever stands first in the file. */
function entriesOf({ entries: lines }: PlanFile): ReadonlyMap<string, Entry> {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const made = new Map<string, Entry>();
  const begun = new Set<string>();
  const entryOf = (line: Line): Entry => {
    const known = made.get(line.id);
    if (known !== undefined) return known;
    begun.add(line.id);
    const entry = { id: line.id, ...ownerOf(line), value: line.value, origin: originOf(line.origin) };
    made.set(line.id, entry);
    return entry;
  };
  const originOf = (origin: Line['origin']): Origin => {
    if (origin.from !== 'rule') return origin;
    // An entry that leads to itself was written by nobody's rules.
    const inputs = origin.inputs.flatMap((id) => byId.get(id) ?? []).filter(({ id }) => made.has(id) || !begun.has(id)).map(entryOf);
    return { ...origin, inputs };
  };
  return new Map(lines.map((line) => [line.id, entryOf(line)]));
}

/** Whose entry it is, of which setting, and for what: `api.route.timeout[/feed]`. */
function ownerOf({ id, unit }: Line): Pick<Entry, 'component' | 'setting' | 'subject'> {
  const bracket = id.endsWith(']') ? id.indexOf('[') : -1;
  const [head = '', ...rest] = (bracket < 0 ? id : id.slice(0, bracket)).split('.');
  const [kind = '', ...name] = rest;
  const named = (of: string, words: readonly string[]): Setting | undefined => (words.length === 0 ? undefined : settingNamed(of, words.join('.')));
  const isPart = (PROFILE_PARTS as readonly string[]).includes(head);
  const setting = (isPart ? undefined : named(kind, name)) ?? named(head, rest) ?? { kind: isPart || name.length === 0 ? head : kind, name: (isPart || name.length === 0 ? rest : name).join('.'), unit, about: '' };
  const subject = bracket < 0 ? {} : { subject: id.slice(bracket + 1, -1) };
  return { component: head, setting: setting.unit === unit ? setting : { ...setting, unit }, ...subject };
}
