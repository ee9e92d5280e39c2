import { describe, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { postgresCopy } from '../postgres-copy.ts';
import { startPostgres } from '../postgres.ts';
import { postgresMajors } from '../tools.ts';

const conf = `
listen_addresses = '*'
max_connections = 42
shared_buffers = 160MB
work_mem = 5MB
wal_compression = lz4
shared_preload_libraries = 'pg_stat_statements'
checkpoint_timeout = 15min
`;
const roles = `
\\getenv password APP_PASSWORD
CREATE ROLE app LOGIN PASSWORD :'password' CONNECTION LIMIT 7;
ALTER ROLE app SET statement_timeout = '5s';
`;

describe('the test copy of postgresql.conf', () => {
  it('changes only what the test builds lack and the container\'s files', () => {
    const copy = postgresCopy("wal_compression = 'zstd'\nhba_file = '/etc/hba'\nwork_mem = 4MB", 16, { folder: '/s', port: 41000 });
    expect(copy.text).toBe("wal_compression = pglz\nhba_file = '/etc/hba'\nwork_mem = 4MB");
    expect(copy.mapped).toHaveLength(1);
    expect(copy.overridden).toEqual({ listen_addresses: '127.0.0.1', port: '41000', unix_socket_directories: '/s', hba_file: '/s/data/pg_hba.conf' });
  });

  it('leaves comments and other values alone', () => {
    const plain = '# wal_compression = lz4\nwal_compression = on\n';
    expect(postgresCopy(plain, 16, { folder: '/s', port: 41000 })).toMatchObject({ text: plain, mapped: [] });
  });
});

for (const major of postgresMajors) {
  describeWith(`the harness of PostgreSQL ${major}`, [`postgres-${major}`, 'psql'], () => {
    it('starts with a file, reports its settings and applies roles', async () => {
      const postgres = await startPostgres(major, { conf, database: 'shop' });
      try {
        expect(await postgres.show('server_version_num')).toMatch(new RegExp(`^${major}`));
        expect(await postgres.show('work_mem')).toBe('5MB');
        const settings = new Map((await postgres.allSettings()).map((each) => [each.name, each]));
        expect(settings.get('shared_buffers')).toMatchObject({ setting: '20480', unit: '8kB', source: 'configuration file', pending_restart: false });
        expect(settings.get('checkpoint_timeout')).toMatchObject({ setting: '900', unit: 's' });
        expect(settings.get('port')?.source).toBe('command line');
        expect(await postgres.applySql(roles, { database: 'shop', env: { APP_PASSWORD: 'secret' } })).toEqual([]);
        expect(await postgres.roleSettings()).toEqual([{ role: 'app', database: '', name: 'statement_timeout', setting: '5s' }]);
        expect((await postgres.allSettings('app')).find(({ name }) => name === 'statement_timeout')).toMatchObject({ setting: '5000', unit: 'ms', source: 'user' });
        expect(await postgres.applySql('SELECT 1;\nCREATE ROLE app;')).toEqual([expect.stringMatching(/init.sql:2: ERROR: {2}role "app" already exists/)]);
        expect(await postgres.query('SELECT rolconnlimit FROM pg_roles WHERE rolname = \'app\'')).toEqual([{ rolconnlimit: 7 }]);
      } finally {
        await postgres.stop();
      }
    });

    it('refuses a file with the server\'s own message', async () => {
      await expect(startPostgres(major, { conf: 'work_memory = 4MB' })).rejects.toThrow(/unrecognized configuration parameter "work_memory"/);
      await expect(startPostgres(major, { conf: 'max_connections = 3\nsuperuser_reserved_connections = 3' })).rejects.toThrow(/superuser_reserved_connections/);
    });
  });
}
