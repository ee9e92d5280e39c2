import { digits } from '../../../formats/units.ts';
import { fileOf, MONITORING, portEntry } from '../../names.ts';
import type { Describe } from '../server.ts';

const CONF = '/etc/pgbouncer/pgbouncer.ini';

/** The pooler, without the image's entrypoint, which would write beside its configuration. SIGINT lets running transactions finish. */
export const pgbouncer: Describe = (plan, component) => ({
  config: [{ source: fileOf(plan, component, 'pgbouncer.ini'), target: CONF }],
  scratch: [{ path: '/tmp' }],
  volumes: [],
  healthy: ['pg_isready', '--quiet', '--host=127.0.0.1', `--port=${digits(portEntry(plan, component).value)}`, `--username=${MONITORING}`, '--dbname=pgbouncer'],
  stopSignal: 'SIGINT',
  entrypoint: ['pgbouncer', CONF],
});
