// Comments on a pull or merge request once, and keeps that comment up to date. A token that may not write is no failure.
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github } from './hosts/github.mjs';
import { gitlab } from './hosts/gitlab.mjs';
import { Refused } from './hosts/request.mjs';
import { MARKER, markersOf, readResults, settingsOf } from './report.mjs';
import { say } from './say.mjs';

const { env } = process;
const settings = settingsOf(env);
const { differs, isStale } = readResults(settings.results);

try {
  const url = await upserted(env.GITHUB_ACTIONS === 'true' ? github(env) : gitlab(env), readFileSync(join(settings.results, 'body.md'), 'utf8'));
  console.log(url === undefined ? 'nothing differs: no comment' : `commented: ${url}`);
  if (url !== undefined && env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `url=${url}\n`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  explain(error);
}

/** Writes into the comment of ours, or a new one where something is to be said; where it stands then, if anywhere. */
async function upserted(host, body) {
  for await (const { id, body: old, isOurs } of host.comments()) if (isOurs && speaksOf(old)) return host.update(id, body);
  return differs || isStale ? host.create(body) : undefined;
}

/** Whether a comment is the one on this folder; hosts may turn line ends into CRLF. */
function speaksOf(text) {
  const old = text.replaceAll('\r\n', '\n');
  return old.startsWith(markersOf(settings.folder)) && (settings.folder !== '.' || !old.startsWith(`${MARKER}\n<!-- in `));
}

function explain({ status, message }) {
  if (status === 401) {
    say('error', `the token is not accepted (${message}). Leave token to its default, or renew the one you named.`);
    process.exit(1);
  }
  if (status === 403 || status === 404) say('notice', `no comment: this token may not write here (${message}). A pull request from a fork has a read-only token; elsewhere the job needs the permission pull-requests: write. The report is in the summary.`);
  else say('warning', `no comment: ${message}. The report is in the summary.`);
}
