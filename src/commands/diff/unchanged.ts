import { join } from 'node:path';
import { builtInDirectory } from '../../package.ts';
import { LONGEST_CHAIN } from '../../profile/chain.ts';
import { locateBase } from '../../profile/locate.ts';
import type { Place } from './revision.ts';

/** What of a text can be told without parsing it: its base, that it has none, or that only parsing tells. */
type Base = { readonly is: 'none' | 'unknown' } | { readonly is: 'named'; readonly name: string };

/** The profiles whose files are the same at both places, with those files, bases included: of a thousand, most are, and need not be parsed to know it. */
export function unchangedAmong(profiles: readonly string[], before: Place, after: Place, cwd: string): ReadonlyMap<string, readonly string[]> {
  const decoder = new TextDecoder();
  const bases = new Map<string, readonly string[] | undefined>();
  const behind = (path: string, depth = 0): readonly string[] | undefined => {
    if (depth >= LONGEST_CHAIN) return undefined;
    const base = baseIn(decoder.decode(after.files.bytes(path, refused)));
    if (base.is !== 'named') return base.is === 'none' ? [path] : undefined;
    const file = locateBase(base.name, path, { builtIn: builtInDirectory, cwd, files: after.files }, { file: '', line: 0, column: 0 });
    if (!bases.has(file)) bases.set(file, behind(file, depth + 1));
    const rest = bases.get(file);
    return rest === undefined ? undefined : [path, ...rest];
  };
  const isSame = (path: string): boolean => {
    const id = after.id(path);
    return id !== undefined && id === before.id(path);
  };
  const filesOf = (path: string): readonly string[] | undefined => {
    try {
      return isSame(path) ? behind(path) : undefined;
    } catch {
      return undefined; // Reading it as a whole will say what is wrong.
    }
  };
  return new Map(profiles.flatMap((profile) => {
    const files = filesOf(join(cwd, profile));
    return files?.every(isSame) === true ? [[profile, files] as const] : [];
  }));
}

const refused = (message: string): never => {
  throw new Error(message);
};

/** One line `extends: name`, as nearly every profile writes it. */
function baseIn(text: string): Base {
  const mentions = text.split('extends').length - 1;
  if (mentions === 0) return { is: text.includes('\\') ? 'unknown' : 'none' };
  const [, name] = (mentions === 1 ? /^extends: +([\w./@+~-]+)[ \t]*(?:#.*)?\r?$/m.exec(text) : null) ?? [];
  return name === undefined ? { is: 'unknown' } : { is: 'named', name };
}
