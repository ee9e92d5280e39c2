import { showPosition, type Entry } from './model/entry.ts';
import { fail } from './model/problem.ts';
import { plainly, quoted } from './model/quote.ts';
import { COMPONENT_NAME, ROUTE_PATH, STACK_NAME } from './model/spelling.ts';
import type { Component, Route, Stack } from './model/stack.ts';
import { ANSWERING_KINDS, APPLICATION_KINDS } from './model/who.ts';
import { entriesOf, fieldOf, SAYABLE, statementOf, type Statement } from './adopt/statement.ts';
import { loadable } from './adopt/loadable.ts';
import { machineLines } from './adopt/machine.ts';
import { commandOf, isMigration, migrationOf } from './adopt/migrations.ts';
import { poolStatements } from './adopt/pools.ts';
import { endsBefore } from './checks/runs-once.ts';
import { movedStack } from './moved.ts';
import { reservedName } from './profile/names.ts';
import { published } from './settings/found.ts';

/** Settings of a component that a profile states as its fields. */
const FIELDS: Readonly<Record<string, string>> = {
  'component.image': 'image', 'component.version': 'version', 'component.port': 'port', 'component.replicas': 'replicas', 'component.published_port': 'published_port',
};

/** What a profile needs beside the stack. */
export interface AdoptOptions {
  /** Path that was read, for the first line. */
  readonly from: string;
  /** Name of the stack, where it has none that a profile can say. */
  readonly name: string;
  /** How the paths of its files are called. */
  readonly shown: (path: string) => string;
}

/**
 * The profile, as YAML text, that says what a stack says: each value stated, with its place as a comment. What a profile
 * cannot say (kinds that nothing renders, texts that would not be safe, versions that are not known) stands there as a comment as well.
 */
export function adopt(read: Stack, options: AdoptOptions): string {
  const stack = movedStack(read, options.shown);
  const names = namesOf(stack);
  const carried = stack.components.filter((component) => isSayable(stack, component));
  const others = stack.components.filter((component) => !carried.includes(component) && !isMigration(stack, component));
  if (carried.length === 0) fail(`${quoted(options.from)} has nothing that a profile can say`, undefined, `profiles know ${SAYABLE.join(', ')}; found ${others.map((one) => `${one.name} (${one.kind})`).join(', ')}`);
  const layout = layoutOf(stack, carried, names);
  const settings = carried.flatMap((component) => entriesOf(stack, component.name).filter((entry) => FIELDS[idOf(entry)] === undefined).flatMap((entry) => statementOf(entry, names, layout) ?? []).concat(poolStatements(stack, component, names)));
  return loadable([
    '# yaml-language-server: $schema=./profile.schema.json',
    '#',
    `# What ${plainly(options.from, 200)} says, as a profile: every value is stated, with the place that it comes from.`,
    '# Take a line out, and the value is sized instead; gen explain tells why it is what it is.',
    '',
    `name: ${nameOf(stack.name.replace(/(?:docker-)?compose\.ya?ml$|kubernetes$|k8s$/, ''), options.name)}`,
    ...machineLines(stack, carried),
    '',
    'components:',
    ...carried.flatMap((component) => componentLines(stack, component, names)),
    ...settingLines(settings),
    ...others.flatMap((component) => ['', ...otherLines(stack, component, names)]),
    ...unreadLines(stack),
    '',
  ].join('\n'));
}

const idOf = ({ setting }: Entry): string => `${setting.kind}.${setting.name}`;
const fits = (text: string, { pattern }: { readonly pattern: string }): boolean => new RegExp(pattern).test(text);
const plainName = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 40).replace(/^[^a-z]+|-+$/g, '');

function nameOf(...candidates: readonly string[]): string {
  return candidates.map((text) => plainName(text.split('/').findLast((part) => part !== '') ?? '')).find((text) => fits(text, STACK_NAME)) ?? 'stack';
}

/** The name of each component in the profile: its own, unless a profile cannot say it. */
function namesOf(stack: Stack): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const { name, kind } of stack.components) {
    const usable = (candidate: string): boolean => fits(candidate, COMPONENT_NAME) && reservedName(candidate, APPLICATION_KINDS.find((one) => one === kind)) === undefined && !taken.has(candidate);
    const base = plainName(name) || kind;
    const chosen = [name, base, `${base}-${kind}`, ...stack.components.map((_, index) => `${base.slice(0, 30)}-${kind}-${index + 1}`)].find(usable) ?? name;
    taken.add(chosen);
    names.set(name, chosen);
  }
  return names;
}

/** The stack that the profile says: what it can carry, under the names that it has there. */
function layoutOf(stack: Stack, carried: readonly Component[], names: ReadonlyMap<string, string>): Stack {
  const named = (name: string): string => names.get(name) ?? name;
  const kind = new Map(carried.map((component) => [component.name, component.kind]));
  return {
    name: stack.name, entries: new Map(),
    components: carried.map((component) => ({ ...component, name: named(component.name) })),
    links: stack.links.filter((link) => linkable(kind.get(link.from) ?? '', kind.get(link.to) ?? '')).map((link) => ({ from: named(link.from), to: named(link.to) })),
    routes: stack.routes.filter((route) => isAnswered(kind.get(route.to)) && fits(route.path, ROUTE_PATH)).map((route) => ({ ...route, to: named(route.to) })),
  };
}

