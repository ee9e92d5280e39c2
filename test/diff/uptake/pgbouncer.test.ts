import { expect, it } from 'vitest';
import { settingsIn } from '../../../src/model/setting.ts';
import { pgbouncerReadsAtStart } from '../../../src/settings/at-start.ts';
import * as pgbouncer from '../../../src/settings/pgbouncer.ts';
import { describeWith } from '../../servers/describe-with.ts';
import { startPgbouncer } from '../../servers/pgbouncer.ts';
import { requireTool } from '../../servers/tools.ts';

const INI = `
[databases]
shop = host=db port=5432 dbname=shop
[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir = /tmp
auth_type = scram-sha-256
auth_file = /run/secrets/userlist.txt
pool_mode = transaction
`;

it('is what gen explain says of each setting', () => {
  expect(settingsIn(pgbouncer).filter(({ restart }) => restart === true).map(({ name }) => name)).toEqual(settingsIn(pgbouncer).map(({ name }) => name).filter(pgbouncerReadsAtStart));
});

describeWith('what PgBouncer calls not changeable is what gen diff says it restarts for', ['pgbouncer', 'pgbouncer-1.24', 'psql'], () => {
  it.each(['pgbouncer', 'pgbouncer-1.24'] as const)('%s, every parameter that it knows', async (tool) => {
    const running = await startPgbouncer(INI, requireTool(tool));
    try {
      const rows = (await running.admin('SHOW CONFIG')).map((row) => [row[0] ?? '', row.at(-1)] as const);
      expect(rows.length).toBeGreaterThan(70);
      expect(new Set(rows.map(([, changeable]) => changeable))).toEqual(new Set(['yes', 'no']));
      expect(rows.filter(([, changeable]) => changeable === 'no').map(([name]) => name).sort()).toEqual(rows.map(([name]) => name).filter(pgbouncerReadsAtStart).sort());
    } finally {
      await running.stop();
    }
  });
});
