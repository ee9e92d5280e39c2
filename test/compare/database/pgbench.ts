import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Folder } from '../../../src/live/folder.ts';
import { runProcess } from '../../../src/live/process.ts';
import { percentiles, type Percentiles } from '../percentiles.ts';
import type { PostgresPrograms } from './programs.ts';
import { DATABASE, ROLE } from './server.ts';

/** pgbench's two built-in scripts that are compared. */
export type Script = 'tpcb-like' | 'select-only';

/** One run of pgbench; times in seconds. */
export interface PgbenchRun {
  readonly script: Script;
  readonly clients: number;
  /** How long it takes to connect, which pgbench's own clock counts. */
  readonly opening: number;
  /** From the first transaction on: fresh sessions read the catalog and plan, which pooled ones did long ago. */
  readonly warmUp: number;
  /** Measured after that, at least. */
  readonly seconds: number;
  readonly port: number;
}

/** Transactions a second, their latencies, and clients that an error ended. */
export interface PgbenchResult extends Percentiles { readonly throughput: number; readonly failed: number; readonly seconds: number }

/** Runs pgbench, every client in one thread, and reads its log of single transactions; where connecting took longer than expected, again and longer. */
export async function pgbench(postgres: PostgresPrograms, folder: Folder, run: PgbenchRun): Promise<PgbenchResult> {
  for (let opening = run.opening; ; opening += MORE) {
    const result = await runOnce(postgres, folder, { ...run, opening });
    if (result.seconds > run.seconds / 2 || opening > run.opening + MOST) return result;
  }
}

/** Seconds: more for each further attempt, and in all. */
const [MORE, MOST] = [2, 6];

async function runOnce(postgres: PostgresPrograms, folder: Folder, { script, clients, opening, warmUp, seconds, port }: PgbenchRun): Promise<PgbenchResult> {
  const time = Math.ceil(opening + warmUp + seconds);
  const args = ['-n', '-b', script, '-c', String(clients), '-j', '1', '-T', String(time), '-l', `--log-prefix=${join(folder.path, LOG)}`, '-h', '127.0.0.1', '-p', String(port), '-U', ROLE, DATABASE];
  const { code, output } = await runProcess(folder, 'pgbench.log', { program: postgres.program('pgbench'), args, as: 'server', env: { PGPASSWORD: ROLE } }, (time + 60) * 1000);
  const aborted = [...output.matchAll(/client \d+ (?:script \d+ )?aborted/g)].length;
  if (code !== 0 && aborted === 0) throw new Error(`pgbench ended with ${code}: ${output}`);
  return { failed: aborted, ...measured(transactions(folder.path), warmUp) };
}

const LOG = 'transactions';

/** A finished transaction: when, in seconds, and after how many milliseconds. */
interface Transaction { readonly at: number; readonly took: number }

/** What the transactions after the warm-up say. */
function measured(all: readonly Transaction[], warmUp: number): Percentiles & Pick<PgbenchResult, 'throughput' | 'seconds'> {
  const times = all.map(({ at }) => at);
  const from = times.reduce((least, at) => Math.min(least, at), Infinity) + warmUp;
  const seconds = Math.max(0, times.reduce((most, at) => Math.max(most, at), 0) - from);
  const counted = all.filter(({ at }) => at > from);
  return { throughput: seconds === 0 ? 0 : counted.length / seconds, seconds, ...percentiles(counted.map(({ took }) => took)) };
}

/** pgbench's logs: client, number, microseconds, script, and the time in seconds and microseconds. */
function transactions(folder: string): readonly Transaction[] {
  const files = readdirSync(folder).filter((name) => name.startsWith(`${LOG}.`));
  return files.flatMap((name) => {
    const path = join(folder, name);
    const lines = readFileSync(path, 'utf8').split('\n');
    rmSync(path);
    return lines.filter((line) => line !== '').map((line) => {
      const [, , took = 0, , seconds = 0, micros = 0] = line.split(' ').map(Number);
      return { at: seconds + micros / 1e6, took: took / 1000 };
    });
  });
}
