import type { StatedParameter } from '../../../formats/postgres-parameters.ts';
import { shellWords } from '../../../formats/shell-words.ts';
import type { RunningContainer } from '../running.ts';
import { readArguments } from './arguments.ts';
import { isBitnami } from './image.ts';

/** The variables of Bitnami's images that stand for a parameter under another name. */
const BITNAMI: Readonly<Record<string, string>> = { POSTGRESQL_PORT_NUMBER: 'port', POSTGRESQL_SYNCHRONOUS_COMMIT_MODE: 'synchronous_commit' };
/** Those that stand for the parameter of the same name. */
const SAME = [
  'max_connections', 'shared_preload_libraries', 'statement_timeout', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count', 'wal_level', 'fsync',
  'default_toast_compression', 'password_encryption', 'log_connections', 'log_disconnections', 'log_timezone', 'client_min_messages',
] as const;

/** The names of variables that stand for a parameter, and the parameter. */
export const VARIABLES: ReadonlyMap<string, string> = new Map([...Object.entries(BITNAMI), ...SAME.map((name) => [`POSTGRESQL_${name.toUpperCase()}`, name] as const)]);

/** The parameters that variables set. Only Bitnami's images read such variables; the official one reads none. */
export function environmentParameters(container: RunningContainer): readonly StatedParameter[] {
  if (!isBitnami(container)) return [];
  const named = [...VARIABLES].flatMap(([variable, name]): readonly StatedParameter[] => {
    const word = container.environment.get(variable);
    return word === undefined || word.text === '' ? [] : [{ name, value: word.text, text: `${variable}=${word.text}`, at: word.at, by: 'environment' }];
  });
  const extra = container.environment.get('POSTGRESQL_EXTRA_FLAGS');
  const flags = extra === undefined ? [] : readArguments(shellWords(extra.text).words.map(({ text }) => ({ text, at: extra.at }))).stated;
  return [...named, ...flags.map((one) => ({ ...one, by: 'environment' as const }))];
}
