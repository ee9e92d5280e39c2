const LONGEST = 48;
// Control characters, line separators and the marks that turn the direction of writing: a message must not be steered by what it quotes.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]/gu;

const escape = (character: string): string =>
  ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text of the user's in one safe line: hidden characters escaped, the rest of a long text left out. */
export function plainly(text: string, longest: number = LONGEST): string {
  const characters = [...text.slice(0, longest * 2)];
  const cut = characters.length > longest || text.length > longest * 2;
  return (cut ? `${characters.slice(0, longest).join('')}…` : text).replace(HIDDEN, escape);
}

/** The same in quotes. */
export const quoted = (text: string): string => `"${plainly(text)}"`;

/** `1 file`, `2 files`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** Text of a file's in one short line: blanks folded, the rest of a long text left out. */
export const inOneLine = (text: string, longest = 80): string => plainly(text.replace(/\s+/g, ' ').trim(), longest);
