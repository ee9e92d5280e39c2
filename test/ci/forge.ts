import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to a forge as its API sees it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** The page that is asked for, from 1. */
  readonly page: number;
  /** The token, from whichever header carries it. */
  readonly token: string;
  /** The text of the comment that is sent. */
  readonly body: string;
}

/** What it answers. */
export interface Answer { readonly status: number; readonly json: unknown; readonly headers?: Readonly<Record<string, string>> }

/** A forge on loopback. */
export interface Forge {
  readonly url: string;
  /** What was asked, `POST /repos/…`, in order. */
  readonly asked: readonly string[];
  readonly close: () => Promise<void>;
}

/** Comments on one page: fewer than of real forges, so that paging is seen with few comments. */
export const PAGE = 5;

/** Starts a forge on a port of its own. */
export async function forge(answer: (asked: Asked) => Answer): Promise<Forge> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const url = new URL(request.url ?? '', 'http://loopback');
      const method = request.method ?? '';
      asked.push(`${method} ${url.pathname}`);
      const token = request.headers.authorization?.replace('Bearer ', '') ?? String(request.headers['private-token'] ?? '');
      const { body } = (text === '' ? { body: '' } : JSON.parse(text)) as { readonly body: string };
      const { status, json, headers } = answer({ method, path: url.pathname, page: Number(url.searchParams.get('page') ?? 1), token, body });
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked, close: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }) };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part as string;
  return text;
}
