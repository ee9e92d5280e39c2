import type { SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';

/** Folders whose Python is not what answers requests: packages, tests, migrations and tools. */
const OTHERS = /(?:^|\/)(?:node_modules|site-packages|vendor|\.venv|venv|tests?|migrations|alembic|scripts|docs|examples)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest|setup)\.py$/;
/** More files nobody reads for one number. */
const MOST = 400;

/** The Python files of an application: those that are copied or mounted, else those of the folder that it is built from. */
export function codeOf(container: RunningContainer, around: Surroundings): readonly SourceFile[] {
  const fits = (path: string): boolean => path.endsWith('.py') && !OTHERS.test(path);
  const copied = container.files.filter(fits).slice(0, MOST).flatMap((path) => container.file(path) ?? []);
  if (copied.length > 0 || container.build === undefined) return copied;
  const folder = container.build === '.' ? '' : `${container.build}/`;
  return around.tree.paths.filter((path) => path.startsWith(folder) && fits(path)).slice(0, MOST).flatMap((path) => around.tree.file(path) ?? []);
}
