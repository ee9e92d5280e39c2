import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startStack } from '../../src/live/start.ts';
import type { LiveProcess, LiveStack } from '../../src/live/live.ts';
import type { Stack } from '../../src/index.ts';
import { plannedWith } from '../live/plans.ts';
import { stackPrograms } from '../live/tools.ts';

/** Items that the database begins with. */
export const ITEMS = 2000;

/** A running stack with examples/items-api as its application. */
export interface Running extends LiveStack {
  readonly plan: Stack;
  /** The value of an entry of the plan. */
  readonly planned: (id: string) => number;
  /** Asks the database as its superuser. */
  readonly query: <Row extends object>(sql: string) => Promise<readonly Row[]>;
}

/** The workers of a copy that accept requests: they say so in its log. */
export const listening = (copy: LiveProcess): readonly number[] => {
  const pids = copy.pids();
  const said = copy.log().split('\n').filter((line) => line.includes('"msg":"listening"') && line.includes('"worker":'));
  return said.map((line) => Number(JSON.parse(line).pid)).filter((pid) => pids.includes(pid));
};

/** Starts a built-in profile with settings of one's own, and items-api in it. */
export async function startItems(profile: string, sets: readonly string[] = []): Promise<Running> {
  const { plan, files } = await plannedWith(profile, sets);
  const stack = await startStack({
    plan, files, limits: 'none', programs: stackPrograms(),
    applications: {
      api: { command: ['node', 'server.mjs'], cwd: fileURLToPath(new URL('../../examples/items-api', import.meta.url)), migrate: ['node', 'migrate.mjs'], env: { SEED_ITEMS: String(ITEMS), LOG_LEVEL: 'debug' } },
    },
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
