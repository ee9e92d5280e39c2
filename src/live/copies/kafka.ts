import { copyLines, type Mapped } from './lines.ts';

/** Where a copy of Kafka listens and stores. */
export interface KafkaPlace { readonly port: number; readonly controllerPort: number; readonly data: string }

/** A copy of server.properties with its places and ports mapped, and nothing else. */
export function kafkaCopy(text: string, { port, controllerPort, data }: KafkaPlace): { readonly text: string; readonly mapped: readonly Mapped[] } {
  const places: Readonly<Record<string, string>> = {
    'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'log.dirs': data,
  };
  return copyLines(text, '=', (name) => places[name]);
}
