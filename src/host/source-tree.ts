import { closeSync, fstatSync, openSync, readSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { pathFrom, type SourceFile, type SourceTree } from '../model/source.ts';
import { LIMITS, skipped, walk } from './walk.ts';

/** What was read of a path: a file, or why it is refused; neither where there is nothing. */
interface Opened {
  readonly file?: SourceFile;
  readonly refused?: string;
}

/**
 * The text files below a folder. Files are read when they are asked for, once; nothing outside the folder is opened,
 * links included. Throws what the system says where the folder itself cannot be read.
 */
export function sourceTree(root: string): SourceTree {
  const real = realpathSync(root);
  const refused = new Map<string, string>();
  const opened = new Map<string, Opened>();
  let listing: readonly string[] | undefined;
  let bytes = 0;

  const open = (path: string): Opened => {
    const place = within(real, path);
    if (typeof place !== 'string') return place;
    const read = readText(path, place, LIMITS.total - bytes);
    bytes += read.file?.text.length ?? 0;
    return read;
  };
  const file = (path: string): SourceFile | undefined => {
    const key = pathFrom('.', path);
    if (key === undefined) return undefined;
    const known = opened.get(key) ?? open(key);
    opened.set(key, known);
    if (known.refused !== undefined) refused.set(key, known.refused);
    return known.file;
  };
  return {
    get paths() {
      return (listing ??= walk(real, refused));
    },
    file,
    folder: (path) => {
      const key = pathFrom('.', path);
      const place = key === undefined ? undefined : within(real, key);
      return typeof place === 'string' && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
    },
    refused,
  };
}

/** The real place of a path of the tree; a refusal where a link leads out of it. */
function within(root: string, path: string): string | Opened {
  if (path.includes('\0') || path.split('/').some(skipped.always)) return {};
  let place: string;
  try {
    place = realpathSync(join(root, path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? {} : { refused: code === 'ELOOP' ? 'symbolic links form a circle' : 'it cannot be read' };
  }
  const inside = relative(root, place);
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? { refused: 'a symbolic link leads out of what was given' } : place;
}

function readText(path: string, place: string, left: number): Opened {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return {};
  // A pipe or a device would be waited for without end.
  if (!found.isFile()) return { refused: 'it is no ordinary file' };
  if (found.size > LIMITS.file) return { refused: `it is larger than ${LIMITS.file / 1024 / 1024} MiB` };
  if (found.size > left) return { refused: `together the files are larger than ${LIMITS.total / 1024 / 1024} MiB` };
  try {
    const text = decode(readBytes(place));
    return text === undefined ? { refused: 'it is no text' } : { file: { path, text } };
  } catch (error) {
    return { refused: (error as NodeJS.ErrnoException).code === 'EACCES' ? 'permission denied' : 'it cannot be read' };
  }
}

/** At most as much as is allowed, even of a file that grows meanwhile. */
function readBytes(place: string): Buffer {
  const handle = openSync(place, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(fstatSync(handle).size, LIMITS.file));
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(handle);
  }
}

/** UTF-8, a byte order mark left out; characters of other encodings are replaced. */
function decode(bytes: Buffer): string | undefined {
  return bytes.includes(0) ? undefined : new TextDecoder('utf-8').decode(bytes);
}
