/** A flag of a command line: its value, and the word and column that it begins at. */
export interface Flag<W> {
  readonly name: string;
  /** `undefined` for a flag without a value. */
  readonly value?: string;
  /** The word that holds the value. */
  readonly word: W;
  /** Characters of that word before the value. */
  readonly offset: number;
  /** As it is written: `--workers 4`. */
  readonly shown: string;
}

/** How the flags of a program are spelled: each spelling with the name that it has here. */
export interface FlagSpellings {
  /** Flags that take a value. */
  readonly valued: Readonly<Record<string, string>>;
  /** Flags that take none. */
  readonly bare?: Readonly<Record<string, string>>;
}

/** Reads `--name value`, `--name=value`, `-n value`, `-nvalue` and `-n=value`; what is not known is passed over. A later flag stands after an earlier one. */
export function flagsIn<W extends { readonly text: string }>(words: readonly W[], { valued, bare = {} }: FlagSpellings): readonly Flag<W>[] {
  const flags: Flag<W>[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--') break;
    const own = (table: Readonly<Record<string, string>>, key: string): string | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);
    const equals = word.text.startsWith('-') ? word.text.indexOf('=') : -1;
    const [spelling, offset] = equals > 0 ? [word.text.slice(0, equals), equals + 1] : [word.text, 0];
    const name = own(valued, spelling);
    const next = words[at + 1];
    const short = /^-[A-Za-z]./.test(word.text) ? own(valued, word.text.slice(0, 2)) : undefined;
    const plain = own(bare, word.text);
    if (plain !== undefined) flags.push({ name: plain, word, offset: 0, shown: word.text });
    else if (name !== undefined && equals > 0) flags.push({ name, value: word.text.slice(offset), word, offset, shown: word.text });
    else if (name !== undefined && next !== undefined) {
      flags.push({ name, value: next.text, word: next, offset: 0, shown: `${word.text} ${next.text}` });
      at += 1;
    } else if (short !== undefined) flags.push({ name: short, value: word.text.slice(2), word, offset: 2, shown: word.text });
  }
  return flags;
}
