import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listenersIn } from '../../formats/kafka-read.ts';
import { clusterId } from '../../targets/kafka.ts';
import { fileOf } from '../../targets/names.ts';
import { kafkaCopy } from '../copies/kafka.ts';
import { accepts } from '../ports.ts';
import { runProcess } from '../process.ts';
import { textOf } from '../services.ts';
import type { Prepare } from '../site.ts';

/** Longest time that formatting an empty folder may take, milliseconds. */
const PATIENCE = 60_000;

/** Kafka with the rendered file, under the rendered heap; a new folder is formatted first, as the container does. */
export const kafka: Prepare = async (site, component, copy) => {
  const path = fileOf(site.plan, component, 'server.properties');
  const port = site.portOf(component);
  const data = join(site.folder.makeFolder(`${copy.folder}/data`), 'log');
  const own = join(site.folder.path, copy.folder, 'server.properties');
  // The folder remembers where its controller is: one that is started again must be found there.
  const controllerPort = (existsSync(own) ? controllerOf(readFileSync(own, 'utf8')) : undefined) ?? (await site.anotherPort());
  const conf = kafkaCopy(textOf(site.files, path), { port, controllerPort, data });
  const file = site.folder.write(`${copy.folder}/server.properties`, conf.text);
  const logging = site.folder.write(`${copy.folder}/log4j2.yaml`, textOf(site.files, fileOf(site.plan, component, 'log4j2.yaml')));
  const env = { ...site.services.get(component.name)?.environment, LOG_DIR: site.folder.makeFolder(`${copy.folder}/logs`), KAFKA_LOG4J_OPTS: `-Dlog4j2.configurationFile=${logging}` };
  const { code, output } = await runProcess(site.folder, `${copy.folder}/format.log`, {
    program: site.programs('kafka-storage.sh'), as: 'server', env, args: ['format', '--standalone', '--ignore-formatted', `--cluster-id=${clusterId(site.plan, component)}`, `--config=${file}`],
  }, PATIENCE);
  if (code !== 0) throw new Error(`the folder of ${component.name} could not be formatted:\n${output}`);
  return {
    command: { program: site.programs('kafka-server-start.sh'), as: 'server', env, args: [file] },
    port,
    mapped: [
      ...conf.mapped.map((line) => ({ file: path, ...line })),
      ...(['KAFKA_LOG4J_OPTS', 'LOG_DIR'] as const).map((name) => ({ file: 'docker-compose.yml', from: `${name}: ${site.services.get(component.name)?.environment[name] ?? ''}`, to: `${name}: ${env[name]}` })),
    ],
    ready: () => accepts(port),
    endSignal: 'SIGKILL',
  };
};

const controllerOf = (text: string): number | undefined => listenersIn(/^listeners=(.*)$/m.exec(text)?.[1] ?? '').find(({ name }) => name === 'CONTROLLER')?.port;
