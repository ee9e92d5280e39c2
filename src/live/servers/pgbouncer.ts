import { join } from 'node:path';
import { databasesOf } from '../../model/stack.ts';
import { fileOf } from '../../targets/names.ts';
import { secretPath, userlistSecret } from '../../targets/secrets.ts';
import { pgbouncerCopy } from '../copies/pgbouncer.ts';
import { accepts } from '../ports.ts';
import { textOf } from '../services.ts';
import type { Prepare } from '../site.ts';

/** PgBouncer with the rendered file, in front of the database that it is linked to. */
export const pgbouncer: Prepare = async (site, component, copy) => {
  const path = fileOf(site.plan, component, 'pgbouncer.ini');
  const [database] = databasesOf(site.plan, component);
  if (database === undefined) throw new Error(`${component.name} has no database behind it`);
  const port = site.portOf(component);
  const ini = pgbouncerCopy(textOf(site.files, path), {
    folder: site.folder.makeFolder(copy.folder),
    port,
    serverPort: site.portOf(database),
    userlist: join(site.folder.path, secretPath(userlistSecret(component))),
  });
  return {
    command: { program: site.programs('pgbouncer'), as: 'server', args: [site.folder.write(`${copy.folder}/pgbouncer.ini`, ini.text)] },
    port,
    mapped: ini.mapped.map((line) => ({ file: path, ...line })),
    ready: () => accepts(port),
    endSignal: 'SIGKILL',
  };
};
