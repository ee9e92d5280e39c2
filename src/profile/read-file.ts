import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { fail } from '../model/problem.ts';

/** No profile is longer; a longer file was named by mistake. */
const LONGEST = 1024 * 1024;

/** The text of a profile: a regular file of UTF-8, with or without byte order mark. `shown` names it in messages. */
export function readProfileText(path: string, shown: string): string {
  const at = { file: shown, line: 0, column: 0 };
  const bytes = readBytes(path, (message, hint) => fail(message, at, hint));
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) fail('is UTF-16, not UTF-8', at, 'save it as UTF-8');
  const text = new TextDecoder('utf-8').decode(bytes);
  const wrong = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.exec(text)?.index;
  if (wrong !== undefined) fail('is no text: it contains control characters', positionIn(text, wrong, shown), 'a profile is a YAML or JSON file');
  const broken = text.includes('\ufffd') ? brokenAt(bytes, text) : undefined;
  if (broken !== undefined) fail('is not UTF-8', positionIn(text, broken, shown), 'save it as UTF-8');
  return text;
}

/** The index of the first character of the decoded text that stands for bytes that are no UTF-8. */
function brokenAt(bytes: Uint8Array, text: string): number | undefined {
  let offset = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let index = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0xfffd && !(bytes[offset] === 0xef && bytes[offset + 1] === 0xbf && bytes[offset + 2] === 0xbd)) return index;
    offset += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    index += character.length;
  }
  return undefined;
}

function positionIn(text: string, index: number, file: string): { readonly file: string; readonly line: number; readonly column: number } {
  const lines = text.slice(0, index).split('\n');
  return { file, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function readBytes(path: string, refuse: (message: string, hint?: string) => never): Uint8Array {
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
    if (about.size > LONGEST) return refuse(`is ${Math.ceil(about.size / LONGEST)} MiB long: no profile is longer than 1 MiB`);
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
