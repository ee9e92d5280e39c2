import type { Severity } from '../../model/check.ts';
import { told } from '../plain-text.ts';
import { findingsOf, type Validation } from './validation.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/** A validation as workflow commands of GitHub Actions: one annotation for each finding and each problem. */
export function githubCommands(validation: Validation): string {
  const findings = findingsOf(validation).map(({ severity, check, message, why, fix, at }) =>
    command(COMMANDS[severity], { ...(at === undefined ? {} : { file: at.file, line: at.line, col: at.column }), title: check }, `${told(message)}\n${told(why)}\nfix: ${told(fix)}`),
  );
  const problems = [...validation.problems, ...validation.stacks.flatMap((stack) => stack.problems)].map(({ message, hint, at }) =>
    command('error', { ...(at === undefined ? {} : { file: at.file, line: at.line, col: at.column }), title: 'not readable' }, hint === undefined ? told(message) : `${told(message)}\n${told(hint)}`),
  );
  return [...problems, ...findings].map((line) => `${line}\n`).join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(told(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');

function command(name: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const shown = Object.entries(properties).filter(([, value]) => value !== 0).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${shown.join(',')}::${data(message)}`;
}
