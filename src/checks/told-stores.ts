import { pgbouncerLines } from '../formats/pgbouncer-lines.ts';
import { readPgbouncer } from '../formats/pgbouncer-read.ts';
import { redisDirectives } from '../formats/redis-directives.ts';
import { readRedis } from '../formats/redis-read.ts';
import { meant } from '../formats/suggest.ts';
import { files, mapped } from '../model/input.ts';
import { plainly } from '../model/quote.ts';
import { atLeast } from '../model/version.ts';
import { settingNamed } from '../settings/index.ts';
import pgbouncerTable from '../settings/pgbouncer-parameters.json' with { type: 'json' };
import redisTable from '../settings/redis-directives.json' with { type: 'json' };
import type { Fault, Told } from './told.ts';

/** What the Redis is told that is judged; what descends from Redis has directives of its own. */
export const toldRedis = mapped(files(redisDirectives), (all) =>
  all.filter(({ content }) => content.product === 'redis')
    .flatMap(({ content: { version, directives } }) => directives.map(({ name, args, at }): Told => ({ name, value: args.join(' '), at, ...(version === undefined ? {} : { version }) }))),
);

/** What the file of a PgBouncer says in its own section. */
export const toldPgbouncer = mapped(files(pgbouncerLines), (all) =>
  all.flatMap(({ content: { version, lines } }) => lines.filter(({ section, by }) => section === 'pgbouncer' && by === 'file').map(({ name, value, at }): Told => ({ name, value, at, ...(version === undefined ? {} : { version }) }))),
);

interface Table {
  readonly from: string;
  readonly to: string;
  readonly both: readonly string[];
  readonly since: readonly string[];
}

/** An unknown directive of Redis 7.0 to 8.0, or a value that Redis refuses. */
export function faultOfRedis({ version, name, value, at }: Told): Fault | undefined {
  const unknown = unknownTo(redisTable, 'Redis', version, name);
  if (unknown !== undefined) return /^(?:search|ts|bf|cf|json)-/.test(name) ? undefined : { at, message: unknown };
  const setting = settingNamed('redis', name);
  if (setting === undefined || /\$|`/.test(value)) return undefined;
  const read = readRedis(setting, value.split(' '));
  return read.ok ? undefined : { at, message: `Redis refuses ${name} ${plainly(value) || '""'}: it takes ${read.expected}` };
}

/** An unknown parameter of PgBouncer 1.18 to 1.24, or a value that PgBouncer refuses. */
export function faultOfPgbouncer({ version, name, value, at }: Told): Fault | undefined {
  const setting = settingNamed('pgbouncer', name);
  if (setting?.since !== undefined && version !== undefined && !atLeast(version, setting.since)) return { at, message: `PgBouncer ${version} does not know ${name}, which exists since ${setting.since}` };
  const unknown = unknownTo(pgbouncerTable, 'PgBouncer', version, name);
  if (unknown !== undefined) return { at, message: unknown };
  if (setting === undefined || /\$|`/.test(value)) return undefined;
  return readPgbouncer(setting, value) === undefined ? { at, message: `PgBouncer refuses ${name} = ${plainly(value) || 'an empty value'}: it takes ${expected(setting.unit, setting.oneOf)}` } : undefined;
}

const expected = (unit: string, words: readonly string[] | undefined): string => (words !== undefined ? `one of ${words.join(', ')}` : unit === 'milliseconds' ? 'a number of seconds' : 'a whole number');

/** Nothing is said of versions that the table does not reach: what is new in them is not known. */
function unknownTo(table: Table, server: string, version: string | undefined, name: string): string | undefined {
  const release = version?.split('.').slice(0, 2).join('.');
  if (release === undefined || !release.includes('.') || !atLeast(release, table.from) || !atLeast(table.to, release)) return undefined;
  if (table.both.includes(name)) return undefined;
  if (table.since.includes(name)) return release === table.from ? `${server} ${release} does not know ${name} yet` : undefined;
  const hint = meant(name, [...table.both, ...table.since]);
  return `${server} ${release} does not know ${plainly(name)}${hint === undefined ? '' : ` (${hint})`}`;
}
