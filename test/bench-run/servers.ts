import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PhaseSpec } from '../../src/bench/spec.ts';

/** Works with a server on the loopback, which is closed afterwards. */
export async function withServer<T>(listener: RequestListener, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  try {
    return await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((settle) => server.close(settle));
  }
}

/** A server that answers each request after that many milliseconds. */
export const answersAfter = (ms: number): RequestListener => (_, response) => void setTimeout(() => response.end('ok'), ms);

/** A server that answers at once, but nothing in the first `stall` milliseconds of each `period`. */
export function stalls(stall: number, period: number): RequestListener {
  const start = Date.now();
  return (_, response) => {
    const at = (Date.now() - start) % period;
    setTimeout(() => response.end('ok'), Math.max(0, stall - at));
  };
}

/** A server that answers as the path says. */
export const byPath = (paths: Readonly<Record<string, (response: ServerResponse, request: IncomingMessage) => void>>): RequestListener => (request, response) =>
  paths[request.url ?? '']?.(response, request);

/** A phase of two measured seconds after half a second of warm-up, changed as said. */
export const specFor = (url: string, change: Partial<PhaseSpec> = {}): PhaseSpec => ({
  name: 'trial', purpose: 'step', url, scenario: [{ name: 'home', method: 'GET', path: '/', weight: 1 }],
  load: { kind: 'rate', rate: 50, arrivals: 'even' }, seconds: 2, warmUpSeconds: 0.5, clients: 1, connections: 200, timeout: 5000, seed: 1, ...change,
});
