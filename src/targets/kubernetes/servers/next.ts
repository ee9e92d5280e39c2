import { environment } from '../environment.ts';
import { entryOf } from '../../../model/lookup.ts';
import * as container from '../../../settings/container.ts';
import { NEXT_CACHE, nextEnvironmentOf } from '../../environment.ts';
import { portNumber, portOf } from '../port.ts';
import { LINKS_ONLY, type Describe } from '../server.ts';
import { spelled } from '../tuned.ts';

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
    env: environment(nextEnvironmentOf(plan, component)),
    notes: [LINKS_ONLY],
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: [NEXT_CACHE, '/tmp'] }],
    ...(entryOf(plan, component, container.pre_stop_sleep) === undefined ? {} : { preStop: ['sleep', own.secondsDigits(container.pre_stop_sleep)] }),
  };
};
