import { major } from '../../../model/version.ts';
import * as container from '../../../settings/container.ts';
import { databaseName, versionOf } from '../../names.ts';
import { confFile } from '../../postgres.ts';
import { rolesFile } from '../../postgres/roles.ts';
import { SECRETS_IN_CONTAINER, superuserSecret } from '../../secrets.ts';
import { namespaceOf } from '../labels.ts';
import { portArgument, portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { spelled } from '../tuned.ts';

const CONF = '/etc/postgresql/postgresql.conf';
const ROLES = '/docker-entrypoint-initdb.d/roles.sql';
/** Before 18 the data lies at the root of its volume, where a file system may have a lost+found: a folder below is free. */
const OLD_DATA = '/var/lib/postgresql/data';

/** The database. It is asked over TCP, where it does not answer before it is initialised; over its socket it would. */
export const postgres: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const old = major(versionOf(plan, component)) < 18;
  const question = { exec: { command: ['pg_isready', '--quiet', '--host=127.0.0.1', portArgument(port, '--port='), '--username=postgres', `--dbname=${databaseName(plan, component)}`] } };
  return {
    controller: 'StatefulSet',
    ports: [{ name: 'postgres', number: port, for: 'clients' }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    args: ['postgres', '-c', `config_file=${CONF}`],
    env: [
      ...(old ? [{ name: 'PGDATA', value: `${OLD_DATA}/pgdata` }] : []),
      { name: 'POSTGRES_DB', value: databaseName(plan, component) },
      { name: 'POSTGRES_INITDB_ARGS', value: '--auth-host=scram-sha-256 --data-checksums' },
      { name: 'POSTGRES_PASSWORD_FILE', value: `${SECRETS_IN_CONTAINER}/${superuserSecret(component)}` },
    ],
    config: [
      { key: 'postgresql.conf', path: CONF, render: (stack) => confFile(stack, component).text },
      { key: 'roles.sql', path: ROLES, render: (stack) => rolesFile(stack, component).text },
    ],
    notes: [
      'roles.sql runs once, on an empty volume. After a change of the profile run it again:',
      `  kubectl -n ${namespaceOf(plan)} exec ${component.name}-0 -- psql --username=postgres --dbname=${databaseName(plan, component)} --file=${ROLES}`,
    ],
    data: old ? OLD_DATA : '/var/lib/postgresql',
    scratch: [
      { name: 'shm', size: own.bytes(container.shm_size), in: 'memory', paths: ['/dev/shm'] },
      { name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp', '/var/run/postgresql'] },
    ],
  };
};
