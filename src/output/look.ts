import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onDisk, shownPath } from './path.ts';

/** What lies at a path; for what is in the way, its path. */
export type Found = { readonly is: 'missing' } | { readonly is: 'text'; readonly text: string } | InTheWay;
type InTheWay = { readonly is: 'symlink' | 'folder' | 'file' | 'foreign'; readonly path: string };

/** Files larger than this are none of ours. */
const LARGEST = 16 * 1024 * 1024;

/** Looks at paths inside a folder; symbolic links are never followed. Each folder on the way is looked at once. */
export function looking(folder: string): (path: string) => Found {
  const folders = new Map<string, Found | 'folder'>();
  const folderAt = (path: string): Found | 'folder' => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const above = parentOf(path);
    const outer = above === undefined ? 'folder' : folderAt(above);
    const found = outer === 'folder' ? kindOf(path) : outer;
    folders.set(path, found);
    return found;
  };
  const kindOf = (path: string): Found | 'folder' => {
    const found = lstatSync(join(folder, path), { throwIfNoEntry: false });
    if (found === undefined) return { is: 'missing' };
    if (found.isSymbolicLink()) return { is: 'symlink', path };
    return found.isDirectory() ? 'folder' : { is: 'file', path };
  };
  const lookAt = (path: string): Found => {
    const above = parentOf(path);
    const outer = above === undefined ? 'folder' : folderAt(above);
    if (outer !== 'folder') return outer;
    const found = lstatSync(join(folder, path), { throwIfNoEntry: false });
    if (found === undefined) return { is: 'missing' };
    if (found.isSymbolicLink()) return { is: 'symlink', path };
    if (found.isDirectory()) return { is: 'folder', path };
    if (!found.isFile() || found.size > LARGEST) return { is: 'foreign', path };
    return { is: 'text', text: readFileSync(join(folder, path), 'utf8') };
  };
  return (path) => onDisk(() => `${shownPath(join(folder, path))} cannot be read`, () => lookAt(path));
}

const parentOf = (path: string): string | undefined => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : undefined);
