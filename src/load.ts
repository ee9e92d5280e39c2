import { entryId } from './model/entry.ts';
import { fail } from './model/problem.ts';
import { quoted } from './model/quote.ts';
import { STACK_NAME } from './model/spelling.ts';
import { part, type Stack } from './model/stack.ts';
import { readChain, sourceOf } from './profile/chain.ts';
import { complaints as collect } from './profile/complaints.ts';
import { textOf, valueOf } from './profile/data.ts';
import type { ProfileFiles } from './profile/files.ts';
import { locateProfile } from './profile/locate.ts';
import { merge, type Merged } from './profile/merge.ts';
import { scenarioSource } from './profile/scenario-file.ts';
import { checkAgainstSchema } from './profile/schema-check.ts';
import { sourceOfSet } from './profile/sets.ts';
import { settingsOf, withoutSettings } from './profile/settings.ts';
import type { Source } from './profile/source.ts';
import { checkVersions } from './profile/versions.ts';
import { cpu, memory } from './settings/profile.ts';
import { refuseRoutes } from './size/refuse.ts';

export { builtInProfiles } from './profile/locate.ts';

/** Which profile to load, and from where. */
export interface LoadRequest {
  /** A built-in name, or a path. */
  readonly profile: string;
  /** `key=value`, each beating the profile and those before it. */
  readonly sets: readonly string[];
  /** A file that says what clients do, in place of the profile's scenario. */
  readonly scenario?: string | undefined;
  /** Leaves out what the profile and its bases state under `settings`, and that they want no pooler, so that all of it is sized; `sets` stay. */
  readonly sized?: true | undefined;
  /** The folder of the built-in profiles. */
  readonly builtInDirectory: string;
  readonly cwd: string;
  /** Where profiles are read; on the disk without. */
  readonly files?: ProfileFiles | undefined;
}

/**
 * The stack that a profile describes: components, links, routes and the entries that it states,
 * nothing sized. Throws an `InputError` that names all that is wrong with it.
 */
export const loadProfile = (request: LoadRequest): Stack => loadFiles(profileFiles(request), request);

/** The stack that a profile's files describe, once they are read. */
export function loadFiles(files: readonly Source[], request: Pick<LoadRequest, 'sets' | 'sized' | 'scenario' | 'cwd'>): Stack {
  const scenario = request.scenario === undefined ? [] : [scenarioSource(request.scenario, request.cwd)];
  return loadSources(request.sized ? files.map(withoutSettings) : files, [...scenario, ...request.sets.map(sourceOfSet)]);
}

/** The ids of what `sized` leaves out of a profile and its bases. */
export const settingsLeftOut = (files: readonly Source[], { sized }: Pick<LoadRequest, 'sized'>): readonly string[] => (sized ? [...new Set(files.flatMap(settingsOf))] : []);

/** The profile's file and all that it extends, the base first. Throws an `InputError` for what cannot be read. */
export function profileFiles({ profile, builtInDirectory, cwd, files }: Pick<LoadRequest, 'profile' | 'builtInDirectory' | 'cwd' | 'files'>): readonly Source[] {
  const folders = { builtIn: builtInDirectory, cwd, files };
  return readChain(locateProfile(profile, folders), folders);
}

/** The stack of a profile's text that extends nothing; `shown` names it in messages. Throws an `InputError`. */
export const loadText = (text: string, shown: string): Stack => loadSources([sourceOf(text, { label: shown, shown, name: shown })], []);

function loadSources(files: readonly Source[], sets: readonly Source[]): Stack {
  const sources = [...files, ...sets];
  // What the user wrote comes first, then what it extends.
  const order = [...files].reverse().concat(sources.slice(files.length));
  const complaints = collect();
  const merged = merge(sources, complaints);
  for (const source of order) checkAgainstSchema(source, complaints);
  if (complaints.none()) checkVersions(merged, complaints);
  complaints.settle(order);
  return complete(merged, sources, files);
}

function complete({ layout, statements }: Merged, sources: readonly Source[], files: readonly Source[]): Stack {
  const main = files.at(-1);
  const at = { file: main?.shown ?? '', line: 0, column: 0 };
  const missing = [cpu, memory].map((setting) => entryId(part('machine'), setting)).filter((id) => !statements.has(id));
  if (missing.length > 0) fail(`${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} not stated`, at, 'state it, such as machine: { cpu: 4, memory: 8GiB }, or extend a profile that does: extends: medium');
  if (layout.components.length === 0) fail('no component is left', at, 'list at least one under components');
  const own = [main, ...sources.slice(files.length)].map((source) => textOf(valueOf(source?.tree, 'name'))).findLast((name) => name !== undefined);
  const name = own ?? main?.name ?? '';
  if (!new RegExp(STACK_NAME.pattern).test(name)) fail(`the name of the file, ${quoted(name)}, cannot name the stack: expected ${STACK_NAME.expected}`, at, 'state one: name: shop');
  const stack: Stack = { ...layout, name, entries: new Map([...statements].map(([id, { entry }]) => [id, entry])) };
  refuseRoutes(stack);
  return stack;
}
