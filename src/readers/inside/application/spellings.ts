import { DATABASE_WORDS, FIXED_NAMES, OTHER_WORDS, PLAIN_NAMES, POOL_WORDS, type Meaning } from '../../../settings/pool-spellings.ts';

/** What a name says: the library where it is one's own, and what of its pool. */
export interface Spelled {
  readonly library?: string;
  readonly means: Meaning;
}

const squeezed = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const FIXED = new Map(FIXED_NAMES.map((one) => [squeezed(one.name), one]));
const POOL = new Map(POOL_WORDS);
const DATABASE = new Set(DATABASE_WORDS);
const OTHER = new Set(OTHER_WORDS);
const LONGEST = 100;

/** The words of a name: `APP_DB__maxPoolSize` is app, db, max, pool, size. */
const wordsOf = (name: string): readonly string[] => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase().split(/[^a-z0-9]+/).filter((word) => word !== '');

/** What the name of a variable says of a database pool; `undefined` when it is about something else. */
export function spelled(name: string): Spelled | undefined {
  if (name.length > LONGEST) return undefined;
  const fixed = FIXED.get(squeezed(name));
  if (fixed !== undefined) return { library: fixed.library, means: fixed.means };
  const words = wordsOf(name);
  if (words.some((word) => OTHER.has(word))) return undefined;
  const last = words.findLastIndex((word) => DATABASE.has(word));
  if (last < 0) {
    const plain = words.join(' ');
    return Object.hasOwn(PLAIN_NAMES, plain) ? { means: PLAIN_NAMES[plain] ?? 'max' } : undefined;
  }
  // What follows the word for the database says what it is: SHOP_DB_POOL_SIZE; or what stands before it: MAX_DB_CONNECTIONS.
  const after = POOL.get(words.slice(last + 1).join(' '));
  if (after !== undefined) return { means: after };
  const first = words.findIndex((word) => DATABASE.has(word));
  const around = POOL.get([...words.slice(0, first), ...words.slice(last + 1)].join(' '));
  return around === undefined ? undefined : { means: around };
}
