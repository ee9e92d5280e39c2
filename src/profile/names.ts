import { profileSchema } from '../model/profile-schema.ts';
import { PROFILE_PARTS, type Kind } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';

/** Words that mean something else in ids of entries and in `--set`. */
const WORDS = new Set<string>([...PROFILE_PARTS, ...Object.keys(profileSchema.properties), 'component', 'container', 'kubernetes', 'route', 'budget', 'demand', 'constructor', 'localhost']);
/** Applications become roles of the database, and these names PostgreSQL keeps or has given away. */
const ROLES = new Set(['public', 'none', 'postgres']);

/** Why a component cannot have that name, or `undefined` when it can. */
export function reservedName(name: string, kind: Kind | undefined): string | undefined {
  if (WORDS.has(name)) return 'the word has a meaning of its own';
  if (kind !== undefined && ROLES.has(name) && isApplication({ kind })) return 'PostgreSQL reserves that name, and each application is a role there';
  return undefined;
}
