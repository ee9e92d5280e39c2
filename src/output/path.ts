import { join, relative, sep } from 'node:path';
import { InputError } from '../model/problem.ts';

/** A path as it is printed: relative to the working directory where it is near, with `/`. */
export function shownPath(path: string, cwd = process.cwd()): string {
  const inside = relative(cwd, path);
  const shown = inside === '' ? '.' : inside.startsWith(join('..', '..')) ? path : inside;
  return shown.split(sep).join('/');
}

const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'the file would be too large',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is a file, not a folder',
  ENOENT: 'there is no such file or folder',
  ENAMETOOLONG: 'the name is too long',
  EMFILE: 'too many open files',
  ENFILE: 'too many open files',
  ELOOP: 'symbolic links form a circle',
  EIO: 'the disk reports an error',
};

/** Runs something that touches the disk; what the system refuses becomes an error of the input, told in words. */
export function onDisk<T>(doing: string | (() => string), work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asInputError(typeof doing === 'string' ? doing : doing(), error);
  }
}

/** A refusal of the operating system as an `InputError`; any other error is given back as it is. */
export function asInputError(doing: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof InputError || code === undefined || syscall === undefined) return error;
  return new InputError([{ message: `${doing}: ${MEANINGS[code] ?? code}` }]);
}