function componentLines(stack: Stack, component: Component, names: ReadonlyMap<string, string>): readonly string[] {
  const name = names.get(component.name) ?? component.name;
  const fields = entriesOf(stack, component.name).flatMap((entry) => {
    const field = FIELDS[idOf(entry)];
    return field === undefined || entry.subject !== undefined ? [] : (fieldOf(entry, field) ?? []);
  }).concat(isPlanned(component.kind) ? (migrationOf(stack, component) ?? []) : [], component.kind === 'python' ? (commandOf(stack, component) ?? []) : []);
  const links = stack.links.filter((link) => link.from === component.name).map((link) => stack.components.find((other) => other.name === link.to)).filter((other) => other !== undefined && linkable(component.kind, other.kind));
  const routes = isAnswered(component.kind) ? stack.routes.filter((route) => route.to === component.name) : [];
  return [
    `  - name: ${name}${component.at === undefined ? '' : ` # ${showPosition(component.at)}${name === component.name ? '' : `, there ${plainly(component.name)}`}`}`,
    `    kind: ${component.kind}`,
    ...fields.map(({ key, text, from, refused }) => `    ${refused === undefined ? '' : '# '}${key}: ${text} # ${from}${refused === undefined ? '' : `: ${refused}`}`),
    ...publishedLines(stack, component),
    ...(['postgres', 'redis', 'kafka'].includes(component.kind) ? [] : [`    links: [${links.map((other) => names.get(other?.name ?? '')).join(', ')}]`]),
    ...(routes.length === 0 ? [] : ['    routes:', ...routes.map(routeLine)]),
  ];
}

/** The port of the host that leads to a proxy's own port. */
function publishedLines(stack: Stack, component: Component): readonly string[] {
  const entries = entriesOf(stack, component.name);
  const own = entries.find((entry) => idOf(entry) === 'component.port')?.value;
  const [first] = component.kind === 'nginx' ? entries.filter((entry) => entry.setting === published && entry.value === own && /:[0-9]{1,5}$/.test(entry.subject ?? '')) : [];
  return first?.origin.from === 'stated' ? [`    published_port: ${(first.subject ?? '').replace(/^.*:/, '')} # ${showPosition(first.origin.at)}`] : [];
}

const isPlanned = (kind: string): boolean => (APPLICATION_KINDS as readonly string[]).includes(kind);
const isAnswered = (kind: string | undefined): boolean => (ANSWERING_KINDS as readonly (string | undefined)[]).includes(kind);

/** What a profile lets a kind connect to. */
const LINKABLE: Readonly<Record<string, readonly string[]>> = {
  nginx: ANSWERING_KINDS, pgbouncer: ['postgres'],
  ...Object.fromEntries(APPLICATION_KINDS.map((kind) => [kind, [...ANSWERING_KINDS, 'postgres', 'pgbouncer', 'redis', 'kafka']])),
};
const linkable = (from: string, to: string): boolean => LINKABLE[from]?.includes(to) === true;

function routeLine(route: Route): string {
  const { path, cache, auth, stream, immutable, at } = route;
  const said = [`path: ${path}`, ...(cache === 'none' ? [] : [`cache: ${cache}`]), ...(auth ? ['auth: true'] : []), ...(stream === 'none' ? [] : [`stream: ${stream}`]), ...(immutable ? ['immutable: true'] : [])];
  const line = `- { ${said.join(', ')} }${at === undefined ? '' : ` # ${showPosition(at)}`}`;
  return fits(path, ROUTE_PATH) ? `      ${line}` : `      # ${plainly(line, 200)}: a profile knows prefixes only`;
}

/** Whether a profile can say a component: its kind, and for a proxy also what answers behind it. */
const isSayable = (stack: Stack, { name, kind }: Component): boolean =>
  SAYABLE.includes(kind) && !endsBefore(stack, { name, kind }) && (kind !== 'nginx' || stack.links.some((link) => link.from === name && stack.components.some((other) => other.name === link.to && isAnswered(other.kind))));

function unsayable(stack: Stack, component: Component): string {
  if (endsBefore(stack, component)) return 'what runs to its end, but for the migration of an application';
  return SAYABLE.includes(component.kind) ? 'a proxy without an application behind it' : 'this kind';
}

/** What a profile cannot say, as comments. */
function otherLines(stack: Stack, component: Component, names: ReadonlyMap<string, string>): readonly string[] {
  const said = entriesOf(stack, component.name).filter((entry) => entry.subject === undefined).flatMap((entry) => fieldOf(entry, `${names.get(component.name) ?? component.name}.${idOf(entry)}`) ?? []);
  return [
    `# ${plainly(component.name)} (${component.kind})${component.at === undefined ? '' : `, ${showPosition(component.at)}`}: a profile cannot say ${unsayable(stack, component)}. What its files say:`,
    ...said.map(({ key, text, from }) => `#   ${key}: ${plainly(text, 120)} # ${from}`),
  ];
}

/** Without one that can be stated there is no key to put them under. */
function settingLines(settings: readonly Statement[]): readonly string[] {
  if (settings.length === 0) return [];
  return ['', settings.some(({ refused }) => refused === undefined) ? 'settings:' : '# settings:', ...settings.map(settingLine)];
}

const settingLine = ({ key, text, from, refused }: Statement): string =>
  refused === undefined ? `  ${JSON.stringify(key)}: ${text} # ${from}`.replace(/^ {2}"([a-z][A-Za-z0-9_.-]*)":/, '  $1:') : `  # ${plainly(key, 120)}: ${plainly(text, 120)} # ${from}: ${refused}`;

function unreadLines(stack: Stack): readonly string[] {
  const unread = stack.unread ?? [];
  if (unread.length === 0) return [];
  return ['', '# Not read:', ...unread.map(({ component, what, because, at }) => `#   ${component === undefined ? '' : `${plainly(component)} `}${plainly(what, 100)}: ${plainly(because, 200)}${at === undefined ? '' : `, ${showPosition(at)}`}`)];
}
