import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/model/facts.ts';
import type { Stack } from '../../src/model/stack.ts';
import type { RenderedFile } from '../../src/model/target.ts';
import { kafkaReader } from '../../src/readers/inside/kafka.ts';
import { pgbouncerReader } from '../../src/readers/inside/pgbouncer.ts';
import { postgresReader } from '../../src/readers/inside/postgres.ts';
import { redisReader } from '../../src/readers/inside/redis.ts';
import type { InsideReader } from '../../src/readers/inside/running.ts';
import { brokerEnvironment, kafkaTarget, SERVER_PROPERTIES } from '../../src/targets/kafka.ts';
import { pgbouncerTarget } from '../../src/targets/pgbouncer.ts';
import { postgresTarget } from '../../src/targets/postgres.ts';
import { redisTarget } from '../../src/targets/redis.ts';
import { factsOf, type Said } from '../readers/container.ts';
import { drafts, planOf, stackOf } from './random.ts';

const RUNS = Number(process.env.PLUMBLINE_LAW_RUNS ?? 300);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);

/** What stands in the files of a component: every entry of these kinds that is not the server's own default anyway. */
const carried = (plan: Stack, component: string, kinds: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...plan.entries.values()].filter((entry) => entry.component === component && kinds.includes(entry.setting.kind) && entry.origin.from !== 'default').map((entry) => [entry.id, entry.value]));

/** The values that a reader found, under the component's own name. */
const values = (facts: Facts, component: string): Readonly<Record<string, unknown>> => Object.fromEntries(facts.entries.map((entry) => [entry.id.replace(/^db\./, `${component}.`), entry.value]));

/** What a file carries beside the plan's entries, and why. */
const beside = {
  postgres: ['postgres.config_file', 'postgres.listen_addresses', 'postgres.port', 'container.init_script', 'container.listens', 'component.'],
  pgbouncer: ['container.listens', 'component.'],
  redis: ['container.listens', 'component.'],
  kafka: ['container.listens', 'component.', 'kafka.broker'],
} as const;

const isBeside = (id: string, names: readonly string[]): boolean => names.some((name) => id.includes(`.${name}`));

async function read(reader: InsideReader, files: readonly RenderedFile[], said: (path: (name: string) => string) => Said): Promise<Facts> {
  const text = (name: string): string => files.find(({ path }) => path.endsWith(name))?.text ?? '';
  return factsOf(reader, said(text));
}

const always = (body: (plan: Stack) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(drafts, async (draft) => {
    const plan = planOf(stackOf(draft));
    if (plan !== undefined) await body(plan);
  }), { numRuns: RUNS, seed });

describe(`law 2: what is rendered is read back (seed ${seed})`, () => {
  it('postgresql.conf and roles.sql', () => always(async (plan) => {
    const version = String(plan.entries.get('db.component.version')?.value);
    const facts = await read(postgresReader, await postgresTarget.render(plan), (file) => ({
      image: `postgres:${version}`, command: ['postgres', '-c', 'config_file=/etc/postgresql/postgresql.conf'],
      files: { '/etc/postgresql/postgresql.conf': file('postgresql.conf'), '/docker-entrypoint-initdb.d/roles.sql': file('roles.sql') },
    }));
    const found = values(facts, 'db');
    expect([facts.problems, facts.unread]).toEqual([[], []]);
    expect(found).toMatchObject(carried(plan, 'db', ['postgres', 'role']));
    expect(Object.keys(found).filter((id) => !isBeside(id, beside.postgres) && !Object.hasOwn(carried(plan, 'db', ['postgres', 'role']), id))).toEqual([]);
  }));

  it('pgbouncer.ini', () => always(async (plan) => {
    for (const pooler of plan.components.filter(({ kind }) => kind === 'pgbouncer')) {
      const facts = await read(pgbouncerReader, await pgbouncerTarget.render(plan), (file) => ({ image: 'edoburu/pgbouncer:v1.24.1', files: { '/etc/pgbouncer/pgbouncer.ini': file('pgbouncer.ini') } }));
      const found = values(facts, pooler.name);
      expect([facts.problems, facts.unread]).toEqual([[], []]);
      expect(found).toMatchObject(carried(plan, pooler.name, ['pgbouncer']));
      expect(Object.keys(found).filter((id) => !isBeside(id, beside.pgbouncer) && !Object.hasOwn(carried(plan, pooler.name, ['pgbouncer']), id))).toEqual([]);
      expect(facts.connections).toMatchObject([{ host: 'db', port: 5432, protocol: 'postgres' }]);
    }
  }));

  it('redis.conf', () => always(async (plan) => {
    for (const cache of plan.components.filter(({ kind }) => kind === 'redis')) {
      const facts = await read(redisReader, await redisTarget.render(plan), (file) => ({ image: 'redis:8.0', command: ['redis-server', '/etc/redis/redis.conf'], files: { '/etc/redis/redis.conf': file('redis.conf') } }));
      const found = values(facts, cache.name);
      expect([facts.problems, facts.unread]).toEqual([[], []]);
      expect(found).toMatchObject(carried(plan, cache.name, ['redis']));
      expect(Object.keys(found).filter((id) => !isBeside(id, beside.redis) && !Object.hasOwn(carried(plan, cache.name, ['redis']), id))).toEqual([]);
    }
  }));

  it('server.properties', () => always(async (plan) => {
    for (const queue of plan.components.filter(({ kind }) => kind === 'kafka')) {
      const environment = Object.fromEntries(brokerEnvironment(plan, queue).map(({ name, value }) => [name, value]));
      const facts = await read(kafkaReader, await kafkaTarget.render(plan), (file) => ({
        image: 'apache/kafka:4.1.0', entrypoint: ['sh', '-c'], command: ['/opt/kafka/bin/kafka-server-start.sh', SERVER_PROPERTIES], environment, files: { [SERVER_PROPERTIES]: file('server.properties') },
      }));
      const found = values(facts, queue.name);
      expect([facts.problems, facts.unread]).toEqual([[], []]);
      expect(found).toMatchObject(carried(plan, queue.name, ['kafka', 'jvm']));
      expect(Object.keys(found).filter((id) => !isBeside(id, beside.kafka) && !Object.hasOwn(carried(plan, queue.name, ['kafka', 'jvm']), id))).toEqual([]);
    }
  }));
});
