import { connectionString, type Parameter } from '../../../formats/connection-string/parts.ts';
import { defaultEntry, entryId, statedEntry, type Entry } from '../../../model/entry.ts';
import { NOTHING, together, type Connection, type Facts } from '../../../model/facts.ts';
import type { Setting } from '../../../model/setting.ts';
import type { Word } from '../../../model/source.ts';
import { libraryNamed, library as librarySetting, prismaPgbouncer, sqlalchemyRecycle, type PoolLibrary } from '../../../settings/pools.ts';
import { PARAMETERS, type Meaning } from '../../../settings/pool-spellings.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { isDatabase } from './addresses.ts';
import { libraryOf, type Language, type LibraryFound } from './libraries.ts';
import { placer, type Place } from './place.ts';
import { preferring } from './preferring.ts';
import { toldInCode } from './python-code.ts';
import { sqlalchemyInCode } from './python-libraries.ts';
import { spelled } from './spellings.ts';
import { entriesOnly, stating, unreadSetting, type Written } from './state.ts';

/** A statement of a pool's size or behaviour that was found in the environment. */
interface Statement {
  readonly library?: string;
  readonly means: Meaning;
  readonly written?: Written;
  /** A variable whose value cannot be known. */
  readonly unread?: { readonly name: string; readonly because: string };
}

/** The pool of database connections of an application: what the environment states, under its library's names, and the library's default of what nobody states. */
export function poolFacts(container: RunningContainer, around: Surroundings, connections: readonly Connection[], language: Language, stated: readonly Entry[] = []): Facts {
  const { component } = container;
  const statements = [...fromVariables(container), ...fromStrings(container, placer(around.tree))];
  const manifest = libraryOf(container, around, language);
  const id = statements.find((one) => one.library !== undefined)?.library ?? manifest.id ?? (statements.some((one) => one.means === 'max' || one.means === 'overflow') ? 'pool' : undefined);
  const known = id === undefined ? undefined : libraryNamed(id);
  // What runs to its end rarely has a pool, and holds it only so long.
  if (known === undefined) return connections.some(isDatabase) && container.once !== true ? unknownPool(component, manifest) : NOTHING;
  const own = statements.filter((one) => one.library === undefined || one.library === known.id);
  const told = known.id === 'sqlalchemy' && language !== 'node' ? toldInCode(sqlalchemyInCode, container, around) : NOTHING;
  // What the code says plainly is what happens; a variable explains what it does not say.
  const facts = preferring([{ ...told, unread: [] }, together(own.map((one) => stateOf(component, known, one))), { ...NOTHING, unread: told.unread }]);
  return together([facts, entriesOnly(libraryEntry(component, known, own, manifest)), defaults(component, known, manifest, around, [...stated, ...facts.entries], facts)]);
}

const unknownPool = (component: string, found: LibraryFound): Facts => {
  const pool = libraryNamed('pool');
  return pool === undefined ? NOTHING : unreadSetting(component, pool.size, `the database pool of ${component}`, found.id === undefined ? found.because : 'its library is not known');
};

/** Variables by their words: DB_POOL_SIZE, SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE. */
function fromVariables({ environment, unresolved }: RunningContainer): readonly Statement[] {
  const stated = [...environment].flatMap(([name, word]): readonly Statement[] => {
    const found = spelled(name);
    return found === undefined || word.text === '' ? [] : [{ ...found, written: { text: word.text, at: word.at, shown: `${name}: ${word.text}` } }];
  });
  const unread = [...unresolved].flatMap(([name, because]): readonly Statement[] => {
    const found = spelled(name);
    return found === undefined ? [] : [{ ...found, unread: { name, because } }];
  });
  return [...stated, ...unread];
}

/** Parameters of connection strings: connection_limit, pool_max_conns, Maximum Pool Size. */
function fromStrings({ environment }: RunningContainer, place: Place): readonly Statement[] {
  return [...environment].flatMap(([name, word]): readonly Statement[] => {
    const parsed = connectionString(word.text);
    if (parsed === undefined) return [];
    const pooled = parsed.form === 'ado' ? parsed.scheme === 'postgresql' : /^(?:postgres|mysql)/.test(parsed.scheme);
    return pooled ? parsed.parameters.flatMap((parameter) => fromParameter(name, word, parameter, parsed.form, place)) : [];
  });
}

