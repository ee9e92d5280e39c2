import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startStack } from '../../../src/live/start.ts';
import type { LiveProcess, LiveStack } from '../../../src/live/live.ts';
import { plannedWith } from '../../live/plans.ts';
import { stackPrograms } from '../../live/tools.ts';
import { requireTool } from '../tools.ts';

/** An example that runs behind the rendered proxy, with a real database. */
export interface Serving extends LiveStack {
  readonly api: LiveProcess;
  readonly planned: (id: string) => number;
  /** A connection of the superuser. */
  readonly superuser: () => Promise<pg.Client>;
}

const inHere = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** A profile of this folder, and the example that it is for. */
const EXAMPLES = { 'flask': 'items-flask', 'fastapi': 'items-fastapi', 'fastapi-alone': 'items-fastapi' } as const;
export type Profile = keyof typeof EXAMPLES;

/** Starts the example of a profile. */
export async function startServing(profile: Profile, sets: readonly string[]): Promise<Serving> {
  const { plan, files } = await plannedWith(inHere(`${profile}.yaml`), sets);
  const cwd = inHere(`../../../examples/${EXAMPLES[profile]}`);
  const stack = await startStack({
    plan, files, limits: 'none', programs: { ...stackPrograms(), python: requireTool('python').path },
    applications: { api: { cwd, migrate: ['python', 'migrate.py'], env: { SEED_ITEMS: '2000', PYTHONPATH: inHere('app') } } },
  });
  const api = stack.processes('api')[0];
  if (api === undefined) throw new Error('the application does not run');
  const superuser = async (): Promise<pg.Client> => {
    // Over its socket, where the superuser gets in without a password, as in the image.
    const client = new pg.Client({ host: `${stack.folder}/db-1`, port: stack.processes('db')[0]?.port, database: plan.name, user: 'postgres' });
    await client.connect();
    return client;
  };
  return { ...stack, api, planned: (id) => Number(plan.entries.get(id)?.value), superuser };
}
