import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { partValue } from '../model/lookup.ts';
import { InputError } from '../model/problem.ts';
import type { Component, Stack } from '../model/stack.ts';
import { major } from '../model/version.ts';
import { tls } from '../settings/profile.ts';
import { versionOf } from '../targets/names.ts';
import { findPrograms } from '../validators/box.ts';

/** A program that a running stack may need, by the name that `LiveOptions.programs` and `PLUMBLINE_<NAME>` give it. */
export type Program = 'nginx' | 'postgres' | 'initdb' | 'psql' | 'pgbouncer' | 'redis-server' | 'kafka-storage.sh' | 'kafka-server-start.sh' | 'node' | 'openssl' | 'python' | 'gunicorn' | 'uvicorn';

/** Where each program lies. */
export type Programs = (program: Program) => string;

const NEEDED: Readonly<Record<string, readonly Program[]>> = {
  nginx: ['nginx'], postgres: ['postgres', 'initdb', 'psql'], pgbouncer: ['pgbouncer'], redis: ['redis-server'], kafka: ['kafka-storage.sh', 'kafka-server-start.sh'], node: [],
  gunicorn: ['gunicorn', 'python'], uvicorn: ['uvicorn', 'python'], python: ['python'],
};

const PACKAGES: Partial<Record<Program, string>> = { initdb: 'postgresql', postgres: 'postgresql', psql: 'postgresql-client', python: 'python3' };

/** Where programs come from that Debian does not have, or not in the version that is wanted. */
const OUTSIDE: Partial<Record<Program, string>> = { 'kafka-storage.sh': 'kafka.apache.org/downloads', 'kafka-server-start.sh': 'kafka.apache.org/downloads', 'gunicorn': 'pip install gunicorn', 'uvicorn': 'pip install uvicorn' };

/** Debian keeps its programs of PostgreSQL here, a folder for each major version. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/** Finds the programs that a plan needs; tells all that are missing at once. */
export function findLivePrograms(plan: Stack, components: readonly Component[], given: Readonly<Record<string, string>> = {}): Programs {
  const database = components.find(({ kind }) => kind === 'postgres');
  const version = database === undefined ? undefined : major(versionOf(plan, database));
  const certificate: readonly Program[] = partValue(plan, tls) === true ? ['openssl'] : [];
  const wanted = new Set([...components.flatMap(({ kind }) => NEEDED[kind] ?? []), ...certificate]);
  const found = new Map<Program, string>([['node', named('node', given) ?? process.execPath]]);
  for (const program of wanted) {
    const path = locate(program, given, version);
    if (path !== undefined) found.set(program, path);
  }
  const missing = [...wanted].filter((program) => !found.has(program));
  if (missing.length > 0) {
    throw new InputError(missing.map((program) => ({
      message: `running the stack on this machine needs ${program}, which is not here`,
      hint: `install it (${OUTSIDE[program] ?? `on Debian: apt-get install ${PACKAGES[program] ?? program}`}), or say where it is: ${variableOf(program)}=/path/to/${program}`,
    })));
  }
  return (program) => found.get(program) ?? program;
}

/** The environment variable that names a program. */
const variableOf = (program: Program): string => `PLUMBLINE_${program.toUpperCase().replaceAll(/[-.]/g, '_')}`;

/** The program that somebody names, whether it is there or not. */
const named = (program: Program, given: Readonly<Record<string, string>>): string | undefined => given[program] ?? (process.env[variableOf(program)] || undefined);

function locate(program: Program, given: Readonly<Record<string, string>>, version: number | undefined): string | undefined {
  const own = named(program, given);
  if (own !== undefined) return existsSync(own) ? own : undefined;
  if (program === 'initdb') {
    // The one that belongs to the server: another version's would make a folder that the server refuses.
    const postgres = locate('postgres', given, version);
    const beside = postgres === undefined ? undefined : join(dirname(realpathSync(postgres)), 'initdb');
    if (beside !== undefined && existsSync(beside)) return beside;
  }
  if (program === 'gunicorn' || program === 'uvicorn') {
    // The one that was installed for the Python that somebody names.
    const beside = join(dirname(named('python', given) ?? ''), program);
    if (named('python', given) !== undefined && existsSync(beside)) return beside;
  }
  if (program === 'python') return findPrograms('python')[0] ?? findPrograms('python3')[0];
  const debian = program === 'postgres' || program === 'initdb' || program === 'psql' ? debianPrograms(program) : [];
  return debian.find(({ of }) => of === version)?.path ?? (program === 'psql' ? debian[0]?.path : undefined) ?? findPrograms(program)[0] ?? debian[0]?.path;
}

/** Debian's programs of that name, newest first. Its `psql` in the path is a wrapper in Perl that guesses a cluster. */
function debianPrograms(program: string): readonly { readonly of: number; readonly path: string }[] {
  if (!existsSync(DEBIAN_POSTGRES)) return [];
  return readdirSync(DEBIAN_POSTGRES).map(Number).sort((a, b) => b - a).map((of) => ({ of, path: join(DEBIAN_POSTGRES, String(of), 'bin', program) })).filter(({ path }) => existsSync(path));
}
