import { refuseAsGit, type Git } from './git.ts';

/** What a folder of a repository says of a name in it. */
export interface TreeEntry {
  /** As git writes it: `100644`, `120000` of a link, `40000` of a folder. */
  readonly mode: string;
  readonly id: string;
}

/** A folder of a repository. */
export interface Tree {
  readonly id: string;
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

/** Objects of a repository, each read once; nothing where there is none. Every question is one process, however many names it has. */
export interface GitObjects {
  /** Folders, by id or as git names them (`<commit>:<path>`). */
  readonly trees: (names: readonly string[]) => readonly (Tree | undefined)[];
  /** Contents of files by id; of a file longer than asked for, its length in bytes. */
  readonly files: (ids: readonly string[], longest: number) => readonly (Buffer | number | undefined)[];
}

interface Found {
  readonly id: string;
  readonly type: string;
  readonly size: number;
  readonly content: Buffer;
}

/** The objects that git reads in a folder. */
export function gitObjects(git: Git): GitObjects {
  const trees = new Map<string, Tree | undefined>();
  const files = new Map<string, Buffer | number>();
  const ask = (way: '--batch' | '--batch-check', names: readonly string[]): readonly (Found | undefined)[] => {
    if (names.length === 0) return [];
    const answer = git(['cat-file', way], names.map((name) => `${name}\n`).join(''));
    if (answer.status !== 0) return refuseAsGit('files of the revision cannot be read', answer);
    return taken(answer.bytes, names.length, way);
  };
  return {
    trees: (names) => {
      // A name is a line of what git reads.
      const missing = names.filter((name) => !trees.has(name) && !name.includes('\n'));
      ask('--batch', missing).forEach((found, i) => {
        const tree = found?.type === 'tree' ? { id: found.id, entries: entriesOf(found.content, found.id.length / 2) } : undefined;
        trees.set(missing[i] ?? '', tree);
        if (tree !== undefined) trees.set(tree.id, tree);
      });
      return names.map((name) => trees.get(name));
    },
    files: (ids, longest) => {
      const missing = [...new Set(ids)].filter((id) => !files.has(id));
      const found = ask('--batch-check', missing).filter((one) => one !== undefined);
      for (const { id, size } of found) files.set(id, size);
      for (const one of ask('--batch', found.filter(({ size }) => size <= longest).map(({ id }) => id))) if (one !== undefined) files.set(one.id, one.content);
      return ids.map((id) => files.get(id));
    },
  };
}

const LINE = 0x0a;

/** Takes answers apart: a line about each object, then its content and another end of line where it was asked for. */
function taken(bytes: Buffer, count: number, way: '--batch' | '--batch-check'): readonly (Found | undefined)[] {
  let at = 0;
  return Array.from({ length: count }, () => {
    const end = bytes.indexOf(LINE, at);
    const [, id, type, size] = /^([0-9a-f]+) ([a-z]+) (\d+)$/.exec(bytes.toString('utf8', at, end)) ?? [];
    at = end + 1;
    if (id === undefined || type === undefined) return undefined;
    const from = at;
    if (way === '--batch') at += Number(size) + 1;
    return { id, type, size: Number(size), content: bytes.subarray(from, from + Number(size)) };
  });
}

/** The entries of a tree object: mode, name and the bytes of the id, one after the other. */
function entriesOf(content: Buffer, idLength: number): ReadonlyMap<string, TreeEntry> {
  const entries = new Map<string, TreeEntry>();
  for (let at = 0; at < content.length; ) {
    const blank = content.indexOf(0x20, at);
    const end = content.indexOf(0, blank);
    entries.set(content.toString('utf8', blank + 1, end), { mode: content.toString('latin1', at, blank), id: content.toString('hex', end + 1, end + 1 + idLength) });
    at = end + 1 + idLength;
  }
  return entries;
}
