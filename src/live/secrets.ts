import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userlist } from '../formats/pgbouncer-userlist.ts';
import type { Stack } from '../model/stack.ts';
import { stackSecrets } from '../targets/secrets.ts';
import type { Folder } from './folder.ts';

/** Bytes of a password that lives as long as the stack. */
const BYTES = 24;

/** Writes the secrets of a plan, new ones each time; those that repeat others come after them. */
export function writeSecrets(plan: Stack, folder: Folder): void {
  const secrets = stackSecrets(plan);
  for (const { path, text } of [...secrets].sort((a, b) => Number(a.text !== 'random') - Number(b.text !== 'random'))) {
    folder.write(path, text === 'random' ? randomBytes(BYTES).toString('base64url') : userlist(text, (other) => readFileSync(join(folder.path, other), 'utf8')));
  }
}
