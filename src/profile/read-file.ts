import { fail } from '../model/problem.ts';
import { diskFiles, type ProfileFiles } from './files.ts';

/** The text of a profile: a regular file of UTF-8, with or without byte order mark. `shown` names it in messages. */
export function readProfileText(path: string, shown: string, files: ProfileFiles = diskFiles): string {
  const at = { file: shown, line: 0, column: 0 };
  const bytes = files.bytes(path, (message, hint) => fail(message, at, hint));
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
