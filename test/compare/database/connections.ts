import pg from 'pg';
import { DATABASE, ROLE } from './server.ts';

/** How many connections were refused, and how long opening all of them took, in seconds. */
export interface Opened { readonly refused: number; readonly seconds: number }

/** Opens that many connections at once, and closes them. */
export async function openConnections(port: number, count: number): Promise<Opened> {
  const begun = performance.now();
  const clients = Array.from({ length: count }, () => new pg.Client({ host: '127.0.0.1', port, user: ROLE, password: ROLE, database: DATABASE }));
  for (const client of clients) client.on('error', () => undefined);
  const opened = await Promise.allSettled(clients.map((client) => client.connect()));
  const seconds = (performance.now() - begun) / 1000;
  await Promise.allSettled(clients.map((client) => client.end()));
  return { refused: opened.filter(({ status }) => status === 'rejected').length, seconds };
}
