import { readFileSync } from 'node:fs';
import { normalize, resolve } from 'node:path';
import { parseDotenv } from '../formats/dotenv.ts';
import { suggestion } from '../formats/suggest.ts';
import type { Severity } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { fail, InputError } from '../model/problem.ts';
import { quoted } from '../model/quote.ts';
import { moved, movedVerdict } from '../moved.ts';
import { OUT } from '../output/folder.ts';
import { readTree } from '../read-tree.ts';
import type { DiscoverOptions } from '../readers/discover.ts';
import { matters } from '../reporters/findings.ts';
import { told, toldProblem } from '../reporters/plain-text.ts';
import { githubCommands } from '../reporters/validation/github.ts';
import { gitlabCodeQuality } from '../reporters/validation/gitlab.ts';
import { validationJson } from '../reporters/validation/json.ts';
import { junitXml } from '../reporters/validation/junit.ts';
import { validationMarkdown } from '../reporters/validation/markdown.ts';
import { sarif } from '../reporters/validation/sarif.ts';
import { showValidation } from '../reporters/validation/text.ts';
import { findingsOf, type Validation } from '../reporters/validation/validation.ts';
import { findingIds, isTold, validate } from '../validate.ts';
import { askTools, refusals, REFUSED } from '../validators/index.ts';
import { lines, type ExitCode, type Terminal } from './terminal.ts';
import { machineEntries, profileEntries } from './validate/machine.ts';
import { refuseUnknownProfiles } from './validate/compose-profiles.ts';
import { placesOf, readingOf, type Place } from './validate/places.ts';

/** The flags of `gen validate`. */
export interface ValidateFlags {
  readonly format: 'text' | 'json' | 'sarif' | 'junit' | 'github' | 'gitlab' | 'markdown';
  readonly only?: readonly string[];
  readonly ignore?: readonly string[];
  readonly severity: Severity;
  readonly machine?: string;
  readonly profile?: string;
  readonly sized?: true;
  readonly tools: 'auto' | 'require' | 'off';
  readonly composeProfiles?: readonly string[];
  readonly envFile?: string;
}

/** `gen validate [PATH...]`: reads stacks, ours or not, and judges them. Exit code 1 on findings, 2 where something cannot be read. */
export async function validateCommand(words: readonly string[], flags: ValidateFlags, terminal: Terminal): Promise<ExitCode> {
  refuseUnknown([...(flags.only ?? []), ...(flags.ignore ?? [])]);
  if (flags.machine !== undefined && flags.profile !== undefined) fail('--machine and --profile exclude each other', undefined, 'a profile states its machine');
  const entries = flags.machine !== undefined ? machineEntries(flags.machine) : flags.profile !== undefined ? profileEntries({ profile: flags.profile, sized: flags.sized, cwd: terminal.cwd }) : [];
  const places = placesOf(words, terminal.cwd);
  const parts: Validation[] = [];
  for (const place of places) {
    terminal.progress?.(`reading ${place.shown('.')}`);
    parts.push(await validated(place, entries, flags, terminal));
  }
  const validation = joined(parts);
  refuseUnknownProfiles(flags.composeProfiles ?? [], validation.stacks.map(({ stack }) => stack));
  print(validation, flags, terminal);
  // Two stacks may share a file.
  const problems = [...new Set([...validation.problems, ...validation.stacks.flatMap((stack) => stack.problems)].map(toldProblem))];
  terminal.err(problems.map((problem) => `${terminal.errStyle.red('error')}  ${problem}\n`).join(''));
  if (validation.stacks.length === 0) refuseNothing(words, validation);
  const absent = flags.tools === 'require' ? [...new Set(validation.tools.filter(({ outcome }) => outcome === 'absent').map(({ tool }) => tool))] : [];
  if (absent.length > 0) terminal.err(`${terminal.errStyle.red('error')}  --tools require: ${absent.join(', ')} could not be asked\n`);
  if (problems.length > 0 || absent.length > 0) return 2;
  return matters(findingsOf(validation)) ? 1 : 0;
}

function refuseUnknown(ids: readonly string[]): void {
  const known = [...findingIds(), REFUSED];
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new InputError(unknown.map((id) => ({ message: `there is no check ${quoted(id)}`, hint: suggestion(id, known) })));
}

