import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { need } from '../../src/model/lookup.ts';
import { upstreams } from '../../src/model/who.ts';
import { port as port_ } from '../../src/settings/component.ts';
import { renderNginxConf } from '../../src/targets/nginx.ts';
import { startNginx } from '../servers/nginx.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';
import { componentOf, planOf, type Said } from './profile-stack.ts';

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
  readonly body: string;
}

/** What a request says beside its path. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The port that the file listens on, when it is not the first. */
  readonly port?: number;
}

/** A started nginx with an application behind it. */
export interface RunningProxy {
  readonly port: (written?: number) => number;
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>;
  /** The requests that reached the application. */
  readonly reached: readonly { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders }[];
  /** How many connections the application has accepted since it was found. */
  readonly connections: () => number;
  readonly log: () => string;
  readonly stop: () => Promise<void>;
}

/** The version that a plan must say to be judged by an installed nginx. */
export const VERSIONS = { nginx: '1.22', 'nginx-1.28': '1.28' } as const satisfies Partial<Record<ToolId, string>>;

/** Answers a request of the proxy, for the application of that name. */
type Answering = (request: IncomingMessage, response: ServerResponse, of: string) => void;

/** Renders a proxy, starts it before applications made of `answer`, and waits until it has found them. */
export async function startProxy(tool: keyof typeof VERSIONS, said: Said, answer: Answering): Promise<RunningProxy> {
  const plan = planOf({ ...said, settings: { 'proxy.component.version': VERSIONS[tool], ...said.settings } });
  const reached: { method: string; url: string; headers: IncomingHttpHeaders }[] = [];
  let connections = 0;
  const start = async (of: string): Promise<Server> => {
    const application = createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
      if (request.url === '/is-it-there') return void response.end();
      reached.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      answer(request, response, of);
    });
    application.on('connection', () => connections++);
    application.on('upgrade', (request, socket) => {
      reached.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
      socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    });
    await once(application.listen(0, '127.0.0.1'), 'listening');
    return application;
  };
  const behind = upstreams(plan, componentOf(plan, 'proxy'));
  const applications = await Promise.all(behind.map(({ name }) => start(name)));
  const ports = Object.fromEntries(behind.map((one, at) => [`${one.name}:${need(plan, one, port_)}`, (applications[at]?.address() as AddressInfo).port]));
  const nginx = await startNginx(renderNginxConf(plan, componentOf(plan, 'proxy'), { platform: 'compose' }), requireTool(tool), { upstreams: ports });
  const port = (written?: number): number => (written === undefined ? nginx.port : (nginx.ports.get(written) ?? 0));
  const ask = (path: string, asked: Asked = {}): Promise<Answer> => askOnce(port(asked.port), path, asked);
  const stop = async (): Promise<void> => {
    await nginx.stop();
    for (const application of applications) {
      application.closeAllConnections();
      application.close();
    }
  };
  // A name that is looked up while nginx runs is not known in its first moment.
  for (let tries = 0; tries < 50; tries++) {
    const { status } = await ask('/is-it-there', { headers: { host: String(said.settings?.['profile.domain'] ?? 'localhost') } });
    if (status !== 502) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  connections = 0;
  return { port, ask, reached, connections: () => connections, log: nginx.log, stop };
}

/** One request over a connection of its own. A connection that is closed without an answer is status 0. */
export function askOnce(port: number, path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: new Agent({ keepAlive: false }), setHost: headers.host === undefined });
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece)).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, raw: response.rawHeaders, body: text }));
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, raw: response.rawHeaders, body: '' });
    });
    request.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve({ status: 0, headers: {}, raw: [], body: '' }) : reject(error)));
    request.end(body);
  });
}
