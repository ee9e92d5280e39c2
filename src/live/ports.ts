import { connect, createServer } from 'node:net';

/** Ports below those that the kernel lends to outgoing connections (32768 on Linux): a client of a stopped server could otherwise be given the server's own port and meet itself. */
const PORTS = { first: 15_000, last: 29_999 } as const;
/** So many are tried before something else must be wrong. */
const TRIES = 200;

/** A loopback port that nobody listens on right now, on the address itself or on every address; never one of `taken`. */
export async function freePort(host = '127.0.0.1', taken: ReadonlySet<number> = new Set()): Promise<number> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.last - PORTS.first + 1));
    if (!taken.has(port) && await isFree(host, port)) return port;
  }
  throw new Error(`${host} has no free port between ${PORTS.first} and ${PORTS.last}`);
}

/** Whether something accepts connections on a port. */
export function accepts(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const answer = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => answer(true)).once('error', () => answer(false)).once('timeout', () => answer(false));
  });
}

function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(port, host, () => server.close(() => resolve(true)));
  });
}
