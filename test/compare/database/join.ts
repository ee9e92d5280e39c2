import pg from 'pg';
import { percentiles, type Percentiles } from '../percentiles.ts';
import { DATABASE, ROLE } from './server.ts';

/** A report over a join of two tables without an index. */
const REPORT = 'SELECT customer, count(*), max(length(orders.text || lines.text)) FROM orders JOIN lines USING (id, customer) GROUP BY customer ORDER BY 2 DESC LIMIT 10';

/** Reports a second, their latencies, and those that failed, with the first error's words. */
export interface JoinResult extends Percentiles { readonly throughput: number; readonly failed: number; readonly error?: string }

/** Several clients ask for the report again and again for some seconds. */
export async function runJoins(port: number, clients: number, seconds: number): Promise<JoinResult> {
  const start = performance.now();
  const times: number[] = [];
  const errors: string[] = [];
  const ask = async (): Promise<void> => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: ROLE, password: ROLE, database: DATABASE });
    client.on('error', () => undefined);
    await client.connect();
    while (performance.now() - start < seconds * 1000) {
      const begun = performance.now();
      try {
        await client.query(REPORT);
        times.push(performance.now() - begun);
      } catch (error) {
        errors.push(wordsOf(error));
      }
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: clients }, ask));
  const took = (performance.now() - start) / 1000;
  return { throughput: times.length / took, failed: errors.length, ...(errors[0] !== undefined && { error: errors[0] }), ...percentiles(times) };
}

/** The words of an error without the names and sizes that differ each time. */
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).replace(/ "\/PostgreSQL\.\d+" to \d+ bytes/, '');
