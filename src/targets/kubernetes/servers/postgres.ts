import { need } from '../../../model/lookup.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import { major } from '../../../model/version.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import { portDigits, portNumber, portOf } from '../port.ts';
import type { Server } from '../server.ts';
import { spelled } from '../tuned.ts';
import { SECRETS_IN_CONTAINER, secretsOf, superuserSecret } from '../../secrets.ts';
import { databaseName } from '../../names.ts';

const CONF = '/etc/postgresql/postgresql.conf';

/** The database. Asked over TCP, where it does not answer before it is initialised; over its socket it would. */
export function postgresServer(plan: Stack, component: Component, conf: string, roles: string): Server {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const question = { exec: { command: ['pg_isready', '--host=127.0.0.1', '--port', portDigits(port)] } };
  // From 18 on the image refuses a volume at its old place.
  const old = major(need(plan, component, c.version)) < 18;
  return {
    ports: [{ name: 'postgres', number: port }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    args: ['postgres', '-c', `config_file=${CONF}`],
    env: [
      ...(old ? [{ name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' }] : []),
      { name: 'POSTGRES_DB', value: databaseName(plan, component) },
      { name: 'POSTGRES_PASSWORD_FILE', value: `${SECRETS_IN_CONTAINER}/${superuserSecret(component)}` },
    ],
    config: [
      { key: 'postgresql.conf', path: CONF, text: conf },
      { key: 'roles.sql', path: '/docker-entrypoint-initdb.d/roles.sql', text: roles },
    ],
    secrets: secretsOf(plan, component),
    scratch: [
      { name: 'shm', size: own.bytes(container.shm_size), in: 'memory', paths: ['/dev/shm'] },
      { name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp', '/var/run/postgresql'] },
    ],
    data: old ? '/var/lib/postgresql/data' : '/var/lib/postgresql',
  };
}
