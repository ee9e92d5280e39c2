import type { Component, Stack } from '../../../model/stack.ts';
import * as container from '../../../settings/container.ts';
import { secretsOf } from '../../secrets.ts';
import { portDigits, portNumber, portOf } from '../port.ts';
import type { Server } from '../server.ts';
import { spelled } from '../tuned.ts';

const CONF = '/etc/pgbouncer/pgbouncer.ini';

/** The pooler. */
export function pgbouncerServer(plan: Stack, component: Component, conf: string): Server {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const question = { exec: { command: ['pg_isready', '--host=127.0.0.1', '--port', portDigits(port)] } };
  return {
    ports: [{ name: 'pgbouncer', number: port }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    // The image's own entrypoint writes to its configuration, which is read-only here.
    command: ['pgbouncer', CONF],
    config: [{ key: 'pgbouncer.ini', path: CONF, text: conf }],
    secrets: secretsOf(plan, component),
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
  };
}
