import { checks } from '../checks/index.ts';
import { checksJson, checksMarkdown, showChecks } from '../reporters/checks.ts';
import { json, lines, type ExitCode, type Format, type Terminal } from './terminal.ts';

/** `gen checks`: every check with its severity, what it judges, and why. */
export function checksCommand({ format }: { readonly format: Format }, terminal: Terminal): ExitCode {
  const text = { text: () => lines(showChecks(checks, terminal.outStyle)), json: () => json(checksJson(checks)), markdown: () => lines(checksMarkdown(checks)) };
  terminal.out(text[format]());
  return 0;
}
