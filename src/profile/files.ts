import { closeSync, constants, existsSync, fstatSync, openSync, readSync, realpathSync } from 'node:fs';

/** Throws the problem that a file cannot be read. */
export type Refuse = (message: string, hint?: string) => never;

/** Where the files of profiles lie: on the disk, or in a revision of a repository. All paths are absolute. */
export interface ProfileFiles {
  /** Whether something lies at a path, links followed. */
  readonly exists: (path: string) => boolean;
  /** The one path of a file, however it was reached; a path that leads nowhere is given back as it is. */
  readonly real: (path: string) => string;
  /** The content of a regular file that may be a profile; anything else is refused. */
  readonly bytes: (path: string, refuse: Refuse) => Uint8Array;
}

/** No profile is longer, in bytes; a longer file was named by mistake. */
export const LONGEST = 1024 * 1024;

/** The files of this machine. */
export const diskFiles: ProfileFiles = {
  exists: existsSync,
  real: (path) => {
    try {
      return realpathSync(path);
    } catch {
      return path; // Reading it will say what is wrong.
    }
  },
  bytes: readBytes,
};

function readBytes(path: string, refuse: Refuse): Uint8Array {
  let file: number;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return refuse(...explained((error as NodeJS.ErrnoException).code));
  }
  try {
    const about = fstatSync(file);
    if (about.isDirectory()) return refuse('is a directory, not a profile', 'name a file in it');
    if (!about.isFile()) return refuse('is no regular file');
    if (about.size > LONGEST) return refuse(tooLong(about.size));
    // The size may be told wrongly (files of /proc) or change meanwhile: what counts is what is read.
    const pieces: Uint8Array[] = [];
    let length = 0;
    for (let piece = readPiece(file); piece.length > 0; piece = readPiece(file)) {
      pieces.push(piece);
      length += piece.length;
      if (length > LONGEST) return refuse('is too long: no profile is longer than 1 MiB');
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return refuse(...explained((error as NodeJS.ErrnoException).code));
  } finally {
    closeSync(file);
  }
}

/** Why a file of so many bytes is no profile. */
export const tooLong = (bytes: number): string => `is ${Math.ceil(bytes / LONGEST)} MiB long: no profile is longer than 1 MiB`;

function readPiece(file: number): Uint8Array {
  const piece = new Uint8Array(16 * 1024);
  return piece.subarray(0, readSync(file, piece, 0, piece.length, null));
}

function explained(code: string | undefined): readonly [string, string?] {
  switch (code) {
    case 'ENOENT': return ['there is no such file'];
    case 'EACCES': case 'EPERM': return ['may not be read', 'check its permissions'];
    case 'ELOOP': return ['is a symbolic link that leads in a circle'];
    case 'ENOTDIR': return ['there is no such file: a part of its path is no directory'];
    case 'ENAMETOOLONG': return ['its name is too long for a file'];
    case 'ENXIO': case 'ENODEV': return ['is no regular file'];
    default: return [`cannot be read (${code ?? 'unknown reason'})`];
  }
}
