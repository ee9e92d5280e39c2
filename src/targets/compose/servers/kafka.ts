import { digits } from '../../../formats/units.ts';
import { askBroker, brokerEnvironment, DATA_VOLUME, LOG4J2_YAML, SERVER_PROPERTIES, startCommand } from '../../kafka.ts';
import { fileOf, portEntry } from '../../names.ts';
import type { Describe } from '../server.ts';
import { environmentMap } from './node.ts';

/** The queue, without the image's own start, which writes into the folder of the program. */
export const kafka: Describe = (plan, component) => ({
  config: [
    { source: fileOf(plan, component, 'server.properties'), target: SERVER_PROPERTIES },
    { source: fileOf(plan, component, 'log4j2.yaml'), target: LOG4J2_YAML },
  ],
  scratch: [{ path: '/tmp' }],
  volumes: [{ name: `${component.name}_data`, target: DATA_VOLUME }],
  healthy: askBroker(digits(portEntry(plan, component).value)),
  stopSignal: 'SIGTERM',
  entrypoint: startCommand(plan, component),
  environment: environmentMap(brokerEnvironment(plan, component)),
});
