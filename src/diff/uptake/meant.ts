/** Lines that only say something to people, by the end of the name of a file. */
const COMMENTS: readonly (readonly [end: RegExp, line: RegExp])[] = [
  [/\.m?js$/, /^\s*(?:\/\/|\/?\*)/],
  [/\.ini$/, /^\s*[;#]/],
  [/\.sql$/, /^\s*--/],
  [/\.(?:conf|py|properties|ya?ml)$/, /^\s*#/],
];

/** The text of a configuration without blank lines and lines that are comments: what changes there changes nothing. */
export function meant(path: string, text: string): string {
  const comment = COMMENTS.find(([end]) => end.test(path))?.[1];
  return text.split('\n').filter((line) => line.trim() !== '' && comment?.test(line) !== true).join('\n');
}
