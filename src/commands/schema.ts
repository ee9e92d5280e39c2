import { readFileSync } from 'node:fs';
import { schemaFile } from '../package.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** `gen schema`: the JSON Schema of profiles. */
export function schemaCommand(terminal: Terminal): ExitCode {
  terminal.out(readFileSync(schemaFile, 'utf8'));
  return 0;
}
