import { digits } from '../../../formats/units.ts';
import { verbatim } from '../../../formats/compose-values.ts';
import { need } from '../../../model/lookup.ts';
import { major } from '../../../model/version.ts';
import * as container from '../../../settings/container.ts';
import { databaseName, fileOf, portEntry, versionOf } from '../../names.ts';
import { SECRETS_IN_CONTAINER, superuserSecret } from '../../secrets.ts';
import type { Describe } from '../server.ts';

const CONF = '/etc/postgresql/postgresql.conf';

/**
 * The database. It runs as the user that owns the image's data folder, so that it needs no
 * capability; a new volume takes over that owner. It is asked over TCP, where it does not answer
 * while the image still initialises it: over its socket it would.
 */
export const postgres: Describe = (plan, component) => {
  const user = digits(need(plan, component, container.user));
  return {
    config: [
      { source: fileOf(plan, component, 'postgresql.conf'), target: CONF },
      { source: fileOf(plan, component, 'roles.sql'), target: '/docker-entrypoint-initdb.d/roles.sql' },
    ],
    scratch: [{ path: '/tmp' }, { path: '/var/run/postgresql', options: [`uid=${user}`, `gid=${user}`] }],
    // From 18 on the image keeps its data one folder higher, and refuses the old place.
    volumes: [{ name: `${component.name}_data`, target: major(versionOf(plan, component)) < 18 ? '/var/lib/postgresql/data' : '/var/lib/postgresql' }],
    healthy: ['pg_isready', '--quiet', '--host=127.0.0.1', `--port=${digits(portEntry(plan, component).value)}`, '--username=postgres', `--dbname=${verbatim(databaseName(plan, component))}`],
    stopSignal: 'SIGINT',
    command: ['postgres', '-c', `config_file=${CONF}`],
    environment: {
      POSTGRES_DB: verbatim(databaseName(plan, component)),
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256 --data-checksums',
      POSTGRES_PASSWORD_FILE: `${SECRETS_IN_CONTAINER}/${superuserSecret(component)}`,
    },
    sharedMemory: true,
  };
};
