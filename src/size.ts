import { entryId, type Entry, type Origin } from './model/entry.ts';
import { readAll, type Scope } from './model/input.ts';
import { fail } from './model/problem.ts';
import { isBound, isRefusal } from './model/rule.ts';
import { perObject } from './model/per-object.ts';
import type { Setting } from './model/setting.ts';
import { applicationsOf, isCluster, part, PROFILE_PARTS, type Component, type Stack } from './model/stack.ts';
import { isApplication } from './model/who.ts';
import { atLeast } from './model/version.ts';
import type { Value } from './model/value.ts';
import { rules, rulesFor, rulesOf } from './rules/index.ts';
import { requestsOf } from './rules/scenario/requests.ts';
import * as c from './settings/component.ts';
import * as profile from './settings/profile.ts';
import { isShort, withPoolers } from './size/pooler.ts';
import { refuseContradictions } from './size/refuse.ts';
import { explainTooSmall } from './size/too-small.ts';

/** Thrown inside sizing when a rule refuses; `size` turns it into an answer for people. */
export class Refused extends Error {
  readonly reason: string;
  readonly component: Component;
  constructor(component: Component, reason: string) {
    super(`${component.name}: ${reason}`);
    this.reason = reason;
    this.component = component;
  }
}

/**
 * Sizes a profile: the same stack with an entry for every setting. A pooler is added where the
 * direct connections would be more than the database carries.
 *
 * Throws `InputError` when the machine is too small or a stated setting is unknown to its version.
 */
export function size(profileStack: Stack): Stack {
  needMachine(profileStack);
  refuseContradictions(profileStack);
  try {
    return sizeWithPoolers(profileStack);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const works = (candidate: Stack): boolean => {
      try {
        sizeWithPoolers(candidate);
        return true;
      } catch (again) {
        if (again instanceof Refused) return false;
        throw again;
      }
    };
    return explainTooSmall(profileStack, error, works);
  }
}

function sizeWithPoolers(profileStack: Stack): Stack {
  const pooled = isCluster(profileStack) ? withPoolers(profileStack, undefined) : undefined;
  if (pooled !== undefined) return sizeAsGiven(pooled);
  let direct: Stack | undefined;
  let refusal: unknown;
  try {
    direct = sizeAsGiven(profileStack);
  } catch (error) {
    refusal = error;
  }
  const relieved = withPoolers(profileStack, direct);
  if (relieved !== undefined) return sizeRelieved(relieved, direct);
  if (direct === undefined) throw refusal;
  return direct;
}

/** The stack with poolers; where the machine has no room for them, the one without, as long as its databases carry the connections. */
function sizeRelieved(relieved: Stack, direct: Stack | undefined): Stack {
  try {
    return sizeAsGiven(relieved);
  } catch (error) {
    if (!(error instanceof Refused) || direct === undefined || direct.components.some((component) => component.kind === 'postgres' && isShort(direct, component))) throw error;
    return direct;
  }
}

/** Sizes the components that are there, adding none. */
export function sizeAsGiven(stack: Stack): Stack {
  /** By component and subject, then by setting: ids are long to spell, and this is asked tens of thousands of times. */
  const known = new Map<string, Map<Setting, Entry | typeof NOTHING | typeof BUSY>>();
  const busy: string[] = [];

  const find = (component: Component, setting: Setting, subject?: string): Entry | undefined => {
    const place = subject === undefined ? component.name : `${component.name}[${subject}]`;
    let here = known.get(place);
    if (here === undefined) known.set(place, (here = new Map()));
    const answer = here.get(setting);
    if (answer === NOTHING) return undefined;
    if (answer !== undefined && answer !== BUSY) return answer;
    const id = entryId(component, setting, subject);
    if (answer === BUSY) throw new Error(`rules form a circle: ${[...busy.slice(busy.indexOf(id)), id].join(' -> ')}`);
    here.set(setting, BUSY);
    busy.push(id);
    const entry = stack.entries.get(id) ?? compute(component, setting, id, subject);
    busy.pop();
    here.set(setting, entry ?? NOTHING);
    return entry;
  };

  const compute = (component: Component, setting: Setting, id: string, subject: string | undefined): Entry | undefined => {
    const version = setting === (c.version as Setting) ? undefined : find(component, c.version)?.value;
    if (typeof version === 'string' && !knows(setting, version)) return undefined;
    const entry = (value: Value, origin: Origin): Entry => ({ id, component: component.name, setting, value, origin, ...(subject === undefined ? {} : { subject }) });
    const rule = rulesFor(component, setting).find((candidate) => candidate.when(stack, component));
    if (rule !== undefined) {
      const scope: Scope = { stack, component, subject, find };
      const reading = readAll(scope, rule.from);
      const answer = reading.found ? rule.value(reading.value) : undefined;
      if (isRefusal(answer)) throw new Refused(component, answer.refuse);
      if (reading.found && answer !== undefined) {
        const origin = { from: 'rule', rule: rule.id, inputs: reading.entries } as const;
        return isBound(answer) ? entry(answer.value, { ...origin, bound: answer.bound }) : entry(answer as Value, origin);
      }
    }
    const silent = setting.silent?.(typeof version === 'string' ? version : '');
    return silent === undefined ? undefined : entry(silent, { from: 'default', of: component.kind === setting.kind && typeof version === 'string' ? `${component.kind} ${version}` : 'Plumbline' });
  };

  refuseUnknown(stack, find);
  for (const component of [...PROFILE_PARTS.map(part), ...stack.components]) {
    for (const rule of rulesOf(component)) {
      if (!rule.when(stack, component)) continue;
      for (const subject of subjectsOf(stack, component, rule.sizes)) find(component, rule.sizes, subject);
    }
  }
  return { ...stack, entries: inOrder(stack, [...known.values()].flatMap((here) => [...here.values()].filter((entry) => typeof entry === 'object'))) };
}

