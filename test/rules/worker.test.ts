import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { loadText } from '../../src/load.ts';
import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';

const planOf = (components: string, more = ''): Stack =>
  size(loadText(`name: events\nmachine: { cpu: 8, memory: 16GiB }\ntargets: { rps: 400, p95: 200ms }\n${more}components:\n${components.trim().split('\n').map((line) => `  ${line.trim()}\n`).join('')}`, 'events.yaml'));
const values = (plan: Stack, ...ids: readonly string[]): readonly unknown[] => ids.map((id) => plan.entries.get(id)?.value);

const WITH_WORKER = `
- name: proxy
- { name: api, kind: gunicorn }
- { name: admin, kind: node }
- { name: tasks, kind: python }
- name: db
- name: cache
- name: queue`;

describe('a worker beside servers of requests', () => {
  const plan = planOf(WITH_WORKER, 'workload: { messages_per_request: 0.5, message_time: 40ms, cpu_time: 4ms }\n');

  it('takes what the servers send, and has no part of the requests', () => {
    expect(values(plan, 'tasks.demand.messages', 'tasks.component.share', 'tasks.demand.rps', 'api.component.share', 'admin.component.share')).toEqual([200, 0, 0, 0.5, 0.5]);
  });

  it('has a consumer and a database connection for each message at work; the servers only send', () => {
    // 200/s x 40 ms / 0.7 = 11.4 at work.
    expect(values(plan, 'tasks.python.processes', 'tasks.python.kafka_consumers', 'tasks.sqlalchemy.pool_size', 'api.python.kafka_consumers', 'admin.node.kafka_consumers')).toEqual([1, 10, 10, 0, 0]);
  });

  it('finds a partition for every consumer of every pod', () => {
    expect(values(plan, 'queue.demand.consumers', 'queue.kafka.num.partitions')).toEqual([30, 32]);
  });

  it('ends after the message in hand', () => {
    expect(values(plan, 'tasks.python.request_timeout', 'tasks.python.drain_timeout', 'tasks.container.stop_grace_period')).toEqual([20_000, 20_000, 30_000]);
  });

  it('keeps its keys apart from those of others', () => {
    expect(values(plan, 'api.redis_py.db', 'tasks.redis_py.db', 'cache.redis.databases')).toEqual([1, 2, 16]);
  });
});

describe('a worker alone', () => {
  it('counts the target in messages', () => {
    const plan = planOf('- { name: tasks, kind: python }\n- name: queue');
    expect(values(plan, 'tasks.demand.messages', 'queue.demand.messages', 'tasks.redis_py.db')).toEqual([400, 400, undefined]);
  });

  it('is short where its messages take longer than it has consumers for', () => {
    const found = check(planOf('- { name: tasks, kind: python }\n- name: queue', 'workload: { message_time: 2s, cpu_time: 10ms }\n')).findings;
    expect(found.map(({ check: id, message }) => `${id}: ${message}`)).toEqual(['target-exceeds-capacity: 400 messages a second x 2000 ms = 800 at work; 1 x 6 processes x 16 consumers take 96: 833 % use']);
  });
});

it('a MongoDB elsewhere is tuned for, with a connection for each thread', () => {
  const plan = planOf('- { name: api, kind: gunicorn }\n- { name: mongo, external: "mongo.example.com:27017" }');
  const threads = plan.entries.get('api.gunicorn.threads')?.value;
  expect(values(plan, 'api.pymongo.waitQueueTimeoutMS', 'api.pymongo.serverSelectionTimeoutMS', 'api.pymongo.connectTimeoutMS', 'api.pymongo.socketTimeoutMS', 'api.sqlalchemy.pool_size')).toEqual([2000, 5000, 3000, 14_000, undefined]);
  expect(plan.entries.get('api.pymongo.maxPoolSize')?.value).toBe(threads);
});

it('a frontend and an API divide the CPU by what their requests cost', () => {
  const plan = planOf('- name: proxy\n- name: web\n- { name: api, kind: uvicorn }\n- name: db');
  // 5 ms against 3 ms, at half of the requests each.
  expect(values(plan, 'web.budget.cpu_weight', 'api.budget.cpu_weight', 'web.node.workers')).toEqual([0.3125, 0.1875, 1]);
});
