import { setTimeout as sleep } from 'node:timers/promises';
import { Client, errors } from 'undici';

/** What became of POSTs that reused idle connections. */
export interface Reused {
  readonly sent: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Met a connection that its other side had closed, and were sent again on a new one, as clients do. */
  readonly again: number;
}

/** POSTs on idle connections: how many connections, and after how many milliseconds of idleness each time. */
export interface Reuse {
  readonly url: string;
  readonly connections: number;
  readonly spacings: readonly number[];
  /** Half of the time over which the requests of one round are spread, milliseconds. */
  readonly spread: number;
  /** Called when requests of a round begin to come; what it begins, it ends when they have come. */
  readonly around?: (length: number) => Promise<void>;
}

/** Whoever keeps a connection for longer than this is not tested, milliseconds. */
const LONGEST = 600_000;

/** Sends a POST on every connection, again after each spacing, spread over some milliseconds around it. */
export async function reuse({ url, connections, spacings, spread, around = () => Promise.resolve() }: Reuse): Promise<Reused> {
  const clients = Array.from({ length: connections }, () => new Client(url, { pipelining: 1, keepAliveTimeout: LONGEST, keepAliveMaxTimeout: LONGEST, headersTimeout: 30_000 }));
  const statuses: Record<string, number> = {};
  let sent = 0;
  let again = 0;
  const post = async (client: Client, number: number): Promise<void> => {
    sent += 1;
    const request = { method: 'POST', path: '/items', headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.18.${number >> 8}.${number & 255}` }, body: `{"name":"edge ${sent}","category":"edge","price_cents":1}` } as const;
    const answer = await client.request(request).catch((error: unknown) => {
      if (!(error instanceof errors.SocketError) && (error as NodeJS.ErrnoException).code !== 'ECONNRESET' && (error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
      again += 1;
      return client.request(request);
    });
    await answer.body.dump();
    statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
  };
  try {
    let due = Date.now() + 1000;
    for (const spacing of [0, ...spacings]) {
      due += spacing;
      await sleep(Math.max(0, due - spread - Date.now()));
      const paused = spacing === 0 ? Promise.resolve() : around(2 * spread);
      await Promise.all([paused, ...clients.map(async (client, number) => {
        await sleep(Math.max(0, due + spread * (2 * (number / connections) - 1) - Date.now()));
        await post(client, number);
      })]);
    }
  } finally {
    await Promise.all(clients.map((client) => client.destroy()));
  }
  return { sent, statuses, again };
}

/** Asks the same on many kept connections, with short pauses of any length between the requests, until it is told to stop. */
export async function pauses(url: string, connections: number, stop: AbortSignal): Promise<{ readonly sent: number; readonly failed: number }> {
  const { origin, pathname: path } = new URL(url);
  const all = Array.from({ length: connections }, async () => {
    const client = new Client(origin, { pipelining: 1, keepAliveTimeout: LONGEST });
    let sent = 0;
    let failed = 0;
    while (!stop.aborted) {
      sent += 1;
      await client.request({ method: 'GET', path }).then(({ body }) => body.dump()).catch(() => { failed += 1; });
      await sleep(20 + 40 * Math.random());
    }
    await client.destroy();
    return { sent, failed };
  });
  return (await Promise.all(all)).reduce((sum, each) => ({ sent: sum.sent + each.sent, failed: sum.failed + each.failed }));
}
