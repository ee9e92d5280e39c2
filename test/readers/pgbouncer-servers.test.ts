import { describe, expect, it } from 'vitest';
import { pgbouncerReader } from '../../src/readers/inside/pgbouncer.ts';
import { startPgbouncer } from '../servers/pgbouncer.ts';
import { findTool } from '../servers/tools.ts';
import { factsOf } from './container.ts';

const TRICKY = [
  '[databases]', "shop = host=db port=5432 dbname=shop password='x '' y'", '  ; a comment', '[pgbouncer]', 'listen_addr = *', 'listen_port = 6432', 'auth_type = trust', 'auth_file = /u', 'pool_mode=Transaction', '  max_client_conn   =  77  ',
  'default_pool_size = 7', 'query_wait_timeout = 2.5', 'server_idle_timeout = 90', 'reserve_pool_size = 3', 'min_pool_size = 1', 'max_db_connections = 12', 'default_pool_size = 8',
].join('\r\n');

describe.each((['pgbouncer', 'pgbouncer-1.24'] as const).filter((id) => findTool(id) !== undefined))('what %s makes of a file', (id) => {
  const tool = findTool(id);
  it('is what is read', async () => {
    if (tool === undefined) return;
    const server = await startPgbouncer(`${TRICKY}\n`, tool);
    try {
      const config = await server.config();
      const facts = factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': TRICKY } });
      expect([facts.problems, facts.unread]).toEqual([[], []]);
      const read = facts.entries.filter((entry) => entry.setting.kind === 'pgbouncer');
      expect(read.length).toBe(8);
      const shown = (value: unknown, unit: string): string => String(unit === 'milliseconds' ? Number(value) / 1000 : value);
      expect(Object.fromEntries(read.map(({ setting, value }) => [setting.name, shown(value, setting.unit)]))).toEqual(Object.fromEntries(read.map(({ setting }) => [setting.name, config[setting.name]])));
    } finally {
      await server.stop();
    }
  });

  it.each(['max_client_conn = ten', 'pool_mode = transactions', 'no_such_thing = 1', 'query_timeout = 5s', 'max_client_conn 100'])('%s is refused', async (line) => {
    if (tool === undefined) return;
    const ini = `[databases]\n[pgbouncer]\nauth_type = trust\n${line}\n`;
    const facts = factsOf(pgbouncerReader, { image: 'x/pgbouncer', files: { '/etc/pgbouncer/pgbouncer.ini': ini } });
    const unknown = facts.entries.every((entry) => entry.setting.kind !== 'pgbouncer');
    expect(facts.problems.length + facts.unread.length > 0 || unknown).toBe(true);
    expect(await startPgbouncer(ini, tool).then(async (server) => { await server.stop(); return true; }, () => false), 'the server starts').toBe(false);
  });
});
