import type { SourceFile } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { filesEnding, firstFile } from './files.ts';
import { packageJson } from './package-json.ts';

/** Packages that an application asks for, with the version where one is pinned, and the file that says so. */
export interface Packages {
  readonly file: string;
  readonly versions: ReadonlyMap<string, string>;
}

const LONGEST = 300_000;
const PYTHON = ['requirements.txt', 'pyproject.toml', 'Pipfile', 'setup.py', 'requirements/base.txt', 'requirements/production.txt', 'requirements/prod.txt', 'environment.yml'];

/** The packages of a Python application: what its requirements, pyproject.toml or Pipfile name. */
export function pythonPackages(container: RunningContainer, around: Surroundings): Packages | undefined {
  const files = PYTHON.flatMap((path) => firstFile(container, around, [path]) ?? []).filter((file) => file.text.length <= LONGEST);
  const [first] = files;
  if (first === undefined) return undefined;
  return { file: first.path, versions: new Map(files.flatMap((file) => [...namedIn(file)])) };
}

/** Names at the beginning of a line or in quotes, with what follows `==`. */
function* namedIn({ text }: SourceFile): Generator<readonly [string, string]> {
  for (const line of text.split('\n')) {
    if (line.length > 500 || /^\s*(?:#|\[)/.test(line)) continue;
    for (const found of line.matchAll(/(?:^\s{0,40}(?:-\s{1,4})?|["'])([A-Za-z][A-Za-z0-9._-]{1,60})(\[[A-Za-z0-9,_ -]{1,60}\])?\s{0,4}(?:(?:==|=)\s{0,4}["']?([0-9][0-9.]{0,20}))?/g)) {
      const [, name = '', extras = '', version = ''] = found;
      yield [normal(name), version.replace(/\.$/, '')];
      for (const extra of ['pool', 'asyncio']) if (new RegExp(`\\b${extra}\\b`).test(extras)) yield [`${normal(name)}[${extra}]`, version];
    }
  }
}

const normal = (name: string): string => name.toLowerCase().replace(/[._]/g, '-');

/** The packages of a Node application. */
export function nodePackages(container: RunningContainer, around: Surroundings): Packages | undefined {
  const found = packageJson(container, around);
  return found === undefined ? undefined : { file: found.file.path, versions: found.dependencies };
}

/** The text of manifests that are searched for words: builds of the JVM, Go, Ruby, .NET, Elixir, Rust. */
export function manifestText(container: RunningContainer, around: Surroundings, endings: readonly string[]): { readonly file: string; readonly text: string } | undefined {
  const files = endings.flatMap((ending) => filesEnding(container, around, ending)).filter((file) => file.text.length <= LONGEST);
  const [first] = files;
  return first === undefined ? undefined : { file: first.path, text: files.map((file) => file.text).join('\n') };
}
