import { compare, differs } from '../diff/comparison.ts';
import type { Diffed } from '../diff/diffed.ts';
import { suggestion } from '../formats/suggest.ts';
import { fail, InputError, showProblem } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import { OUT } from '../output/folder.ts';
import { builtInDirectory } from '../package.ts';
import { diffHtml } from '../reporters/diff/html.ts';
import { diffJson } from '../reporters/diff/json.ts';
import { diffMarkdown } from '../reporters/diff/markdown.ts';
import { diffText } from '../reporters/diff/text.ts';
import { SECTIONS, type Section, type View } from '../reporters/diff/view.ts';
import { plain } from '../reporters/style.ts';
import { reportFile } from './report-file.ts';
import { complete, type Outcome } from './diff/outcome.ts';
import { diffOutput } from './diff/output.ts';
import { diffRevisions } from './diff/revisions.ts';
import { sideOf, sourcesOf, type Reading } from './diff/side.ts';
import { diffStack } from './diff/stack.ts';
import { lines, type ExitCode, type Terminal } from './terminal.ts';

/** The flags of `gen diff`. */
export interface DiffFlags {
  readonly profile: readonly string[];
  readonly base?: string;
  readonly head?: string;
  readonly out?: string;
  readonly set: readonly string[];
  readonly sized?: true;
  readonly format: 'text' | 'markdown' | 'json' | 'html';
  readonly output?: string;
  readonly only?: readonly string[];
  readonly maxLength?: number;
  readonly exitCode?: true;
}

/** `gen diff`: what a change does. With `--exit-code` 1 where something differs, else 0; 2 where a profile cannot be read, the others told. */
export async function diffCommand(words: readonly string[], flags: DiffFlags, terminal: Terminal): Promise<ExitCode> {
  const view = viewOf(flags);
  const file = flags.output === undefined || flags.output === '-' ? undefined : reportFile(flags.output, terminal.cwd);
  const { diffed, problems } = await outcomeOf(words, flags, terminal);
  if (file === undefined) terminal.out(textOf(diffed, flags, view, terminal));
  else file.write(textOf(diffed, flags, view, { ...terminal, outStyle: plain }));
  terminal.err(problems.map((problem) => `${terminal.errStyle.red('error')}  ${showProblem(problem)}\n`).join(''));
  if (problems.length > 0) return 2;
  return flags.exitCode && diffed.comparisons.some(differs) ? 1 : 0;
}

const textOf = (diffed: Diffed, { format }: DiffFlags, view: View, { outStyle }: Terminal): string =>
  ({
    text: () => lines(diffText(diffed, view, outStyle)),
    markdown: () => diffMarkdown(diffed, view),
    json: () => diffJson(diffed, view),
    html: () => diffHtml(diffed, view),
  })[format]();

function viewOf({ only, maxLength }: DiffFlags): View {
  const isSection = (name: string): name is Section => (SECTIONS as readonly string[]).includes(name);
  const unknown = (only ?? []).filter((name) => !isSection(name));
  if (unknown.length > 0) throw new InputError(unknown.map((name) => ({ message: `there is no section ${quoted(name)}`, at: { file: '--only', line: 0, column: 0 }, hint: suggestion(name, SECTIONS) })));
  return { ...(only === undefined ? {} : { only: only.filter(isSection) }), ...(maxLength === undefined ? {} : { maxLength }) };
}

/** Compares what the words and flags name: revisions, a stack, two profiles, or what was rendered. */
async function outcomeOf(words: readonly string[], flags: DiffFlags, terminal: Terminal): Promise<Outcome> {
  const reading: Reading = { sets: flags.set, sized: flags.sized, cwd: terminal.cwd };
  if (flags.out !== undefined && (flags.base !== undefined || words.length > 0)) fail('--out is for what was rendered, and nothing of that is compared here', undefined, `leave it out, or compare with the files alone: gen diff --out ${plainly(flags.out)}`);
  if (flags.base !== undefined) {
    if (words.length > 0) fail(`--base compares revisions: ${quoted(words[0] ?? '')} is no part of it`, undefined, `a profile of both revisions is named by --profile: gen diff --base ${plainly(flags.base)} --profile ${plainly(words[0] ?? '')}`);
    return diffRevisions(flags.profile, { base: flags.base, head: flags.head }, reading, terminal);
  }
  if (flags.head !== undefined) fail('--head without --base: with what is it compared?', undefined, `name the older revision too: --base origin/main --head ${plainly(flags.head)}`);
  if (words.length === 0) return diffOutput(flags.profile, flags.out ?? OUT, reading, terminal);
  if (flags.profile.length > 0) return complete(await stackAgainst(words, flags, terminal));
  const [before = '', after, ...rest] = words;
  if (after === undefined) return fail(`${quoted(before)} is compared with what?`, undefined, `two profiles: gen diff ${plainly(before)} after.yaml; a stack against a plan: gen diff --profile medium ${plainly(before)}; a revision: gen diff --base ${plainly(before)}`);
  if (rest.length > 0) fail(`expected two profiles, found ${words.length}`, undefined, 'a stack of several files is compared with a plan: gen diff --profile medium docker-compose.yml nginx.conf');
  return complete(await twoProfiles(before, after, reading));
}

async function twoProfiles(before: string, after: string, reading: Reading): Promise<Diffed> {
  const [one, other] = [await sideOf(before, sourcesOf(before, reading), reading), await sideOf(after, sourcesOf(after, reading), reading)];
  return { of: 'profiles', before, after, comparisons: [compare(one, other)], notes: [] };
}

function stackAgainst(words: readonly string[], { profile: profiles, set, sized }: DiffFlags, { cwd }: Terminal): Promise<Diffed> {
  const [profile = '', another] = profiles;
  if (another !== undefined) fail(`a stack is compared with one plan: ${profiles.map((name) => `--profile ${plainly(name)}`).join(', ')}`);
  return diffStack(words, { profile, sets: set, sized, builtInDirectory, cwd });
}
