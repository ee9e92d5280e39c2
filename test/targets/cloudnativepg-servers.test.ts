import { expect, it } from 'vitest';
import { quoteText } from '../../src/formats/postgres-values.ts';
import { componentNamed, type Component, type Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { rolesSql } from '../../src/targets/cloudnativepg/roles.ts';
import { kubernetesTarget } from '../../src/targets/kubernetes.ts';
import { load } from '../load/workspace.ts';
import { mismatches } from '../servers/compare.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readEntry } from '../servers/plan.ts';
import { startPgbouncer } from '../servers/pgbouncer.ts';
import { startPostgres, type RunningPostgres } from '../servers/postgres.ts';
import { psql } from '../servers/psql.ts';
import { postgresValue } from '../servers/server-units.ts';
import { requireTool } from '../servers/tools.ts';
import { at, list, members, number, readManifests, text, type Json } from './kubernetes-read.ts';

/** What CloudNativePG sets beside the manifest. Source: its pkg/postgres/configuration.go. */
const OPERATORS = `
archive_mode = 'on'
archive_command = '/bin/true'
archive_timeout = '5min'
full_page_writes = 'on'
hot_standby = 'true'
wal_log_hints = 'on'
wal_receiver_timeout = '5s'
wal_sender_timeout = '5s'
restart_after_crash = 'false'
`;

const planOf = (major: number): Stack => size(load({ 'shop.yaml': `extends: xlarge
name: shop
machine: { cpu: 4, memory: 16GiB, disk: { size: 100GiB } }
targets: { rps: 500 }
components: [{ name: db, version: ${major} }]
` }));

async function specOf(plan: Stack, kind: 'Cluster' | 'Pooler'): Promise<Json | undefined> {
  const files = (await kubernetesTarget.render(plan)).filter(({ path }) => /\/(?:db|pooler)\.yaml$/.test(path));
  return at(readManifests(files).find((one) => one.kind === kind)?.data, 'spec');
}

/** The majors that CloudNativePG 1.29 runs. */
for (const major of [14, 15, 16, 17, 18] as const) {
  describeWith(`a Cluster's PostgreSQL ${major}`, [`postgres-${major}`, 'psql'], () => {
    it('starts with the rendered parameters, and its roles may do what they must', async () => {
      const plan = planOf(major);
      const spec = await specOf(plan, 'Cluster');
      const conf = members(spec, 'postgresql', 'parameters').map(([name, value]) => `${name} = ${quoteText(String(value))}`).join('\n');
      const postgres = await startPostgres(major, { conf: `${OPERATORS}${conf}\n` });
      try {
        await confirms(postgres, plan);
        // The operator makes the owner and the database, runs the SQL, and keeps limits and memberships from then on.
        const owner = text(spec, 'bootstrap', 'initdb', 'owner');
        expect(await postgres.applySql(`CREATE ROLE ${owner} LOGIN`)).toEqual([]);
        expect(await postgres.applySql(`CREATE DATABASE ${text(spec, 'bootstrap', 'initdb', 'database')} OWNER ${owner}`)).toEqual([]);
        const sql = rolesSql(plan, componentNamed(plan, 'db') as Component);
        const kept = list(spec, 'managed', 'roles').map((role) => `ALTER ROLE "${text(role, 'name')}" CONNECTION LIMIT ${number(role, 'connectionLimit')};`).join('\n');
        // In one transaction, as the operator sends it; again, as the head of the file says.
        for (const script of [`BEGIN;\n${sql}\nCOMMIT;`, sql, kept]) expect(await postgres.applySql(script, { database: 'shop' })).toEqual([]);
        await privileges(postgres, major);
        await roles(postgres, plan);
      } finally {
        await postgres.stop();
      }
    });
  });
}

describeWith("a Pooler's PgBouncer", ['pgbouncer-1.24', 'psql'], () => {
  it('takes the rendered parameters as the operator writes them', async () => {
    const spec = await specOf(planOf(18), 'Pooler');
    const told = [['pool_mode', text(spec, 'pgbouncer', 'poolMode')], ...members(spec, 'pgbouncer', 'parameters')].map(([name, value]) => [String(name), String(value)] as const);
    const pgbouncer = await startPgbouncer(`[databases]\n* = host=db-rw\n\n[pgbouncer]\nlisten_port = 5432\nlisten_addr = *\n${told.map(([name, value]) => `${name} = ${value}`).join('\n')}\n`, requireTool('pgbouncer-1.24'));
    try {
      const config = await pgbouncer.config();
      expect(Object.fromEntries(told.map(([name]) => [name, config[name]]))).toEqual(Object.fromEntries(told));
      expect(pgbouncer.problems()).toEqual([]);
    } finally {
      await pgbouncer.stop();
    }
  });
});

async function confirms(postgres: RunningPostgres, plan: Stack): Promise<void> {
  const settings = new Map((await postgres.allSettings()).map((one) => [one.name, one]));
  const entries = [...plan.entries.values()].filter(({ component, setting, origin }) => component === 'db' && setting.kind === 'postgres' && setting.per === undefined && origin.from !== 'default' && setting.name !== 'listen_addresses').map(({ id, value, setting }) => readEntry({ id, value, unit: setting.unit }));
  expect(entries.length).toBeGreaterThan(40);
  expect(mismatches(entries, (entry) => {
    const setting = settings.get(entry.setting);
    return setting && postgresValue(setting, entry.unit);
  })).toEqual([]);
}

async function roles(postgres: RunningPostgres, plan: Stack): Promise<void> {
  const rows = await postgres.query<{ name: string; most: number }>("SELECT rolname AS name, rolconnlimit AS most FROM pg_roles WHERE rolcanlogin AND NOT rolsuper ORDER BY 1");
  expect(rows).toEqual([{ name: 'api', most: plan.entries.get('db.postgres.connection_limit[api]')?.value }, { name: 'migrations', most: 2 }, { name: 'monitoring', most: 3 }]);
  const settings = (await postgres.roleSettings()).map(({ role, name, setting }) => `${role} ${name}=${setting}`).sort();
  expect(settings).toEqual(['api idle_in_transaction_session_timeout=1min', 'api lock_timeout=3500ms', 'api statement_timeout=14s', 'migrations lock_timeout=2s', 'migrations statement_timeout=0']);
}

/** Migrations make tables, the application fills them and makes none, monitoring sees none, and nobody else gets in. */
async function privileges(postgres: RunningPostgres, major: number): Promise<void> {
  const as = async (user: string, sql: string, database = 'shop'): Promise<string> => {
    const { code, stdout, stderr } = await psql({ port: postgres.port, user, database }, ['-c', sql]);
    return code === 0 ? stdout.trim() : stderr.trim().split('\n')[0] ?? '';
  };
  expect(await as('migrations', 'CREATE TABLE items (id serial PRIMARY KEY, name text)')).toBe('');
  expect(await as('migrations', 'CREATE SCHEMA audit')).toBe('');
  expect(await as('api', "INSERT INTO items (name) VALUES ('lamp') RETURNING id")).toBe('1');
  expect(await as('api', 'CREATE TABLE mine (id int)')).toContain('permission denied for schema public');
  expect(await as('monitoring', 'SELECT count(*) FROM items')).toContain('permission denied');
  expect(await as('monitoring', "SELECT pg_has_role('pg_read_all_stats', 'MEMBER')")).toBe('t');
  if (major >= 16) expect(await as('monitoring', "SELECT pg_has_role('pg_use_reserved_connections', 'MEMBER')")).toBe('t');
  await postgres.applySql('CREATE ROLE stranger LOGIN');
  expect(await as('stranger', 'SELECT 1')).toContain('permission denied for database');
  await postgres.applySql('DROP ROLE stranger');
}
