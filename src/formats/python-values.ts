/** A string literal of Python: what JSON escapes, Python reads likewise; what cannot be seen is escaped as well. */
export const pythonString = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
