import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { treeOf, type SourceTree } from '../../src/model/source.ts';

/** Every text file below a folder, as a tree. */
export function diskTree(folder: string): SourceTree {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'));
  return treeOf(Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')])));
}
