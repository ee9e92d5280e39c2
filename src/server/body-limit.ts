import type { IncomingMessage, ServerResponse } from 'node:http';
import { detach, writeRefusal } from './refusal.ts';

/** Milliseconds for a client that still sends to read why it should not. */
const LINGER = 1000;

/** Whether a request says itself that its body is larger than `limit` bytes. */
export const declaresTooMuch = (request: IncomingMessage, limit: number): boolean => Number(request.headers['content-length'] ?? 0) > limit;

/** Answers 413 while the client may still send, and then closes: closed at once, the connection would take the answer with it. */
export function refuseBody(request: IncomingMessage, response: ServerResponse, limit: number): void {
  const message = `the body is larger than ${limit} bytes`;
  if (!response.headersSent) response.setHeader('connection', 'close');
  writeRefusal(response, { status: 413, message });
  const close = () => {
    clearTimeout(timer);
    if (response.writableEnded) return;
    response.end();
    detach(response);
    // Whoever still reads the body hears of it.
    if (!request.complete) request.destroy(new Error(message));
  };
  const timer = setTimeout(close, LINGER);
  request.once('end', close).once('close', close);
  request.resume();
}

/** Calls `exceeded` once when more than `limit` bytes of a body without a length have arrived; what comes after is dropped. */
export function countBody(request: IncomingMessage, limit: number, exceeded: () => void): void {
  if (request.headers['transfer-encoding'] === undefined) return;
  const push = request.push.bind(request);
  let received = 0;
  // Node's parser hands every piece over by `push`; whichever way the body is read afterwards, this sees it first.
  request.push = (piece: Buffer | null, encoding?: BufferEncoding) => {
    const before = received;
    received += piece?.length ?? 0;
    if (piece === null || received <= limit) return push(piece, encoding);
    if (before <= limit) exceeded();
    return true;
  };
}
