// What the runs of gen left in a folder, put together: for the comment, the summary, the outputs and the verdict.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first line of every comment of ours, by which it is found again. */
export const MARKER = '<!-- plumbline diff -->';
/** Names that are listed before the rest is counted. */
const LISTED = 20;

/** How the scripts were called, as compare.sh takes it from the environment. */
export const settingsOf = (env) => ({
  results: env.RESULTS,
  out: env.OUT || 'out',
  folder: (env.WORKING_DIRECTORY || '.').replace(/^(\.\/)+(?=.)|\/+$/g, '') || '.',
  profiles: (env.PROFILES ?? '').split('\n').filter((line) => line !== ''),
});

/** What `gen diff` left in a folder: nothing is stale where nothing is committed, and without a base there are no changes. */
export function readResults(folder) {
  const text = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined);
  const json = (name) => JSON.parse(text(name) ?? 'null') ?? undefined;
  const { stale, edited } = json('stale.json')?.summary ?? { stale: [], edited: [] };
  const changes = json('changes.json');
  return {
    stale,
    edited,
    isStale: Number(text('stale.code') ?? 0) === 1,
    differs: Number(text('changes.code') ?? 0) === 1,
    newFindings: { error: 0, warning: 0, note: 0, ...changes?.summary.newFindings },
    errors: (changes?.stacks ?? []).flatMap(({ name, findings }) => (findings?.new ?? []).filter(({ severity }) => severity === 'error').map((finding) => ({ stack: name, ...finding }))),
    comment: withoutMarker(text('comment.md') ?? ''),
    whole: withoutMarker(text('whole.md') ?? ''),
  };
}

/** What is wrong with the committed files, a sentence each; empty where they show what the profiles say. */
export function staleness({ stale, edited, isStale }, { out, folder, profiles }) {
  if (!isStale) return [];
  const names = profiles.length > 0 ? profiles.map((name) => ` --profile ${quoted(name)}`).join('') : ' --all';
  const line = `${folder === '.' ? '' : `cd ${quoted(folder)} && `}npx gen${names}${out === 'out' ? '' : ` --out ${quoted(out)}`}`;
  const which = stale.length === 0 ? '' : `: ${listed(stale)}`;
  return [
    `${code(`${out}/`)} does not show what the profiles say${which}. Run ${code(line, 1000)} and commit ${code(`${out}/`)}.`,
    ...(edited.length === 0 ? [] : [`Edited by hand since it was rendered: ${listed(edited)}. State these values under ${code('settings')} of the profile, or render again with ${code('--force')}.`]),
  ];
}

/** The body of the comment, marked with the folder it speaks of: several of one repository do not overwrite each other. */
export const commentOf = ({ comment }, sentences, { folder }, footer) =>
  paragraphs([markersOf(folder), ...sentences.map(bold), comment, footer]);

/** The lines that a comment on a folder begins with. */
export const markersOf = (folder) => (folder === '.' ? MARKER : `${MARKER}\n<!-- in ${encodeURIComponent(folder)} -->`);

/** The report for the summary of a run. */
export const summaryOf = ({ whole }, sentences) =>
  paragraphs(sentences.length === 0 && whole === '' ? ['The rendered files show what the profiles say.'] : [...sentences.map(bold), whole]);

const paragraphs = (parts) => `${parts.filter((part) => part !== '').join('\n\n')}\n`;
const bold = (sentence) => `**${sentence}**`;
const withoutMarker = (text) => (text.startsWith(MARKER) ? text.slice(MARKER.length) : text).trim();
const listed = (names) => names.slice(0, LISTED).map((name) => code(name)).join(', ') + (names.length > LISTED ? ` and ${names.length - LISTED} more` : '');

/** A text as code in Markdown, on one line whatever it holds. */
const code = (text, longest = 80) => `\`${text.replace(/[\u0000-\u001f\u007f`]/g, ' ').slice(0, longest)}\``;

/** A word for a shell. */
const quoted = (word) => (/^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
