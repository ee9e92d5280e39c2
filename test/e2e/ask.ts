import { Agent, request } from 'undici';

/** A request of one client, named in X-Forwarded-For as a load balancer would. */
export interface Ask {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly client?: string;
  /** An object is sent as JSON; chunks are sent without a length. */
  readonly body?: Readonly<Record<string, unknown>> | Buffer | AsyncIterable<Buffer>;
}

/** What was answered. */
export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** One connection for each request: an answer that ends a connection early disturbs no other. */
const alone = (): Agent => new Agent({ pipelining: 0, connections: 1 });

/** Sends one request and reads its whole answer. */
export async function ask(url: string, { method = 'GET', headers = {}, client, body }: Ask = {}): Promise<Answer> {
  const json = body !== undefined && !Buffer.isBuffer(body) && !(Symbol.asyncIterator in body);
  const dispatcher = alone();
  try {
    const answer = await request(url, {
      method, dispatcher,
      headers: { ...(json ? { 'content-type': 'application/json' } : {}), ...(client === undefined ? {} : { 'x-forwarded-for': client }), ...headers },
      body: (json ? JSON.stringify(body) : body ?? null) as string | Buffer | null,
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, text, header: (name) => [answer.headers[name.toLowerCase()]].flat()[0] };
  } finally {
    await dispatcher.destroy();
  }
}
