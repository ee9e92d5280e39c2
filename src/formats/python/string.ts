const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"', '\n': '' };

/** The text of a Python string literal; `undefined` for bytes, and for escapes that are not plain. */
export function pythonString(source: string): string | undefined {
  const [, prefix = '', quote = ''] = /^([A-Za-z]{0,2})("""|'''|"|')/.exec(source) ?? [];
  if (quote === '' || /b/i.test(prefix) || !source.endsWith(quote) || source.length < prefix.length + 2 * quote.length) return undefined;
  const inner = source.slice(prefix.length + quote.length, -quote.length);
  return /r/i.test(prefix) ? inner : unescaped(inner);
}

/** Text with its escapes resolved; `undefined` where one is not plain. */
export function unescaped(text: string): string | undefined {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character !== '\\') out += character;
    else {
      const meant = ESCAPES[text.charAt(++at)];
      if (meant === undefined) return undefined;
      out += meant;
    }
  }
  return out;
}
