import * as container from '../../../settings/container.ts';
import { MONITORING } from '../../names.ts';
import { pgbouncerFile } from '../../pgbouncer.ts';
import { portArgument, portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { respelled, spelled } from '../tuned.ts';

const CONF = '/etc/pgbouncer/pgbouncer.ini';

/** The pooler, without the image's entrypoint, which would write beside its configuration. */
export const pgbouncer: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const question = { exec: { command: ['pg_isready', '--quiet', '--host=127.0.0.1', portArgument(port, '--port='), `--username=${MONITORING}`, '--dbname=pgbouncer'] } };
  return {
    controller: 'Deployment',
    ports: [{ name: 'pgbouncer', number: port, for: 'clients' }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    command: ['pgbouncer', CONF],
    config: [{ key: 'pgbouncer.ini', path: CONF, render: (stack) => pgbouncerFile(stack, component).text }],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
    // SIGINT lets running transactions finish; Kubernetes's SIGTERM would wait for clients that never leave.
    preStop: ['sh', '-c', respelled(own.secondsDigits(container.pre_stop_sleep), (seconds) => `sleep ${seconds}; kill -INT 1; while kill -0 1; do sleep 1; done`)],
  };
};
