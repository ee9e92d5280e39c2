/** The offset of the `}` that closes a block of Lua whose text begins at `from`; `undefined` when none does. Strings and comments of Lua may hold braces. */
export function luaEnd(text: string, from: number): number | undefined {
  let depth = 1;
  let at = from;
  while (at < text.length) {
    const char = text[at];
    if (char === '{') depth += 1;
    else if (char === '}' && --depth === 0) return at;
    else if (char === '"' || char === "'") at = stringEnd(text, at, char);
    else if (char === '[') at = longEnd(text, at) ?? at;
    else if (char === '-' && text[at + 1] === '-') at = longEnd(text, at + 2) ?? lineEnd(text, at);
    at += 1;
  }
  return undefined;
}

/** A short string ends at its quote; at the end of its line when it is not closed. */
function stringEnd(text: string, start: number, quote: string): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote || text[at] === '\n') return at;
  }
  return text.length;
}

/** Where `[[…]]` or `[==[…]==]` ends; `undefined` where there is none. */
function longEnd(text: string, start: number): number | undefined {
  if (text[start] !== '[') return undefined;
  let equals = 0;
  while (text[start + 1 + equals] === '=') equals += 1;
  if (text[start + 1 + equals] !== '[') return undefined;
  const end = text.indexOf(`]${'='.repeat(equals)}]`, start);
  return end < 0 ? text.length : end + equals + 1;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
