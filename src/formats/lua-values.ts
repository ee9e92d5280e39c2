const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', '\\': '\\\\' };

/** A string literal of Lua 5.1. What cannot be seen is spelled by its bytes, whose numbers every version reads. */
export const luaString = (text: string): string =>
  `"${text.replace(/["\\]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => ESCAPES[character] ?? [...Buffer.from(character)].map((byte) => `\\${String(byte).padStart(3, '0')}`).join(''))}"`;
