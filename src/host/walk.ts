import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** How much of a folder is looked at; a stack of people is far smaller. Sizes are bytes; after `count` files no further folder is looked into, and `listed` is the most of any kind. */
export const LIMITS = { file: 2 * 1024 * 1024, total: 64 * 1024 * 1024, depth: 24, count: 20_000, listed: 200_000 } as const;

const HISTORY: ReadonlySet<string> = new Set(['.git', '.hg', '.svn']);
const FOREIGN: ReadonlySet<string> = new Set([
  'node_modules', 'bower_components', 'vendor', 'venv', '.venv', 'site-packages', '__pycache__', '.tox', '.cache', 'dist', '.terraform', '.gradle', '.next', '.nuxt', 'coverage', 'target', '.pnpm-store', '.yarn',
]);

/** Folders that are not looked into: `always` never, `listed` only when a file names what lies there. */
export const skipped = {
  always: (name: string): boolean => HISTORY.has(name),
  listed: (name: string): boolean => HISTORY.has(name) || FOREIGN.has(name),
};

/** Files that are never configuration do not count: pictures, fonts, media, what compilers make. */
const UNCOUNTED = /\.(?:png|jpe?g|gif|svg|ico|webp|avif|bmp|mp[34]|webm|ogg|wav|mov|woff2?|ttf|otf|eot|pdf|psd|map|snap|class|pyc|o|so|dll|exe|wasm)$/i;

/** A folder that is still to be listed. */
interface Folder {
  readonly path: string;
  readonly place: string;
  readonly depth: number;
}
interface Walk {
  readonly root: string;
  readonly paths: string[];
  readonly visited: Set<string>;
  /** Breadth first: what lies near the top is what people wrote for the whole. */
  readonly folders: Folder[];
  /** Links to folders: followed at the end, where the folder was not seen under its own path. */
  readonly links: Folder[];
  readonly refused: Map<string, string>;
}

/** The paths of all files below a folder, sorted; what is left out for a reason is named in `refused`. */
export function walk(root: string, refused: Map<string, string>): readonly string[] {
  const state: Walk = { root, paths: [], visited: new Set(), folders: [{ path: '', place: root, depth: 0 }], links: [], refused };
  let counted = 0;
  for (let done = 0; done < state.folders.length; done++) {
    const next = state.folders[done];
    if (next === undefined || counted >= LIMITS.count) {
      refused.set('.', leftWords(state.folders.slice(done).map(({ path }) => path)));
      break;
    }
    const before = state.paths.length;
    list(state, next);
    counted += state.paths.slice(before).filter((path) => !UNCOUNTED.test(path)).length;
    const link = done + 1 === state.folders.length ? state.links.shift() : undefined;
    if (link !== undefined) state.folders.push(link);
  }
  return state.paths.sort();
}

const leftWords = (left: readonly string[]): string =>
  `there are more than ${LIMITS.count} files: ${left.length === 1 ? `the folder ${left[0] ?? ''} is` : `${left.length} folders, such as ${left[0] ?? ''}, are`} not looked into; name the folder that is meant`;

function list(state: Walk, { path: folder, place, depth }: Folder): void {
  if (state.visited.has(place)) return;
  state.visited.add(place);
  if (depth > LIMITS.depth) return void state.refused.set(folder, `it lies more than ${LIMITS.depth} folders deep`);
  for (const entry of entriesOf(state, folder, place)) {
    if (state.paths.length >= LIMITS.listed) return void state.refused.set(folder || '.', `there are more than ${LIMITS.listed} files: the rest is not looked at`);
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink()) follow(state, path, depth);
    else if (entry.isDirectory()) {
      if (!skipped.listed(entry.name)) state.folders.push({ path, place: join(place, entry.name), depth: depth + 1 });
    } else if (entry.isFile()) state.paths.push(path);
  }
}

function entriesOf(state: Walk, folder: string, place: string): readonly Dirent[] {
  try {
    return readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    state.refused.set(folder || '.', 'the folder cannot be read');
    return [];
  }
}

function follow(state: Walk, path: string, depth: number): void {
  try {
    const place = realpathSync(join(state.root, path));
    const inside = relative(state.root, place);
    if (inside === '..' || inside.startsWith(`..${sep}`)) return void state.refused.set(path, 'a symbolic link leads out of what was given');
    if (inside.split(sep).some(skipped.listed)) return;
    const found = statSync(place);
    if (found.isDirectory()) state.links.push({ path, place, depth: depth + 1 });
    else if (found.isFile()) state.paths.push(path);
  } catch {
    state.refused.set(path, 'a symbolic link leads nowhere');
  }
}
