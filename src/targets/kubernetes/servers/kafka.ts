import { environment } from '../environment.ts';
import { digits } from '../../../formats/units.ts';
import * as container from '../../../settings/container.ts';
import { askBroker, brokerEnvironment, DATA_VOLUME, LOG4J2_YAML, loggingFile, propertiesFile, SERVER_PROPERTIES, startCommand } from '../../kafka.ts';
import { portNumber, portOf } from '../port.ts';
import type { Describe } from '../server.ts';
import { respelled, spelled } from '../tuned.ts';

/** The queue: one broker. Its port opens when it has read its log; asked from inside it is ready, asked over the network it lives. */
export const kafka: Describe = (plan, component) => {
  const own = spelled(plan, component);
  const port = portOf(plan, component);
  const [shell = '', flag = '', test = ''] = askBroker('');
  const question = { exec: { command: [shell, flag, respelled(port, (number) => `${test}${digits(number)}`)] } };
  return {
    controller: 'StatefulSet',
    ports: [{ name: 'kafka', number: port, for: 'clients' }],
    ready: question,
    alive: { tcpSocket: { port: portNumber(port) } },
    started: question,
    command: startCommand(plan, component),
    env: environment(brokerEnvironment(plan, component)),
    config: [
      { key: 'server.properties', path: SERVER_PROPERTIES, render: (stack) => propertiesFile(stack, component).text },
      { key: 'log4j2.yaml', path: LOG4J2_YAML, render: (stack) => loggingFile(stack, component).text },
    ],
    data: DATA_VOLUME,
    scratch: [{ name: 'tmp', size: own.bytes(container.tmpfs_size), in: 'memory', paths: ['/tmp'] }],
  };
};
