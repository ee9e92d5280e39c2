import { STATUS_CODES, type ServerResponse } from 'node:http';

/** An answer that the server gives instead of the application; `retryAfter` in seconds. */
export interface Refusal { readonly status: number; readonly message: string; readonly retryAfter?: number }

/** The body of a refusal, in the form of Fastify's own errors. */
export const refusalBody = ({ status, message }: Refusal) => ({ statusCode: status, error: STATUS_CODES[status] ?? 'Error', message });

/** The answer where a request failed by a mistake. */
export const FAILED: Refusal = { status: 500, message: 'the request failed' };

/** Whether an error is an answer: it says its status. The text of any other may tell of tables, hosts and files, which is nobody's business. */
export function saysStatus(error: unknown): boolean {
  const { statusCode, status } = (error ?? {}) as { readonly statusCode?: unknown; readonly status?: unknown };
  return typeof statusCode === 'number' || typeof status === 'number';
}

/** Writes a refusal and leaves the response open; nothing is written where an answer has begun already. */
export function writeRefusal(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return;
  const body = JSON.stringify(refusalBody(refusal));
  for (const name of response.getHeaderNames()) if (name !== 'connection') response.removeHeader(name);
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', Math.ceil(refusal.retryAfter));
  response.writeHead(refusal.status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.write(body);
}

/** Answers with a refusal. */
export function refuse(response: ServerResponse, refusal: Refusal): void {
  writeRefusal(response, refusal);
  response.end();
}

/** Lets what the application still writes into an answered response go nowhere, instead of throwing in a place where nobody catches it. */
export function detach(response: ServerResponse): void {
  const same = () => response;
  const accept = (...words: readonly unknown[]) => {
    const done = words.at(-1);
    if (typeof done === 'function') process.nextTick(done as () => void);
    return true;
  };
  response.on('error', () => undefined);
  Object.assign(response, {
    setHeader: same, appendHeader: same, setHeaders: same, removeHeader: () => undefined, writeHead: same, flushHeaders: () => undefined,
    writeContinue: () => undefined, writeProcessing: () => undefined, writeEarlyHints: () => undefined,
    write: accept,
    end: (...words: readonly unknown[]) => { accept(...words); return response; },
  });
}
