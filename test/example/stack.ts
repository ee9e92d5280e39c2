import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accepts, freePort, run, startServer, type Server } from '../servers/child.ts';
import { startPostgres, type RunningPostgres } from '../servers/postgres.ts';
import { startRedis, type RunningRedis } from '../servers/redis.ts';
import { makeSandbox, type Sandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';

const root = join(import.meta.dirname, '..', '..');
/** The rendered stack that the example is part of. */
export const rendered = join(root, 'out', 'small');
/** The example. */
export const example = join(root, 'examples', 'items-api');
/** How many items there are. */
export const ITEMS = 2000;

const text = (path: string): string => readFileSync(join(rendered, path), 'utf8');

/** The example as it runs in the rendered stack: one worker, and nothing that waits for load balancers. */
export interface RunningExample {
  readonly url: string;
  readonly postgres: RunningPostgres;
  readonly redis: RunningRedis;
  readonly app: Server;
  /** Runs the migration once more; what it wrote to stderr, and its exit code. */
  readonly migrate: () => Promise<{ readonly code: number | null; readonly stderr: string }>;
  readonly stop: () => Promise<void>;
}

/** Starts database and cache with their rendered files, makes the roles, migrates, and starts the application. */
export async function startExample(): Promise<RunningExample> {
  const secrets = makeSandbox('secrets');
  for (const name of ['api_db_password', 'db_migrations_password', 'db_monitoring_password']) secrets.write(name, `secret of ${name}\n`);
  const postgres = await startPostgres(18, { conf: text('postgres/postgresql.conf'), database: 'small' });
  const redis = await startRedis(text('redis/redis.conf'), requireTool('redis-8'));
  const started: { app?: Server } = {};
  const stop = async (): Promise<void> => {
    await started.app?.stop();
    await Promise.all([postgres.stop(), redis.stop()]);
    secrets.remove();
  };
  try {
    const refused = await postgres.applySql(`\\set secrets ${secrets.folder}\n${text('postgres/roles.sql')}`, { database: 'small' });
    if (refused.length > 0) throw new Error(refused.join('\n'));
    const database = { DB_HOST: '127.0.0.1', DB_PORT: String(postgres.port), DB_NAME: 'small' };
    const migrate = () => run(process.execPath, ['migrate.mjs'], {
      cwd: example, env: { ...database, DB_USER: 'migrations', DB_PASSWORD_FILE: join(secrets.folder, 'db_migrations_password'), SEED_ITEMS: String(ITEMS) },
    });
    const migrated = await migrate();
    if (migrated.code !== 0) throw new Error(migrated.stderr);
    const port = await freePort();
    started.app = await startApp(secrets, port, {
      ...database, DB_PASSWORD_FILE: join(secrets.folder, 'api_db_password'), REDIS_HOST: '127.0.0.1', REDIS_PORT: String(redis.port),
    });
    return { url: `http://127.0.0.1:${port}`, postgres, redis, app: started.app, migrate, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startApp(sandbox: Sandbox, port: number, env: Readonly<Record<string, string>>): Promise<Server> {
  // The rendered configuration, but for the pauses of a shutdown.
  const config = sandbox.write('server.config.mjs', [
    `import { config as rendered, password } from ${JSON.stringify(join(rendered, 'server', 'server.config.mjs'))};`,
    'export const config = { ...rendered, shutdown: { delay: 0, drain: 1000, close: 1000 } };',
    'export { password };',
  ].join('\n'));
  return startServer({
    command: process.execPath, args: [join(example, 'server.mjs')], sandbox, stopSignal: 'SIGTERM', ready: () => accepts(port),
    env: { ...env, SERVER_CONFIG: config, PORT: String(port), METRICS_PORT: String(await freePort()), WORKERS: '1', HOST: '127.0.0.1' },
  });
}
