import { hostPort } from '../../../formats/host-port.ts';
import type { PgbouncerLine } from '../../../formats/pgbouncer-lines.ts';
import type { Connection } from '../../../model/facts.ts';
import type { Word } from '../../../model/source.ts';
import type { Unread } from '../../../model/stack.ts';
import { namesOf } from '../../../settings/index.ts';
import type { RunningContainer } from '../running.ts';

/** Other names of variables than the parameter in capitals, with or without PGBOUNCER_ before it. */
const OTHER_NAMES: Readonly<Record<string, string>> = { PGBOUNCER_PORT: 'listen_port', BOUNCER_PORT: 'listen_port', PGBOUNCER_BIND_ADDRESS: 'listen_addr' };
const PARAMETERS = [...namesOf('pgbouncer'), 'listen_port', 'listen_addr', 'auth_type', 'max_user_connections'];

/** The variables that images make lines of pgbouncer.ini of, and the parameter of each. */
export const VARIABLES: ReadonlyMap<string, string> = new Map([
  ...PARAMETERS.flatMap((name) => [[name.toUpperCase(), name], [`PGBOUNCER_${name.toUpperCase()}`, name]] as const),
  ...Object.entries(OTHER_NAMES),
]);

/** The lines that the image makes of variables; a file that is mounted replaces them all. */
export const environmentLines = ({ environment }: RunningContainer): readonly PgbouncerLine[] =>
  [...VARIABLES].flatMap(([variable, name]): readonly PgbouncerLine[] => {
    const word = environment.get(variable);
    return word === undefined || word.text === '' ? [] : [{ section: 'pgbouncer', name, value: word.text, text: `${variable}=${word.text}`, at: word.at, by: 'environment' }];
  });

const HOSTS: readonly (readonly [host: string, port: string])[] = [['DB_HOST', 'DB_PORT'], ['POSTGRESQL_HOST', 'POSTGRESQL_PORT'], ['DATABASES_HOST', 'DATABASES_PORT'], ['PG_SERVICE', 'PG_PORT'], ['POSTGRES_HOST', 'POSTGRES_PORT']];

/** The databases behind it that variables name: by URL, by host and port, or by a line of `[databases]`. */
export function environmentConnections({ component, environment, unresolved, at }: RunningContainer): { readonly connections: readonly Connection[]; readonly unread: readonly Unread[] } {
  const from = { from: component, protocol: 'postgres' } as const;
  const connections: Connection[] = [];
  const unread: Unread[] = [];
  const number = (word: Word | undefined): number => Number(word?.text) || 5432;
  for (const [variable, word] of environment) {
    if (/^DATABASE_URLS?$/.test(variable)) {
      for (const url of word.text.split(',').slice(0, 50)) {
        const target = hostPort(url.trim());
        if (target === undefined) unread.push({ component, what: variable, because: 'no host in it', at: word.at });
        else connections.push({ ...from, host: target.host, port: target.port ?? 5432, at: word.at, text: variable });
      }
    } else if (/^PGBOUNCER_DSN_[0-9]+$/.test(variable)) {
      const host = /\bhost=([^\s']+)/.exec(word.text)?.[1];
      if (host !== undefined) connections.push({ ...from, host, port: Number(/\bport=([0-9]+)/.exec(word.text)?.[1] ?? 5432), at: word.at, text: variable });
    }
  }
  for (const [name, port] of HOSTS) {
    const word = environment.get(name);
    if (word !== undefined && word.text !== '' && connections.length === 0) connections.push({ ...from, host: word.text, port: number(environment.get(port)), at: word.at, text: `${name}=${word.text}` });
    else if (unresolved.has(name)) unread.push({ component, what: name, because: unresolved.get(name) ?? '', at });
  }
  return { connections, unread };
}
