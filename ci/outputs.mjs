// Puts the report together: comment.md and summary.md in RESULTS, and on GitHub the outputs and the summary of the step.
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentOf, readResults, settingsOf, staleness, summaryOf } from './report.mjs';

const { env } = process;
const settings = settingsOf(env);
const results = readResults(settings.results);
const sentences = staleness(results, settings);
const [body, summary, sarif] = ['body.md', 'summary.md', 'findings.sarif'].map((name) => join(settings.results, name));

writeFileSync(body, commentOf(results, sentences, settings, env.REPORT_URL ? `[The whole report](${env.REPORT_URL})` : ''));
writeFileSync(summary, summaryOf(results, sentences));
if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, summaryOf(results, sentences));
if (env.GITHUB_OUTPUT) {
  output('results', settings.results);
  output('report', summary);
  output('sarif', existsSync(sarif) ? sarif : '');
  output('changed', String(results.differs));
  output('stale', String(results.isStale));
  output('new-errors', String(results.newFindings.error));
}

function output(name, value) {
  const end = randomUUID();
  appendFileSync(env.GITHUB_OUTPUT, `${name}<<${end}\n${value}\n${end}\n`);
}
