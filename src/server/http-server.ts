import http, { type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from './config.ts';
import type { Handler, Listener } from './handler.ts';
import { ConfigError } from './load-config.ts';
import { knowsReusePort } from './reuse-port.ts';

/** Milliseconds in which a new connection should have sent something. */
const SILENCE = 500;

/** A server of one worker. */
export interface HttpServer {
  /** Resolves with the port when it listens. */
  readonly listen: () => Promise<number>;
  /** Stops accepting, closes idle connections, and resolves when the last one is closed. */
  readonly drain: () => Promise<void>;
  /** Closes what is still open, and says how many connections that were. */
  readonly cut: () => number;
}

/** A server with the limits and timeouts of a configuration. */
export function createHttpServer(config: Config, listeners: { readonly request: Listener; readonly checkContinue: Listener; readonly upgrade: Handler['upgrade'] }): HttpServer {
  const { keepAliveTimeout, headersTimeout, requestTimeout, connectionsCheckingInterval, maxHeaderSize, maxConnections, maxRequestsPerSocket } = config.http;
  const server = http.createServer({ keepAliveTimeout, headersTimeout, requestTimeout, connectionsCheckingInterval, maxHeaderSize }, listeners.request);
  server.maxConnections = maxConnections;
  server.maxRequestsPerSocket = maxRequestsPerSocket;
  server.on('checkContinue', listeners.checkContinue);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => { sockets.delete(socket); });
  });
  if (listeners.upgrade !== undefined) server.on('upgrade', listeners.upgrade);
  return {
    listen: () => listen(server, config),
    drain: () => new Promise((resolve) => {
      // Node waits for connections on which nothing was ever asked. Whoever has just connected is about to ask; whoever stays silent is not waited for.
      const timer = setTimeout(() => { for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy(); }, SILENCE);
      server.close(() => { clearTimeout(timer); resolve(); });
    }),
    cut() {
      const { size } = sockets;
      for (const socket of sockets) socket.destroy();
      return size;
    },
  };
}

/** Whether each worker listens itself: the configuration may ask for it, but the Node that runs must know how. */
export const listensItself = ({ listen: { reusePort } }: Config): boolean => reusePort && knowsReusePort(process.versions.node, process.platform);

function listen(server: Server, config: Config): Promise<number> {
  const { host, port, backlog } = config.listen;
  return new Promise((resolve, reject) => {
    const options = { host, port, backlog, ...(listensItself(config) && { reusePort: true }) };
    const failed = (error: Error) => { reject(new ConfigError(`requests cannot be served on ${host}:${port}: ${error.message}`)); };
    server.once('error', failed).listen(options, () => {
      server.off('error', failed);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
