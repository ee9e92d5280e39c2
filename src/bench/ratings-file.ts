import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseValue } from '../formats/quantity.ts';
import { suggestion } from '../formats/suggest.ts';
import { parseDocuments, type Mapping, type Mark, type Pair } from '../formats/yaml-tree.ts';
import { fail, InputError } from '../model/problem.ts';
import { plainly, quoted } from '../model/quote.ts';
import type { Unit } from '../model/value.ts';
import { onDisk } from '../output/path.ts';
import { FIGURES, ratingTables, type Figure, type RatingTable, type Threshold } from './ratings.ts';

const EXAMPLE = 'for example: p95: { excellent: 100ms, good: 200ms, acceptable: 500ms }';
const WORDS = ['excellent', 'good', 'acceptable'] as const;
const SPELLINGS: Readonly<Partial<Record<Unit, string>>> = { milliseconds: 'a time such as 200ms', 'per-second': 'a rate such as 100/s', ratio: 'a share such as 0.99 or 99%' };

/** The rating table that `--ratings` names: one of ours, or a YAML file. */
export function ratingsNamed(name: string, cwd: string): RatingTable {
  if (Object.hasOwn(ratingTables, name)) return ratingTables[name] ?? [];
  if (!/[/\\.]/.test(name)) fail(`there is no rating table ${quoted(name)}`, undefined, `built in: ${Object.keys(ratingTables).join(', ')}; another one is a file, such as ./ratings.yaml`);
  return readRatings(onDisk(`${quoted(name)} cannot be read`, () => readFileSync(resolve(cwd, name), 'utf8')), plainly(name, 300));
}

/** A rating table from the text of a YAML file, which `file` names in messages. */
export function readRatings(text: string, file: string): RatingTable {
  const { documents, flaws } = parseDocuments(text);
  if (flaws.length > 0) throw new InputError(flaws.map(({ at, message, hint }) => ({ at: { file, ...at }, message, hint })));
  const [root] = documents;
  if (root?.kind !== 'mapping' || root.pairs.length === 0) return fail('expected figures with their thresholds', { file, ...(root?.at ?? { line: 0, column: 0 }) }, EXAMPLE);
  return root.pairs.map((pair) => thresholdOf(pair, file));
}

function thresholdOf({ key, at, value }: Pair, file: string): Threshold {
  if (!isFigure(key)) return fail(`nothing is rated by ${quoted(key)}`, { file, ...at }, suggestion(key, Object.keys(FIGURES)));
  if (value.kind !== 'mapping') return fail(`${key}: expected three thresholds`, { file, ...value.at }, EXAMPLE);
  const odd = value.pairs.find((pair) => !WORDS.some((word) => word === pair.key));
  if (odd !== undefined) fail(`${key}: ${quoted(odd.key)} is no rating with a threshold`, { file, ...odd.at }, suggestion(odd.key, WORDS));
  const [excellent, good, acceptable] = WORDS.map((word) => numberOf(value, word, key, file));
  const threshold = { figure: key, excellent: excellent ?? 0, good: good ?? 0, acceptable: acceptable ?? 0 };
  refuseDisorder(threshold, { file, ...at });
  return threshold;
}

const isFigure = (name: string): name is Figure => Object.hasOwn(FIGURES, name);

function numberOf(thresholds: Mapping, word: string, figure: Figure, file: string): number {
  const found = thresholds.pairs.find((pair) => pair.key === word)?.value;
  const { unit } = FIGURES[figure];
  if (found === undefined) return fail(`${figure}: ${word} is missing`, { file, ...thresholds.at }, EXAMPLE);
  const value = found.kind === 'scalar' ? parseValue(found.text, unit) : undefined;
  if (typeof value === 'number' && value >= 0) return value;
  return fail(`${figure}.${word}: expected ${SPELLINGS[unit] ?? 'a number'}, found ${found.kind === 'scalar' ? quoted(found.text) : `a ${found.kind}`}`, { file, ...found.at });
}

function refuseDisorder({ figure, excellent, good, acceptable }: Threshold, at: Mark & { readonly file: string }): void {
  const { better } = FIGURES[figure];
  const ordered = better === 'more' ? excellent >= good && good >= acceptable : excellent <= good && good <= acceptable;
  if (!ordered) fail(`${figure}: ${better} is better, so excellent must not ask for ${better === 'more' ? 'less' : 'more'} than good, nor good than acceptable`, at);
}
