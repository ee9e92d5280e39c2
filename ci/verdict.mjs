// Says what is wrong and how to put it right, and fails (exit code 1) for what FAIL_ON names.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { readResults, settingsOf, staleness } from './report.mjs';
import { say } from './say.mjs';

const CAUSES = ['stale', 'new-errors', 'new-warnings', 'differences', 'never'];

/** New errors that are shown one by one: GitHub shows ten annotations of a step. */
const SHOWN = 8;

const { env } = process;
const asked = (env.FAIL_ON || 'stale, new-errors').split(/[\s,]+/).filter((word) => word !== '');
const unknown = asked.filter((word) => !CAUSES.includes(word));
if (unknown.length > 0) {
  say('error', `fail-on: expected ${CAUSES.join(', ')}; found ${unknown.map((word) => JSON.stringify(word)).join(', ')}`);
  process.exit(2);
}

const settings = settingsOf(env);
const results = readResults(settings.results);
const { newFindings, differs, errors } = results;
const found = [
  ...staleness(results, settings).map((sentence) => ['stale', sentence.replaceAll('`', '')]),
  ...(newFindings.error > 0 ? [['new-errors', `${newFindings.error} new ${newFindings.error === 1 ? 'error' : 'errors'}: the report says which, and what to do.`]] : []),
  ...(newFindings.warning > 0 ? [['new-warnings', `${newFindings.warning} new ${newFindings.warning === 1 ? 'warning' : 'warnings'}: the report says which.`]] : []),
  ...(differs && asked.includes('differences') ? [['differences', 'what is rendered differs from the base.']] : []),
];
const fails = (cause) => asked.includes(cause) && !asked.includes('never');
for (const { stack, check, message, entries } of errors.slice(0, SHOWN)) say(fails('new-errors') ? 'error' : 'warning', `${stack}: ${message}`, { title: check, at: placeOf(entries) });
for (const [cause, sentence] of found) say(fails(cause) ? 'error' : 'notice', sentence);
process.exit(found.some(([cause]) => fails(cause)) ? 1 : 0);

/** Where a finding's first side is stated in a file of this repository, seen from its top. */
function placeOf(entries) {
  const stated = entries.flatMap(({ origin }) => (origin.from === 'stated' ? [{ ...origin.at, file: posix.join(settings.folder, origin.at.file) }] : []));
  return stated.find(({ file }) => !file.startsWith('../') && existsSync(file));
}