/** Whether a variable's connection string states a pool: only an application that keeps one has it. */
export const statesPool = (container: RunningContainer): boolean => fromStrings(container, ({ at }) => at).some(({ means }) => means === 'max' || means === 'min');

function fromParameter(name: string, word: Word, { name: key, value, offset }: Parameter, form: string, place: Place): readonly Statement[] {
  const found = PARAMETERS.find((one) => one.name === key.toLowerCase() && (one.library === 'npgsql') === (form === 'ado'));
  return found === undefined ? [] : [{ library: found.library, means: found.means, written: { text: value, at: place(word, offset), shown: `${name}: ${key}=${value}` } }];
}

function settingOf({ size, overflow, least, wait }: PoolLibrary, means: Meaning): Setting | undefined {
  switch (means) {
    case 'max': return size;
    case 'overflow': return overflow;
    case 'min': return least;
    case 'wait': return wait;
    default: return undefined;
  }
}

function stateOf(component: string, library: PoolLibrary, { means, written, unread }: Statement): Facts {
  const setting = means === 'lifetime' && library.id === 'sqlalchemy' ? sqlalchemyRecycle : settingOf(library, means);
  if (setting === undefined) return NOTHING;
  if (unread !== undefined) return unreadSetting(component, setting, unread.name, unread.because);
  return written === undefined ? NOTHING : stating(component, setting, written);
}

function libraryEntry(component: string, library: PoolLibrary, statements: readonly Statement[], manifest: LibraryFound): Entry<string> {
  const shown = statements.find((one) => one.library === library.id)?.written ?? statements[0]?.written;
  if (manifest.id === library.id) return statedEntry(component, librarySetting, library.id, manifest.at, { text: library.name });
  return shown === undefined ? defaultEntry(component, librarySetting, library.id, library.name) : statedEntry(component, librarySetting, library.id, shown.at, { text: shown.shown });
}

/** What the library does when nobody says anything: its number counts like a stated one. */
function defaults(component: string, library: PoolLibrary, manifest: LibraryFound, { cores }: Surroundings, stated: readonly Entry[], facts: Facts): Facts {
  const decided = new Set([...stated.map((entry) => entry.id), ...facts.unread.map((one) => one.id)]);
  const settings = [library.size, library.overflow, library.least, library.wait].flatMap((setting) => setting ?? []);
  return together(settings.filter((setting) => !decided.has(entryId({ name: component }, setting))).map((setting) => {
    const silent = setting.silent?.('');
    if (silent !== undefined) return entriesOnly(defaultEntry(component, setting, silent, library.name));
    return setting === library.size ? byCores(component, library, manifest, cores) : NOTHING;
  }));
}

/** The defaults that follow the cores of the host: Prisma's, pgx's. */
function byCores(component: string, library: PoolLibrary, manifest: LibraryFound, cores: number | undefined): Facts {
  if (library.id === 'prisma' && manifest.id === 'prisma' && (manifest.major ?? 0) >= 7) return entriesOnly(defaultEntry(component, library.size, 10, 'Prisma 7, whose driver it is'));
  const shown = library.id === 'prisma' ? '2 x cores + 1' : library.id === 'pgx' ? 'the greater of 4 and the cores' : undefined;
  if (shown === undefined || cores === undefined) return unreadSetting(component, library.size, `the pool of ${library.name}`, shown === undefined ? 'its default follows the host' : `unstated it is ${shown} of the host, and no machine is named`);
  return entriesOnly(defaultEntry(component, library.size, library.id === 'prisma' ? 2 * cores + 1 : Math.max(4, cores), `${library.name}: ${shown}`));
}

/** Prisma is told that a pooler stands in front. */
export function pgbouncerFlag({ component, environment }: RunningContainer, around: Surroundings): Facts {
  const place = placer(around.tree);
  return together([...environment].map(([name, word]) => {
    const flag = connectionString(word.text)?.parameters.find((parameter) => parameter.name === 'pgbouncer');
    return flag === undefined ? NOTHING : stating(component, prismaPgbouncer, { text: flag.value, at: place(word, flag.offset), shown: `${name}: pgbouncer=${flag.value}` });
  }));
}
