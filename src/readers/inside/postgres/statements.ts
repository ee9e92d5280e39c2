import type { SqlStatement, SqlToken } from '../../../formats/sql-syntax.ts';
import type { Mark } from '../../../formats/yaml-tree.ts';

/** What a statement changes: the server for all, one database, or one role. */
export interface Change {
  readonly of: 'system' | 'database' | 'role';
  /** The role or the database. */
  readonly target?: string;
  /** The parameter, `connection_limit`, or `all` of RESET ALL. */
  readonly name: string;
  /** `undefined` takes the change back. */
  readonly value?: string;
  readonly text: string;
  readonly at: Mark;
}

const word = (token: SqlToken | undefined): string => (token?.kind === 'word' ? token.text.toLowerCase() : '');
const shown = (tokens: SqlStatement): string => tokens.slice(0, 16).map((token) => (token.kind === 'text' ? `'${token.text}'` : token.text)).join(' ');

/** The settings that statements change: ALTER SYSTEM, ALTER ROLE, ALTER DATABASE and the limits of new roles. */
export const changesOf = (statements: readonly SqlStatement[]): readonly Change[] => statements.flatMap(changesIn);

function changesIn(statement: SqlStatement): readonly Change[] {
  const [first, second, third] = [word(statement[0]), word(statement[1]), statement[2]];
  if (first === 'alter' && second === 'system') return setting(statement, 2, { of: 'system' });
  const of = second === 'role' || second === 'user' ? 'role' : second === 'database' ? 'database' : undefined;
  if (of === undefined || third === undefined) return [];
  // Names are folded to lower case, variables of a shell are not.
  const target = third.kind === 'word' && !third.text.includes('$') ? third.text.toLowerCase() : third.text;
  const limit = connectionLimit(statement, of, target);
  if (limit !== undefined) return [limit];
  // ALTER ROLE x IN DATABASE y SET …
  const at = word(statement[3]) === 'in' && word(statement[4]) === 'database' ? 6 : 3;
  return first === 'alter' ? setting(statement, at, { of, target }) : [];
}

function setting(statement: SqlStatement, from: number, what: Pick<Change, 'of' | 'target'>): readonly Change[] {
  const verb = word(statement[from]);
  const name = statement[from + 1];
  if (name === undefined || (verb !== 'set' && verb !== 'reset')) return [];
  const change = { ...what, name: name.text, text: shown(statement), at: (statement[0] ?? name).at };
  if (verb === 'reset') return [{ ...change, name: name.text.toLowerCase() }];
  const sign = statement[from + 2];
  if (word(sign) !== 'to' && sign?.text !== '=') return [];
  const value = statement.slice(from + 3);
  if (value.length === 0) return [];
  return [value.length === 1 && word(value[0]) === 'default' ? change : { ...change, value: valueOf(value) }];
}

/** A value of one or several words: `-1`, `'a', 'b'`. */
const valueOf = (tokens: SqlStatement): string => tokens.map((token) => (token.text === ',' ? ', ' : token.text)).join('');

function connectionLimit(statement: SqlStatement, of: 'role' | 'database', target: string): Change | undefined {
  const at = statement.findIndex((token, index) => index > 2 && word(token) === 'limit' && word(statement[index - 1]) === 'connection');
  if (at < 0 || of !== 'role') return undefined;
  const value = valueOf(statement.slice(at + 1)).replace(/^=/, '').match(/^-?[0-9]+/)?.[0];
  return value === undefined ? undefined : { of, target, name: 'connection_limit', value, text: shown(statement), at: (statement[0] as SqlToken).at };
}
