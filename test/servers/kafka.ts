import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaCopy } from '../../src/live/copies/kafka.ts';
import { accepts, freePort, run, startServer } from './child.ts';
import { makeSandbox } from './sandbox.ts';
import { requireTool } from './tools.ts';

/** A running Kafka. */
export interface RunningKafka {
  /** One of Kafka's own command-line tools, by the name of its class, with its package where that is not `org.apache.kafka.tools`; its output. */
  readonly tool: (name: string, ...args: readonly string[]) => Promise<string>;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** The rendered files, and the environment that the container has. */
export interface RenderedKafka { readonly properties: string; readonly logging: string; readonly heap: string; readonly options: string; readonly clusterId: string }

/** Formats an empty folder and starts a broker as the container does; only places and ports are mapped. Throws with its log when it does not start. */
export async function startKafka({ properties, logging, heap, options, clusterId }: RenderedKafka): Promise<RunningKafka> {
  const { path } = requireTool('kafka');
  const sandbox = makeSandbox('kafka');
  const [port, controllerPort] = [await freePort(), await freePort()];
  const file = sandbox.write('server.properties', kafkaCopy(properties, { port, controllerPort, data: `${sandbox.makeFolder('data')}/log` }).text);
  const env = { KAFKA_HEAP_OPTS: heap, KAFKA_OPTS: options, KAFKA_LOG4J_OPTS: `-Dlog4j2.configurationFile=${sandbox.write('log4j2.yaml', logging)}` };
  try {
    // Twice, as a container that is started again does.
    for (const _ of [1, 2]) {
      const formatted = await run(path, ['kafka.tools.StorageTool', 'format', '--standalone', '--ignore-formatted', `--cluster-id=${clusterId}`, `--config=${file}`], { env, as: 'server' });
      if (formatted.code !== 0) throw new Error(`Kafka did not format its folder: ${formatted.stdout}${formatted.stderr}`);
    }
    const server = await startServer({ command: path, args: ['kafka.Kafka', file], env, sandbox, stopSignal: 'SIGTERM', within: 60_000, ready: () => accepts(port) });
    // Its port opens a moment before it says that it has started.
    for (const deadline = Date.now() + 30_000; !server.log().includes('Kafka Server started') && Date.now() < deadline;) await sleep(50);
    return {
      tool: async (name, ...args) => {
        const { code, stdout, stderr } = await run(path, [name.includes('.') ? name : `org.apache.kafka.tools.${name}`, '--bootstrap-server', `127.0.0.1:${port}`, ...args], { env: { KAFKA_LOG4J_OPTS: '-Dlog4j2.level=ERROR' } });
        if (code !== 0) throw new Error(`${name} ${args.join(' ')}: ${stdout}${stderr}`);
        return stdout;
      },
      log: server.log,
      stop: async () => { await server.stop(); sandbox.remove(); },
    };
  } catch (error) {
    sandbox.remove();
    throw error;
  }
}
