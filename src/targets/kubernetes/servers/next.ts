import { entryOf } from '../../../model/lookup.ts';
import * as container from '../../../settings/container.ts';
import { NEXT_CACHE, nextEnvironmentOf } from '../../environment.ts';
import { portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { spelled, tuned } from '../tuned.ts';

/** A frontend of Next.js, built as its standalone server: the environment is all that it is told. Its first page says that it is ready, an open port that it lives. */
export const nextServer: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const alive = { tcpSocket: { port: portNumber(port) } };
  return {
    controller: 'Deployment',
    ports: [{ name: 'http', number: port, for: 'clients' }],
    ready: { httpGet: { path: '/', port: portNumber(port) } },
    alive,
    started: alive,
    env: nextEnvironmentOf(plan, component).map(({ name, value, entries }) => ({ name, value: tuned(value, ...entries) })),
    notes: ['It may connect to what it is linked to, and nothing else. For servers outside of the stack add a NetworkPolicy: policies add up.'],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: [NEXT_CACHE, '/tmp'] }],
    ...(entryOf(plan, component, container.pre_stop_sleep) === undefined ? {} : { preStop: ['sleep', own.secondsDigits(container.pre_stop_sleep)] }),
  };
};
