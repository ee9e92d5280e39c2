import { expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { startPgbouncer } from '../pgbouncer.ts';
import { startPostgres } from '../postgres.ts';
import { psql } from '../psql.ts';
import { requireTool } from '../tools.ts';

const ini = `
[databases]
; the one database
shop = host=db port=5432 dbname=postgres pool_size=3

[pgbouncer]
listen_addr = 0.0.0.0
listen_port = 6432
auth_type = plain
auth_file = /etc/pgbouncer/userlist.txt
pool_mode = transaction
max_client_conn = 300
default_pool_size = 20
query_wait_timeout = 7
`;

for (const id of ['pgbouncer', 'pgbouncer-1.24'] as const) {
  describeWith(`the harness of ${id}`, [id, 'psql', 'postgres-17'], () => {
    it('starts with a file, reports its settings and carries a query', async () => {
      const postgres = await startPostgres(17, { conf: '' });
      const pgbouncer = await startPgbouncer(ini, requireTool(id), { serverPort: postgres.port, userlist: '"postgres" "secret"\n' });
      try {
        expect(await pgbouncer.config()).toMatchObject({ pool_mode: 'transaction', max_client_conn: '300', default_pool_size: '20', query_wait_timeout: '7' });
        const asked = await psql({ port: pgbouncer.port, database: 'shop', env: { PGPASSWORD: 'secret' } }, ['-c', 'SELECT current_database()']);
        expect(asked).toMatchObject({ stdout: 'postgres\n', code: 0 });
        expect((await pgbouncer.admin('SHOW DATABASES')).map(([name]) => name)).toContain('shop');
        expect(pgbouncer.problems()).toEqual([]);
        expect(pgbouncer.mapped.map(({ from }) => from)).toEqual([
          'shop = host=db port=5432 dbname=postgres pool_size=3', 'listen_addr = 0.0.0.0', 'listen_port = 6432', 'auth_file = /etc/pgbouncer/userlist.txt', '',
        ]);
      } finally {
        await pgbouncer.stop();
        await postgres.stop();
      }
    });

    it('refuses a file with the server\'s own message', async () => {
      await expect(startPgbouncer(ini.replace('transaction', 'transactional'), requireTool(id))).rejects.toThrow(/invalid value "transactional"/);
      await expect(startPgbouncer(`${ini}\nmax_clients = 3\n`, requireTool(id))).rejects.toThrow(/unknown parameter.*max_clients/);
    });
  });
}
