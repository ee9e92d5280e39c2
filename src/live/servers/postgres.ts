import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Component } from '../../model/stack.ts';
import { databaseName, fileOf } from '../../targets/names.ts';
import { secretPath, SECRETS_FOLDER, superuserSecret } from '../../targets/secrets.ts';
import { postgresMapped, postgresPlaces } from '../copies/postgres.ts';
import { runProcess } from '../process.ts';
import { textOf } from '../services.ts';
import type { Copy, Prepare, Site } from '../site.ts';

/** Longest time that the schema of roles or a new data folder may take, milliseconds. */
const PATIENCE = 120_000;

/** PostgreSQL as the official image starts it: a new data folder, the roles by psql, the rendered file. */
export const postgres: Prepare = async (site, component, copy) => {
  const path = fileOf(site.plan, component, 'postgresql.conf');
  const conf = textOf(site.files, path);
  const folder = site.folder.makeFolder(copy.folder);
  const port = site.portOf(component);
  const places = postgresPlaces(conf, { folder, port });
  const data = join(folder, 'data');
  const isNew = !existsSync(data);
  if (isNew) await makeData(site, component, copy, data);
  return {
    command: {
      program: site.programs('postgres'), as: 'server', env: { LC_ALL: 'C.UTF-8' },
      args: ['-D', data, '-c', `config_file=${site.folder.write(`${copy.folder}/postgresql.conf`, conf)}`, ...Object.entries(places).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    },
    port,
    mapped: postgresMapped(conf, places).map((line) => ({ file: path, ...line })),
    ready: async () => (await psql(site, copy, port, ['-d', 'postgres', '-c', 'SELECT 1'])).code === 0,
    ...(isNew ? { first: () => makeDatabase(site, component, copy, port) } : {}),
    // An immediate shutdown: nothing is kept, but its shared memory is given back.
    endSignal: 'SIGQUIT',
  };
};

async function makeData(site: Site, component: Component, copy: Copy, data: string): Promise<void> {
  const stated = site.services.get(component.name)?.environment['POSTGRES_INITDB_ARGS']?.split(' ') ?? [];
  const { code, output } = await runProcess(site.folder, `${copy.folder}/initdb.log`, {
    program: site.programs('initdb'), as: 'server',
    args: ['-D', data, '-U', 'postgres', `--pwfile=${join(site.folder.path, secretPath(superuserSecret(component)))}`, '--auth-local=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', ...stated],
  }, PATIENCE);
  if (code !== 0) throw new Error(`initdb of ${component.name} failed:\n${output}`);
}

async function makeDatabase(site: Site, component: Component, copy: Copy, port: number): Promise<void> {
  const database = databaseName(site.plan, component);
  const roles = site.folder.write(`${copy.folder}/roles.sql`, textOf(site.files, fileOf(site.plan, component, 'roles.sql')));
  for (const args of [
    ['-d', 'postgres', '-c', `CREATE DATABASE "${database}"`],
    ['-d', database, '-v', `secrets=${join(site.folder.path, SECRETS_FOLDER)}`, '-f', roles],
  ]) {
    const { code, output } = await psql(site, copy, port, args);
    if (code !== 0) throw new Error(`psql of ${component.name} failed:\n${output}`);
  }
}

/** Over the socket, where the superuser gets in without a password, as in the image. */
const psql = (site: Site, copy: Copy, port: number, args: readonly string[]): ReturnType<typeof runProcess> =>
  runProcess(site.folder, `${copy.folder}/psql.log`, {
    program: site.programs('psql'), as: 'server', env: { PGCONNECT_TIMEOUT: '5', LC_ALL: 'C.UTF-8' },
    args: ['-XAtqw', '-v', 'ON_ERROR_STOP=1', '-h', join(site.folder.path, copy.folder), '-p', String(port), '-U', 'postgres', ...args],
  }, PATIENCE);
