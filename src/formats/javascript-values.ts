const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

/** A string literal in single quotes. What cannot be seen, or would end the line, the string or a script element, is escaped. */
export function jsString(text: string): string {
  const escape = (character: string): string => ESCAPES[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `'${text.replace(/['\\<]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => [...Array(character.length).keys()].map((at) => escape(character.charAt(at))).join(''))}'`;
}

/** A key of an object literal. `__proto__` would set the prototype instead, so it is computed. */
export function jsKey(text: string): string {
  if (text === '__proto__') return `[${jsString(text)}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : jsString(text);
}
