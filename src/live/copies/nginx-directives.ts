/** One directive as it stands in the text. `start` is its first character, `end` the `;` or `{` that closes it. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  readonly block: 'yes' | 'no';
  /** The block that it stands in: `main` at the top. */
  readonly within: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The directives of an nginx file in their order, blocks before what they hold, as raw words with their offsets: a copy
 * changes some and leaves every other character alone. Not the reader's parser, so that a fault of that cannot hide behind its own.
 */
export function directives(text: string): readonly Directive[] {
  const found: Directive[] = [];
  const blocks: string[] = [];
  let words: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const character = text[at];
    if (character === '#') {
      at = endOfLine(text, at);
    } else if (character === ';' || character === '{') {
      const [name = '', ...args] = words;
      const block = character === '{' ? 'yes' : 'no';
      found.push({ name, args, block, within: blocks.at(-1) ?? 'main', start, end: at });
      if (block === 'yes') blocks.push(name);
      words = [];
      at += 1;
    } else if (character === '}') {
      blocks.pop();
      at += 1;
    } else if (character === undefined || /\s/.test(character)) {
      at += 1;
    } else {
      const word = wordAt(text, at);
      if (words.length === 0) start = at;
      words.push(word);
      at += word.length;
    }
  }
  return found;
}

/** The word without the quotes around it. */
export function unquoted(word: string): string {
  return /^(["']).*\1$/s.test(word) ? word.slice(1, -1) : word;
}

function wordAt(text: string, at: number): string {
  const quoted = /(["'])(?:\\.|(?!\1)[^\\])*\1/sy;
  const bare = /(?:\\.|\$\{[^}]*\}|[^\s;{\\])+/sy;
  for (const pattern of [quoted, bare]) {
    pattern.lastIndex = at;
    const word = pattern.exec(text)?.[0];
    if (word !== undefined) return word;
  }
  return text.slice(at, at + 1);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