function refuseNothing(words: readonly string[], { unread }: Validation): never {
  const where = words.length === 0 ? OUT : words.map((word) => quoted(word)).join(', ');
  const asked = unread.filter(({ what }) => words.some((word) => isBelow(what, word)));
  const because = (asked.length > 0 ? asked : unread).filter((one, i, all) => all.findIndex((other) => other.what === one.what) === i);
  const why = because.slice(0, 3).map(({ what, because }) => `${told(what, 120)}: ${told(because, 120)}`);
  if (why.length > 0) fail(`nothing could be read in ${where}`, undefined, `${why.join('; ')}${because.length > 3 ? `; and ${because.length - 3} more` : ''}`);
  fail(`there is nothing to judge in ${where}`, undefined, 'expected a Compose file, Kubernetes manifests, or the configuration of nginx, PostgreSQL, Redis, PgBouncer, gunicorn or Node');
}

/** Whether a path as it is shown is what a word names, or lies below it. */
function isBelow(path: string, word: string): boolean {
  const named = normalize(word).replace(/\/$/, '');
  return named === '.' || path === named || path.startsWith(`${named}/`);
}

async function validated(place: Place, entries: readonly Entry[], flags: ValidateFlags, terminal: Terminal): Promise<Validation> {
  const { tree, shown } = place;
  const { stacks, unread } = readTree(tree, { ...readingOf(place, entries), ...composeOptions(flags, terminal.cwd) });
  const found = validate(tree, stacks, flags);
  const tools = flags.tools === 'off' ? [] : await askTools(tree, stacks, flags.tools, terminal.progress);
  const findings = [...found.findings, ...refusals(tools).filter((finding) => isTold(finding, flags))];
  const isPath = (what: string): boolean => tree.refused.has(what) || tree.file(what) !== undefined;
  const besides = unread.map((one) => (isPath(one.what) ? { ...one, what: shown(one.what) } : one));
  // The lines of the profile that was named are seen from here already.
  const profiles = new Set(entries.flatMap(({ origin }) => (origin.from === 'stated' ? origin.at.file : [])));
  const seen = (path: string): string => (profiles.has(path) && !isPath(path) ? path : shown(path));
  return { ...moved({ stacks: found.stacks, findings, unread: besides, problems: [] }, seen), tools: tools.map((verdict) => movedVerdict(verdict, shown)) };
}

const composeOptions = ({ composeProfiles, envFile }: ValidateFlags, cwd: string): DiscoverOptions => ({
  ...(composeProfiles === undefined ? {} : { composeProfiles }),
  ...(envFile === undefined ? {} : { environment: environmentOf(envFile, cwd) }),
});

/** The variables of an env file that is named on the command line. */
function environmentOf(path: string, cwd: string): ReadonlyMap<string, string> {
  const { variables, problems } = parseDotenv({ path, text: textOf(path, cwd) }, () => undefined);
  if (problems.length > 0) throw new InputError(problems);
  return new Map(variables.filter(({ inherited, unset }) => !inherited && unset.length === 0).map(({ name, text }) => [name, text]));
}

function textOf(path: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    return fail(`${quoted(path)} cannot be read`, { file: '--env-file', line: 0, column: 0 });
  }
}

const joined = (parts: readonly Validation[]): Validation => ({
  stacks: parts.flatMap(({ stacks }) => stacks),
  findings: parts.flatMap(({ findings }) => findings),
  unread: parts.flatMap(({ unread }) => unread),
  problems: parts.flatMap(({ problems }) => problems),
  tools: parts.flatMap(({ tools }) => tools),
});

function print(validation: Validation, { format }: ValidateFlags, terminal: Terminal): void {
  if (format === 'text' && validation.stacks.length === 0) return;
  const text = {
    text: () => lines(showValidation(validation, terminal.outStyle)),
    json: () => validationJson(validation),
    sarif: () => sarif(validation),
    junit: () => junitXml(validation),
    github: () => githubCommands(validation),
    gitlab: () => gitlabCodeQuality(validation),
    markdown: () => validationMarkdown(validation),
  }[format]();
  terminal.out(text);
}
