import type { Entry, Origin } from './model/entry.ts';
import { InputError } from './model/problem.ts';
import { quoted } from './model/quote.ts';
import type { Rule } from './model/rule.ts';
import type { Stack } from './model/stack.ts';
import { nearest } from './formats/suggest.ts';
import type { Value } from './model/value.ts';
import { ruleNamed } from './rules/index.ts';
import { size } from './size.ts';

/** Why an entry has its value: the rule that sized it, and the same for each of the rule's inputs. */
export interface Explanation {
  readonly entry: Entry;
  readonly rule?: Rule;
  readonly inputs: readonly Explanation[];
  /** It has inputs, but they are shown at an earlier place of the tree. */
  readonly repeated: boolean;
}

/** A stated value that an entry depends on, and what the entry would be with another one. */
export interface Lever {
  readonly entry: Entry;
  readonly trials: readonly Trial[];
}

/** One other value of a lever, and what it gives; `undefined` when the stack cannot be sized with it. */
export interface Trial {
  readonly value: Value;
  readonly gives: Value | undefined;
}

/** The explanation of one entry of a plan. */
export function explain(entry: Entry, seen: Set<string> = new Set()): Explanation {
  const { origin } = entry;
  if (origin.from !== 'rule') return { entry, inputs: [], repeated: false };
  const rule = ruleNamed(origin.rule);
  const repeated = seen.has(entry.id) && origin.inputs.length > 0;
  seen.add(entry.id);
  return { entry, ...(rule === undefined ? {} : { rule }), inputs: repeated ? [] : origin.inputs.map((input) => explain(input, seen)), repeated };
}

/** The entries that a name means: an id (of all its subjects), or a setting in whichever component has it. */
export function entriesNamed(plan: Stack, name: string): readonly Entry[] {
  const exact = plan.entries.get(name);
  if (exact !== undefined) return [exact];
  return [...plan.entries.values()].filter((entry) => namesOf(entry).includes(name));
}

/** The names an entry goes by: `api.node.workers`, `node.workers`, `api.workers`, `workers`, each also with its subject. */
function namesOf(entry: Entry): readonly string[] {
  const { kind, name } = entry.setting;
  const whole = entry.id.replace(/\[.*\]$/, '');
  const names = [whole, `${kind}.${name}`, `${entry.component}.${name}`, name];
  return entry.subject === undefined ? names : [...names, ...names.map((each) => `${each}[${entry.subject}]`)];
}

/** The entries that a name means; one that means none is an error with a suggestion, which may also be one of `others`. */
export function findEntries(plan: Stack, name: string, others: readonly string[] = []): readonly Entry[] {
  const found = entriesNamed(plan, name);
  if (found.length > 0) return found;
  const meant = nearest(name, [...new Set([...[...plan.entries.values()].flatMap(namesOf), ...others])]);
  // Ids of checks are words with hyphens; settings have dots or underscores.
  const message = /^[a-z]+(?:-[a-z]+)+$/.test(name) ? `there is no check ${quoted(name)}` : `${plan.name} has no setting ${quoted(name)}`;
  throw new InputError([{ message, hint: meant === undefined ? 'gen explain --all lists every setting, gen checks every check' : `did you mean ${meant}?` }]);
}

/** The stated values that an entry depends on, in the order in which they are met. */
export function leaves(entry: Entry): readonly Entry[] {
  const found = new Map<string, Entry>();
  const seen = new Set<string>();
  const walk = (each: Entry): void => {
    if (seen.has(each.id)) return;
    seen.add(each.id);
    if (each.origin.from === 'stated') found.set(each.id, each);
    if (each.origin.from === 'rule') each.origin.inputs.forEach(walk);
  };
  walk(entry);
  return [...found.values()];
}

/** What a stated entry would be if nobody stated it; `undefined` when it has no rule or default, or the stack cannot be sized without it. */
export function unstated(profile: Stack, entry: Entry): Value | undefined {
  if (entry.origin.from !== 'stated') return undefined;
  const entries = new Map(profile.entries);
  entries.delete(entry.id);
  return sized({ ...profile, entries })?.entries.get(entry.id)?.value;
}

/** What would change an entry: each stated value it depends on, tried with other values by sizing the profile again. */
export function levers(profile: Stack, entry: Entry): readonly Lever[] {
  return leaves(entry)
    .filter((leaf) => leaf.id !== entry.id)
    .map((leaf) => ({ entry: leaf, trials: alternatives(leaf).map((value) => ({ value, gives: sizedWith(profile, leaf, value)?.entries.get(entry.id)?.value })) }));
}

/** Values to try instead of a stated one: half and double of a number, the opposite of a flag. */
function alternatives({ value, setting }: Entry): readonly Value[] {
  if (typeof value === 'boolean') return [!value];
  if (typeof value !== 'number' || value <= 0) return [];
  const whole = setting.unit === 'count' || setting.unit === 'millicores' || setting.unit === 'bytes';
  const tried = [value / 2, value * 2].map((number) => (whole ? Math.round(number) : number));
  return tried.filter((number) => number !== value && number >= (setting.min ?? 0) && number <= (setting.max ?? Infinity));
}

/** The plan of a profile in which one value is stated differently; `undefined` when that cannot be sized. */
function sizedWith(profile: Stack, leaf: Entry, value: Value): Stack | undefined {
  const origin: Origin = { from: 'stated', at: { file: 'trial', line: 0, column: 0 } };
  return sized({ ...profile, entries: new Map(profile.entries).set(leaf.id, { ...leaf, value, origin }) });
}

function sized(profile: Stack): Stack | undefined {
  try {
    return size(profile);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
