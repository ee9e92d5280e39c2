import { InvalidArgumentError, Option } from 'commander';

/** Keeps every value of a flag that may be repeated. */
export const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** The same for values that are names, separated by commas. */
export function collectNames(value: string, before: readonly string[] = []): readonly string[] {
  const names = value.split(',').map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('expected names, separated by commas.');
  return [...before, ...names];
}

/** The path of a folder, which is never empty. */
export function folderName(value: string): string {
  if (value === '') throw new InvalidArgumentError('expected the path of a folder.');
  return value;
}

/** `--set`, which states something for this run. */
export const set = (): Option => new Option('--set <key=value>', 'state a setting or a field of the profile; repeatable').argParser(collect).default([], 'none');

/** `--sized`, which leaves out what a profile states under `settings`. */
export const sized = (): Option => new Option('--sized', 'leave out what the profile states under settings, and that it wants no pooler: all of it is sized');

/** `--format`, with the first of its choices where it is left out. */
export const format = (...choices: readonly [string, ...string[]]): Option => new Option('--format <format>', 'how to print the result').choices(choices).default(choices[0]);

/** `--runtime`, which says what serves the application. */
export const runtime = (): Option => new Option('--runtime <kind>', 'what serves the application (default: node)').choices(['node', 'gunicorn', 'uvicorn']);
