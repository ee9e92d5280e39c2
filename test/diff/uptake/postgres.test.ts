import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeWith } from '../../servers/describe-with.ts';
import { postgresCopy } from '../../servers/postgres-copy.ts';
import { startPostgres, type RunningPostgres } from '../../servers/postgres.ts';
import { postgresMajors } from '../../servers/tools.ts';
import { confOf, sideOf, stepsBetween } from './sides.ts';

/** More memory, more disk, more connections and more processes: most of what is sized moves. */
const MORE = ['machine.memory=6GiB', 'machine.disk.size=300GiB', 'settings.db.postgres.max_connections=60', 'settings.db.postgres.max_worker_processes=12', 'settings.db.postgres.wal_level=logical', 'settings.db.postgres.log_connections=on', 'settings.db.postgres.jit=on'];

describeWith('what PostgreSQL calls pending after a reload is what gen diff says it restarts for', postgresMajors.map((major) => `postgres-${major}` as const), () => {
  it.each(postgresMajors)('of version %i', async (major) => {
    const version = `settings.db.component.version=${major}`;
    const [before, after] = [await sideOf('small', version), await sideOf('small', version, ...MORE)];
    const running = await startPostgres(major, { conf: confOf(before) });
    try {
      await reload(running, confOf(after), major);
      const settings = await running.allSettings();
      // Address and port of the test server are said on its command line, and not taken from the file.
      const pending = settings.filter(({ name, pending_restart }) => pending_restart && !(name in running.overridden)).map(({ name }) => `db.postgres.${name}`);
      const step = stepsBetween(before, after).find(({ environment, component, action }) => environment === 'anywhere' && component === 'db' && action === 'restart');
      expect([...(step?.because ?? [])].sort()).toEqual(pending.sort());
      expect(pending.length).toBeGreaterThan(2);
      // All the rest of the new file is taken up.
      const left = await running.query<{ name: string }>('SELECT DISTINCT name FROM pg_file_settings WHERE error IS NOT NULL');
      expect(left.map(({ name }) => `db.postgres.${name}`).filter((id) => !pending.includes(id) && !(id.replace('db.postgres.', '') in running.overridden))).toEqual([]);
    } finally {
      await running.stop();
    }
  });
});

async function reload(running: RunningPostgres, conf: string, major: (typeof postgresMajors)[number]): Promise<void> {
  const file = running.overridden['config_file'] ?? '';
  const loaded = async (): Promise<string> => (await running.query<{ at: string }>('SELECT pg_conf_load_time()::text AS at'))[0]?.at ?? '';
  const earlier = await loaded();
  writeFileSync(file, postgresCopy(conf, major, { folder: dirname(file), port: running.port }).text);
  await running.query('SELECT pg_reload_conf()');
  for (const deadline = Date.now() + 20_000; (await loaded()) === earlier; await sleep(50)) if (Date.now() > deadline) throw new Error(`it was not read again: ${running.log()}`);
}
