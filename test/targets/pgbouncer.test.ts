import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { userlist } from '../../src/formats/pgbouncer-userlist.ts';
import type { Stack } from '../../src/model/stack.ts';
import { confFile } from '../../src/targets/postgres.ts';
import { rolesFile } from '../../src/targets/postgres/roles.ts';
import { pgbouncerFile } from '../../src/targets/pgbouncer.ts';
import { stackSecrets } from '../../src/targets/secrets.ts';
import { mismatches } from '../servers/compare.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readEntry } from '../servers/plan.ts';
import { startPgbouncer } from '../servers/pgbouncer.ts';
import { startPostgres } from '../servers/postgres.ts';
import { psql } from '../servers/psql.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { pgbouncerValue } from '../servers/server-units.ts';
import { requireTool } from '../servers/tools.ts';
import { planOf, TWO_APPLICATIONS } from './stacks.ts';

const byKind = (plan: Stack, kind: string) => plan.components.find((component) => component.kind === kind) ?? { name: '', kind: '' };
const ini = (plan: Stack): string => pgbouncerFile(plan, byKind(plan, 'pgbouncer')).text;
const planFor = (version: string): Stack => planOf({ ...TWO_APPLICATIONS, settings: { 'pooler.component.version': version, 'pooler.pgbouncer.reserve_pool_timeout': 1500 } });

describe('pgbouncer.ini', () => {
  it('has a reason above every line that is tuned, and says nothing twice', () => {
    const all = ini(planFor('1.24.1')).split('\n');
    const structure = ['listen_addr', 'unix_socket_dir', 'auth_type', 'auth_file', 'stats_users', 'ignore_startup_parameters'];
    const names = all.flatMap((line, i) => {
      const name = line.split(' ')[0] ?? '';
      if (line === '' || line.startsWith(';') || line.startsWith('[')) return [];
      if (!structure.includes(name)) expect(all[i - 1], line).toMatch(/^; [A-Z].*\.$/);
      return [name];
    });
    expect(new Set(names).size).toBe(names.length);
    expect(all).toContain('two_apps = host=db port=5432 dbname=two_apps');
    expect(all).toContain('reserve_pool_timeout = 1.5');
  });

  it('knows what its version knows', () => {
    expect(ini(planFor('1.20.1'))).not.toContain('max_prepared_statements');
    expect(ini(planFor('1.24.1'))).toContain('max_prepared_statements');
  });

  it('finds a server elsewhere, and then has nobody to watch it', () => {
    const plan = planOf({ ...TWO_APPLICATIONS, settings: { 'db.component.external': 'db.example.com:5433', 'db.postgres.max_connections': 100 } });
    expect(ini(plan)).toContain('two_apps = host=db.example.com port=5433 dbname=two_apps');
    expect(ini(plan)).not.toContain('stats_users');
  });
});

/** What a server answers to a start-up packet: `R` asks for a password, `E` is an error. */
function startUp(port: number, parameters: Readonly<Record<string, string>>): Promise<string> {
  const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), ...Object.entries(parameters).map(([name, value]) => Buffer.from(`${name}\0${value}\0`)), Buffer.from([0])]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat([length, body])));
    socket.once('data', (data) => { socket.destroy(); resolve(data.toString('latin1').replaceAll('\0', ' ')); }).once('error', reject);
  });
}

for (const [id, version] of [['pgbouncer', '1.18.0'], ['pgbouncer-1.24', '1.24.1']] as const) {
  describeWith(`PgBouncer ${version}`, [id, 'psql', 'postgres-18'], () => {
    it('does what the plan says, and lets exactly its clients through to the server', async () => {
      const plan = planFor(version);
      const database = byKind(plan, 'postgres');
      const passwords = new Map(stackSecrets(plan).filter(({ text }) => text === 'random').map(({ path }) => [path, `it's "${path}" \\`]));
      const list = stackSecrets(plan).map(({ text }) => (text === 'random' ? '' : userlist(text, (path) => `${passwords.get(path) ?? ''}\n`))).join('');
      const secrets = makeSandbox('secrets');
      for (const [path, text] of passwords) secrets.write(path.replace('secrets/', ''), `${text}\n`);
      const postgres = await startPostgres(18, { conf: confFile(plan, database).text, database: 'two_apps' });
      // The test server trusts everybody; over TCP the stack's asks for the password.
      await postgres.applySql(`COPY (SELECT) TO PROGRAM 'printf "host all postgres 127.0.0.1/32 trust\\nhost all all 127.0.0.1/32 scram-sha-256\\n" > pg_hba.conf'; SELECT pg_reload_conf();`);
      expect(await postgres.applySql(`\\set secrets ${secrets.folder}\n${rolesFile(plan, database).text}`, { database: 'two_apps' })).toEqual([]);
      const pgbouncer = await startPgbouncer(ini(plan), requireTool(id), { serverPort: postgres.port, userlist: list });
      try {
        const config = await pgbouncer.config();
        const entries = [...plan.entries.values()].filter(({ component, setting }) => component === 'pooler' && setting.kind === 'pgbouncer').map(({ id: name, value, setting }) => readEntry({ id: name, value, unit: setting.unit }));
        expect(entries.length).toBeGreaterThan(10);
        expect(mismatches(entries, ({ setting, unit }) => pgbouncerValue(config[setting] ?? '', unit))).toEqual([]);
        const ask = (user: string, password: string | undefined) => psql({ port: pgbouncer.port, user, database: 'two_apps', env: { PGPASSWORD: password ?? '' } }, ['-c', "SELECT current_user || current_setting('statement_timeout')"]);
        for (const user of ['api', 'admin']) expect(await ask(user, passwords.get(`secrets/${user}_db_password`))).toMatchObject({ code: 0, stdout: `${user}14s\n` });
        expect((await ask('api', 'wrong')).code).not.toBe(0);
        expect((await ask('migrations', passwords.get('secrets/db_migrations_password'))).code).not.toBe(0);
        // What node-postgres sends when it is told of timeouts.
        const driver = { user: 'api', database: 'two_apps', client_encoding: 'UTF8', application_name: 'api', statement_timeout: '14000', lock_timeout: '3500', idle_in_transaction_session_timeout: '60000' };
        expect(await startUp(pgbouncer.port, driver)).toMatch(/^R.*SCRAM-SHA-256/s);
        expect(await startUp(pgbouncer.port, { ...driver, nonsense: '1' })).toMatch(/^E.*unsupported startup parameter/s);
        expect(pgbouncer.problems().filter((problem) => !/nonsense|SASL|password|no such user|authentication failed|pooler error/i.test(problem))).toEqual([]);
      } finally {
        await pgbouncer.stop();
        await postgres.stop();
        secrets.remove();
      }
    });
  });
}
