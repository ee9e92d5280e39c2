import { pathFrom, type SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

/** Folders that come with packages: their files are not the application's. */
const OTHERS = /(?:^|\/)(?:node_modules|site-packages|vendor|\.venv|venv|test|tests)\//;

/** A file that a program in the container opens: at an absolute path, or relative to a working folder that is not known. */
export function fileIn(container: RunningContainer, around: Surroundings, path: string): SourceFile | undefined {
  const clean = path.replace(/^(?:\.\/)+/, '');
  if (clean.startsWith('/')) return container.file(clean);
  const ending = `/${clean}`;
  const copied = container.files.filter((one) => one.endsWith(ending) && !OTHERS.test(one)).sort((a, b) => a.length - b.length)[0];
  const built = container.build === undefined ? undefined : pathFrom(container.build, clean);
  return (copied === undefined ? undefined : container.file(copied)) ?? (built === undefined ? undefined : around.tree.file(built));
}

/** The first of several files that is there. */
export function firstFile(container: RunningContainer, around: Surroundings, paths: readonly string[]): SourceFile | undefined {
  for (const path of paths) {
    const file = fileIn(container, around, path);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** Files of the application whose names end so: what is copied or mounted, else what lies in its build folder. Of a name (`/go.mod`), those nearest to the top. */
export function filesEnding(container: RunningContainer, around: Surroundings, ending: string): readonly SourceFile[] {
  const fits = (path: string): boolean => `/${path}`.endsWith(ending) && !OTHERS.test(path);
  const copied = nearest(container.files.filter(fits), ending).flatMap((path) => container.file(path) ?? []);
  if (copied.length > 0 || container.build === undefined) return copied;
  const folder = container.build === '.' ? '' : `${container.build}/`;
  return nearest(around.tree.paths.filter((path) => path.startsWith(folder) && fits(path)), ending).flatMap((path) => around.tree.file(path) ?? []);
}

const MOST = 20;
const depthOf = (path: string): number => path.split('/').length;

function nearest(paths: readonly string[], ending: string): readonly string[] {
  const least = paths.reduce((depth, path) => Math.min(depth, depthOf(path)), Infinity);
  return (ending.startsWith('/') ? paths.filter((path) => depthOf(path) === least) : paths).slice(0, MOST);
}
