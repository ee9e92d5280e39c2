import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the stub received it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** How the stub answers. */
export interface Manner {
  readonly status?: number;
  /** Milliseconds before it answers. */
  readonly delay?: number;
}

/** A server on loopback that keeps what it is asked. */
export interface Stub {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  readonly stop: () => Promise<void>;
}

/** Starts a stub. */
export async function startStub({ status = 200, delay = 0 }: Manner = {}): Promise<Stub> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      received.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(pieces).toString() });
      setTimeout(() => response.writeHead(status, { 'content-type': 'text/plain' }).end('answer'), delay);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