/** What `find` keeps where a setting has no entry, and while one is computed. */
const NOTHING = Symbol('nothing');
const BUSY = Symbol('busy');

/** Whether the version of a server knows a setting. */
const knows = (setting: Setting, version: string): boolean =>
  (setting.since === undefined || atLeast(version, setting.since)) && (setting.until === undefined || !atLeast(version, setting.until));

/** What a setting is repeated for inside a component. */
export function subjectsOf(stack: Stack, component: Component, setting: Setting): readonly (string | undefined)[] {
  if (setting.subjects !== undefined) return setting.subjects;
  const linked = (name: string): boolean => stack.links.some((link) => link.from === component.name && link.to === name);
  if (setting.per === 'request') return requestsOf(stack).map((request) => request.name);
  if (setting.per === 'route') return stack.routes.filter((route) => route.to === component.name || linked(route.to)).map((route) => route.path);
  if (setting.per === 'upstream') return stack.components.filter((other) => isApplication(other) && linked(other.name)).map((other) => other.name);
  if (setting.per === 'client') return applicationsOf(stack, component).filter(isApplication).map((other) => other.name);
  return [undefined];
}

const RANKS: ReadonlyMap<string, number> = new Map(rules.map((rule, i) => [`${rule.sizes.kind}.${rule.sizes.name}`, i]));
/** The place of a setting among the rules; what none sizes comes last. */
const rankOf = perObject(({ kind, name }: Setting) => RANKS.get(`${kind}.${name}`) ?? rules.length);

/** Entries in the order of the profile's parts, then the components, then the rules; what was only stated comes last in its component. */
function inOrder(stack: Stack, found: readonly Entry[]): ReadonlyMap<string, Entry> {
  const all = new Map<string, Entry>(stack.entries);
  for (const entry of found) all.set(entry.id, entry);
  const owners = new Map<string, number>([...PROFILE_PARTS, ...stack.components.map((component) => component.name)].map((name, i) => [name, i]));
  const place = (entry: Entry): number => (owners.get(entry.component) ?? owners.size) * (rules.length + 1) + rankOf(entry.setting);
  const sorted = [...all.values()].map((entry) => ({ entry, place: place(entry) })).sort((a, b) => a.place - b.place || (a.entry.id < b.entry.id ? -1 : 1));
  return new Map(sorted.map(({ entry }) => [entry.id, entry]));
}

function needMachine(stack: Stack): void {
  for (const setting of [profile.cpu, profile.memory]) {
    if (!stack.entries.has(entryId(part('machine'), setting))) fail(`the profile ${stack.name} does not say machine.${setting.name}`, undefined, 'add for example: machine: { cpu: 4, memory: 8GiB }, or extend a profile that has it');
  }
}

function refuseUnknown(stack: Stack, find: Scope['find']): void {
  for (const entry of stack.entries.values()) {
    const component = stack.components.find((candidate) => candidate.name === entry.component);
    const version = component && entry.setting.kind === component.kind ? find(component, c.version)?.value : undefined;
    if (typeof version !== 'string' || knows(entry.setting, version) || entry.origin.from !== 'stated') continue;
    const range = entry.setting.since === undefined ? `up to ${entry.setting.until ?? ''} (not included)` : `from ${entry.setting.since} on`;
    fail(`${entry.id}: ${entry.setting.kind} ${version} does not know ${entry.setting.name}, which exists ${range}`, entry.origin.at, 'take it out, or state another version of the component');
  }
}
