import pg from 'pg';
import { startStack } from '../../src/live/start.ts';
import type { LiveStack } from '../../src/live/live.ts';
import type { Stack } from '../../src/index.ts';
import { plannedWith } from '../live/plans.ts';
import { node, type Runtime } from './runtimes.ts';

/** Items that the database begins with. */
export const ITEMS = 2000;

/** A running stack with one of examples/items-* as its application. */
export interface Running extends LiveStack {
  readonly plan: Stack;
  /** The value of an entry of the plan. */
  readonly planned: (id: string) => number;
  /** Asks the database as its superuser. */
  readonly query: <Row extends object>(sql: string) => Promise<readonly Row[]>;
}

/** Starts a profile with settings of one's own, and an application in it. */
export async function startItems(profile: string, sets: readonly string[] = [], { start, programs }: Runtime = node): Promise<Running> {
  const { plan, files } = await plannedWith(profile, sets);
  const stack = await startStack({
    plan, files, limits: 'none', programs: programs(),
    applications: { api: { ...start, env: { ...start.env, SEED_ITEMS: String(ITEMS) } } },
  });
  const query = async <Row extends object>(sql: string): Promise<readonly Row[]> => {
    // Over its socket, where the superuser gets in without a password, as in the image.
    const client = new pg.Client({ host: `${stack.folder}/db-1`, port: stack.processes('db')[0]?.port, database: plan.name.replaceAll('-', '_'), user: 'postgres' });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return { ...stack, plan, query, planned: (id) => Number(plan.entries.get(id)?.value) };
}
