import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userlist } from '../formats/pgbouncer-userlist.ts';
import { InputError } from '../model/problem.ts';
import type { SecretFile } from '../model/target.ts';
import { makeFolder } from './make-folder.ts';
import { onDisk, shownPath } from './path.ts';
import { removeStale, writeTemporary } from './temporary.ts';

/** `outdated`: it was made from other secrets, which have changed since. */
export type SecretStatus = 'missing' | 'present' | 'outdated';

/** A secret of a stack, and whether it is there. */
export interface SecretState {
  readonly secret: SecretFile;
  readonly status: SecretStatus;
}

/** Looks which secrets of a stack are there. Touches nothing. */
export function lookForSecrets(folder: string, secrets: readonly SecretFile[]): readonly SecretState[] {
  return secrets.map((secret): SecretState => {
    const path = join(folder, secret.path);
    return onDisk(`${shownPath(path)} cannot be read`, () => {
      if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return { secret, status: missing(dirname(path)) };
      if (secret.text === 'random') return { secret, status: 'present' };
      // Without one of the secrets that it repeats, it cannot be up to date.
      const text = secrets.every((other) => other === secret || there(join(folder, other.path))) ? textOf(secret, folder) : undefined;
      return { secret, status: readFileSync(path, 'utf8') === text ? 'present' : 'outdated' };
    });
  });
}

/** A secret is not written through a symbolic link; who links the folder elsewhere keeps the secrets there. */
function missing(parent: string): 'missing' {
  if (lstatSync(parent, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new InputError([{ message: `${shownPath(parent)} is a symbolic link, and secrets are missing in it; Plumbline does not write through it`, hint: 'put the secrets there yourself' }]);
  }
  return 'missing';
}

const there = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;

/** Makes the secrets that are missing; one that is there is never touched. */
export function makeSecrets(folder: string, states: readonly SecretState[]): void {
  new Set(states.map((state) => dirname(join(folder, state.secret.path)))).forEach(removeStale);
  const wanted = states.filter((state) => state.status === 'missing').map((state) => state.secret);
  // Those that repeat others come after them.
  for (const secret of [...wanted.filter((each) => each.text === 'random'), ...wanted.filter((each) => each.text !== 'random')]) {
    const path = join(folder, secret.path);
    onDisk(`${shownPath(path)} cannot be written`, () => {
      // The folder keeps other users out. The files themselves are readable: the processes in the containers have users of their own.
      makeFolder(dirname(path), 0o700);
      renameSync(writeTemporary(path, textOf(secret, folder)), path);
    });
  }
}

const textOf = (secret: SecretFile, folder: string): string =>
  secret.text === 'random' ? randomBytes(24).toString('base64url') : userlist(secret.text, (path) => readFileSync(join(folder, path), 'utf8'));
