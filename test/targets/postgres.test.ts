import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifier, literal } from '../../src/formats/postgres-values.ts';
import type { Component, Stack } from '../../src/model/stack.ts';
import { confFile, postgresTarget } from '../../src/targets/postgres.ts';
import { GROUPS } from '../../src/targets/postgres/groups.ts';
import { rolesFile } from '../../src/targets/postgres/roles.ts';
import { rules } from '../../src/rules/index.ts';
import { mismatches } from '../servers/compare.ts';
import { describeWith } from '../servers/describe-with.ts';
import { readEntry } from '../servers/plan.ts';
import { startPostgres, type RunningPostgres } from '../servers/postgres.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { postgresValue } from '../servers/server-units.ts';
import { postgresMajors } from '../servers/tools.ts';
import { planOf, TWO_APPLICATIONS, type Sketch } from './stacks.ts';

const DIRECT: Sketch = { name: 'shop', components: { proxy: 'nginx', api: 'node', 'back-office': 'node', db: 'postgres' }, links: ['proxy -> api', 'proxy -> back-office', 'api -> db', 'back-office -> db'] };
const databaseOf = (plan: Stack): Component => plan.components.find(({ kind }) => kind === 'postgres') ?? { name: '', kind: '' };
const conf = (sketch: Sketch): string => {
  const plan = planOf(sketch);
  return confFile(plan, databaseOf(plan)).text;
};
const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('postgresql.conf', () => {
  it('has a reason above every line and no parameter twice', () => {
    const all = conf({ settings: { 'db.postgres.max_connections': 200 } }).split('\n');
    const names = all.flatMap((line, i) => {
      if (line === '' || line.startsWith('#')) return [];
      expect(all[i - 1], line).toMatch(/^# [A-Z].*\.$/);
      expect(line).toMatch(/^[a-z_]+ = (?:'[^']*'|[a-z0-9.-]+[A-Za-z]*)$/);
      return [line.split(' ')[0]];
    });
    expect(new Set(names).size).toBe(names.length);
    expect(all).toContain('max_connections = 200');
    expect(all[all.indexOf('max_connections = 200') - 1]).toBe('# Stated at profiles/test.yaml:7:3.');
  });

  it('gives every parameter that a rule sizes a place under a heading', () => {
    const grouped = GROUPS.flatMap((group) => group.names);
    const sized = rules.filter((rule) => rule.sizes.kind === 'postgres' && rule.sizes.per === undefined).map((rule) => rule.sizes.name);
    expect(sized.filter((name) => !grouped.includes(name))).toEqual([]);
  });

  it('leaves to roles what belongs to roles, and to the version what it does not know', () => {
    const old = lines(conf({ settings: { 'db.component.version': '13' } })).map((line) => line.split(' ')[0]);
    expect(old).not.toEqual(expect.arrayContaining(['statement_timeout']));
    for (const name of ['statement_timeout', 'lock_timeout', 'connection_limit', 'reserved_connections', 'io_method', 'client_connection_check_interval']) expect(old).not.toContain(name);
    expect(old).toContain('max_connections');
  });

  it('puts what only the profile states last, whatever it says in one line', () => {
    const text = conf({ settings: { 'db.postgres.application_name': "x'\nfsync = off\n#\\", 'db.postgres.wal_receiver_timeout': 90_000 } });
    expect(text.slice(text.indexOf('# --- Others ---')).split('\n').filter((line) => !line.startsWith('#') && line !== '')).toEqual([String.raw`application_name = 'x''\012fsync = off\012#\\'`, 'wal_receiver_timeout = 90s']);
    expect(lines(text)).not.toContain('fsync = off');
  });

  it('listens where the clients look for it', () => {
    expect(conf({ settings: { 'db.component.port': 5433 } })).toContain('\nport = 5433\n');
    expect(conf({ settings: { 'db.postgres.port': 5434 } })).toContain('\nport = 5434\n');
  });

  it('is one for each server, in folders of their own where there are several', async () => {
    const plan = planOf({ components: { api: 'node', db: 'postgres', reports: 'postgres', elsewhere: 'postgres' }, links: ['api -> db', 'api -> reports', 'api -> elsewhere'], settings: { 'elsewhere.component.external': 'there:5432', 'elsewhere.postgres.max_connections': 50 } });
    expect((await postgresTarget.render(plan)).map(({ path }) => path)).toEqual(['db/postgresql.conf', 'db/roles.sql', 'reports/postgresql.conf', 'reports/roles.sql']);
    expect((await postgresTarget.render(planOf())).map(({ path }) => path)).toEqual(['postgres/postgresql.conf', 'postgres/roles.sql']);
  });
});

for (const major of postgresMajors) {
  const plan = planOf({ ...DIRECT, settings: { 'db.component.version': String(major), 'db.postgres.cluster_name': "it's \\ \"one\" $(id)", 'db.postgres.autovacuum_vacuum_cost_delay': 0.5, 'db.postgres.log_parameter_max_length': -1, 'db.postgres.DateStyle': 'ISO, DMY' } });
  const database = databaseOf(plan);
  const roles = rolesFile(plan, database).text;

  describeWith(`PostgreSQL ${major}`, [`postgres-${major}`, 'psql'], () => {
    it('does what the plan says, for the server and for each role, however often it is told', async () => {
      const postgres = await startPostgres(major, { conf: confFile(plan, database).text, database: 'shop' });
      const secrets = makeSandbox('secrets');
      for (const name of ['api_db_password', 'back-office_db_password', 'db_migrations_password', 'db_monitoring_password']) secrets.write(name, `it's \\ "${name}"\n`);
      try {
        const sql = `\\set secrets ${secrets.folder}\n${roles}`;
        expect(await postgres.applySql(sql, { database: 'shop' })).toEqual([]);
        const first = await state(postgres);
        expect(await postgres.applySql(sql, { database: 'shop' })).toEqual([]);
        expect(await state(postgres)).toEqual(first);
        expect(await postgres.applySql(roles, { database: 'shop' }), 'without the secrets').toEqual([]);
        expect(await state(postgres)).toEqual(first);
        expect(first.roles.map(({ rolname, rolconnlimit, password }) => [rolname, rolconnlimit, password])).toEqual([
          ['api', plan.entries.get('db.postgres.connection_limit[api]')?.value, 'SCRAM-SHA-256$'],
          ['back-office', plan.entries.get('db.postgres.connection_limit[back-office]')?.value, 'SCRAM-SHA-256$'],
          ['migrations', 2, 'SCRAM-SHA-256$'],
          ['monitoring', 3, 'SCRAM-SHA-256$'],
          ['postgres', -1, null],
        ]);
        await confirms(postgres, plan);
        await privileges(postgres, major);
        expect(postgres.log()).not.toMatch(/db_password|SCRAM|PANIC/);
      } finally {
        await postgres.stop();
        secrets.remove();
      }
    });
  });
}

/** Every entry of the database against what the server shows, to the role it is for. */
async function confirms(postgres: RunningPostgres, plan: Stack): Promise<void> {
  const entries = [...plan.entries.values()].filter(({ component, setting }) => component === 'db' && setting.kind === 'postgres' && setting.name !== 'connection_limit').map(({ id, value, setting }) => readEntry({ id, value, unit: setting.unit }));
  for (const role of ['', 'api', 'back-office']) {
    const settings = new Map((await postgres.allSettings(...(role === '' ? [] : [role]))).map((each) => [each.name, each]));
    const judged = entries.filter(({ subject, setting }) => subject === role && setting !== 'listen_addresses');
    expect(judged.length, role).toBeGreaterThan(2);
    expect(mismatches(judged, (entry) => {
      const setting = settings.get(entry.setting);
      return setting && postgresValue(setting, entry.unit);
    })).toEqual([]);
  }
  const migrations = new Map((await postgres.allSettings('migrations')).map(({ name, setting }) => [name, setting]));
  expect([migrations.get('statement_timeout'), migrations.get('lock_timeout')]).toEqual(['0', '2000']);
}

/** Who may do what: migrations make tables, applications use them, monitoring does not see them, strangers do not get in. */
async function privileges(postgres: RunningPostgres, major: number): Promise<void> {
  expect(await postgres.applySql('SET ROLE migrations; CREATE TABLE things (id serial PRIMARY KEY, what text);', { database: 'shop' })).toEqual([]);
  expect(await postgres.applySql('SET ROLE api; INSERT INTO things (what) VALUES (\'a\'); UPDATE things SET what = \'b\'; SELECT * FROM things; DELETE FROM things;', { database: 'shop' })).toEqual([]);
  expect(await postgres.applySql('SET ROLE api; CREATE TABLE mine (id int);', { database: 'shop' })).toEqual([expect.stringContaining('permission denied for schema public')]);
  expect(await postgres.applySql('SET ROLE monitoring; SELECT * FROM things;', { database: 'shop' })).toEqual([expect.stringContaining('permission denied for table things')]);
  expect(await postgres.applySql('SET ROLE monitoring; SELECT * FROM pg_stat_activity;', { database: 'shop' })).toEqual([]);
  const members = await postgres.query<{ role: string }>("SELECT r.rolname AS role FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid JOIN pg_roles u ON u.oid = m.member WHERE u.rolname = 'monitoring' ORDER BY 1");
  expect(members.map(({ role }) => role)).toEqual(major >= 16 ? ['pg_monitor', 'pg_use_reserved_connections'] : ['pg_monitor']);
  expect(await postgres.query("SELECT has_database_privilege('public', 'shop', 'CONNECT') AS anybody, has_database_privilege('api', 'shop', 'CONNECT') AS api")).toEqual([{ anybody: false, api: true }]);
}

async function state(postgres: RunningPostgres) {
  return {
    roles: await postgres.query<{ rolname: string; rolconnlimit: number; password: string | null }>("SELECT rolname, rolconnlimit, rolsuper, rolcreatedb, rolcreaterole, left(rolpassword, 14) AS password FROM pg_authid WHERE rolcanlogin ORDER BY rolname"),
    settings: await postgres.roleSettings(),
  };
}

describe('roles.sql', () => {
  it('has a role for each application, named so that none is taken', () => {
    const plan = planOf({ ...TWO_APPLICATIONS, components: { proxy: 'nginx', monitoring: 'node', public: 'node', db: 'postgres' }, links: ['proxy -> monitoring', 'proxy -> public', 'monitoring -> db', 'public -> db'], routes: [] });
    const created = [...rolesFile(plan, databaseOf(plan)).text.matchAll(/CREATE ROLE %I', '([^']+)'/g)].map(([, name]) => name);
    expect(created).toEqual(['monitoring_app', 'public_app', 'migrations', 'monitoring']);
  });

  it('has a reason above every number', () => {
    const plan = planOf(DIRECT);
    const all = rolesFile(plan, databaseOf(plan)).text.split('\n');
    all.forEach((line, i) => { if (/ (?:SET [a-z_]+ =|CONNECTION LIMIT) /.test(line) && line.startsWith('ALTER ROLE')) expect(all[i - 1], line).toMatch(/^-- [A-Z].*\.$/); });
    expect(all.filter((line) => /^ALTER ROLE .* SET /.test(line)).length).toBe(8);
  });

  describeWith('quotes as PostgreSQL reads it', ['postgres-18', 'postgres-13', 'psql'], () => {
    it('any name and any text', async () => {
      const texts = fc.sample(fc.oneof(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 12 }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })).filter((text) => !text.includes('\0')), 200).concat(["'", '"', '\\', "\\'", '$$', ';--', ':password', '\n', "E'"]);
      for (const major of [13, 18] as const) {
        const postgres = await startPostgres(major, { conf: '' });
        try {
          const list = (spell: (text: string) => string): string => texts.map(spell).join(', ');
          const [row] = await postgres.query<{ texts: readonly string[] }>(`SELECT ARRAY[${list(literal)}] AS texts`);
          expect(row?.texts).toEqual(texts);
          const [named] = await postgres.query<Record<string, number>>(`SELECT ${texts.map((text, i) => `${i} AS ${identifier(`c${i}${text}`)}`).join(', ')}`);
          expect(Object.keys(named ?? {})).toEqual(texts.map((text, i) => `c${i}${text}`));
        } finally {
          await postgres.stop();
        }
      }
    });
  });
});
