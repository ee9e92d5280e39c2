import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = '/usr/lib/postgresql';

/** Debian's PostgreSQL: the major, and the path of one of its programs. Unlike the servers of the other tests it has lz4, which PGTune asks for, and pgbench. */
export interface PostgresPrograms { readonly major: string; readonly program: (name: string) => string }

/** The newest PostgreSQL of Debian that has a server and pgbench; nothing where none is installed. */
export function findPostgres(): PostgresPrograms | undefined {
  const majors = existsSync(ROOT) ? readdirSync(ROOT).sort((a, b) => Number(b) - Number(a)) : [];
  const major = majors.find((each) => ['postgres', 'initdb', 'pgbench'].every((name) => existsSync(join(ROOT, each, 'bin', name))));
  return major === undefined ? undefined : { major, program: (name) => join(ROOT, major, 'bin', name) };
}

/** The same; throws where none is installed. */
export function requirePostgres(): PostgresPrograms {
  const found = findPostgres();
  if (found === undefined) throw new Error(`no PostgreSQL with pgbench in ${ROOT}: apt-get install postgresql`);
  return found;
}
