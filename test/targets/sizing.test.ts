import { expect, it } from 'vitest';
import { loadText } from '../../src/load.ts';
import { size } from '../../src/size.ts';
import type { Stack } from '../../src/model/stack.ts';
import { capacityLines } from '../../src/targets/sizing/capacity.ts';
import { connectionLines } from '../../src/targets/sizing/connections.ts';

const planOf = (text: string): Stack => size(loadText(text, 'events.yaml'));

/** A guide's processes and threads at its own latency, beside a worker. */
const EVENTS = `
name: events
machine: { cpu: 8, memory: 16GiB }
targets: { rps: 500, p95: 500ms, users: 100 }
workload: { cpu_time: 5ms, wait_time: 70ms, messages_per_request: 0.1, message_time: 20ms }
components:
  - name: proxy
  - { name: api, kind: gunicorn }
  - { name: tasks, kind: python }
  - { name: db, external: db.example.com:5432 }
  - name: queue
settings:
  api.gunicorn.workers: 4
  api.gunicorn.threads: 2
  api.sqlalchemy.pool_size: 5
  api.sqlalchemy.max_overflow: 10
  tasks.python.processes: 1
  tasks.python.kafka_consumers: 2
`;

it('says how many requests the threads of all processes hold at once, and what that answers', () => {
  const [api = '', tasks = '', users = ''] = capacityLines(planOf(EVENTS));
  expect(api).toMatch(/^api: replicas 1 x processes 4 x threads 2 = 8 requests at once, .*a request takes 5ms of CPU and waits 70ms; .*\*\*short by .*\*\*\.$/);
  expect(tasks).toMatch(/^tasks: replicas 1 x processes 1 x consumers 2, .*a message takes 20ms; that is 68\.6\/s, bound by cpu\. The target is 50\/s: met\.$/);
  expect(users).toBe('100 users and 500/s: each asks again 200ms after its last request, the time of the answer included.');
});

it('multiplies pools with their overflow by the processes of every pod', () => {
  expect(connectionLines(planOf(EVENTS))[0]).toContain('api (3 + 1 replicas) x 4 processes x 15 = 240');
});

it('says where no queue brings a worker messages', () => {
  const [, tasks] = capacityLines(planOf('name: cron\nmachine: { cpu: 4, memory: 8GiB }\ncomponents:\n  - { name: api, kind: gunicorn }\n  - { name: tasks, kind: python }\n'));
  expect(tasks).toMatch(/^tasks: replicas 1 x processes 1, on cores .* each; no queue brings it messages\.$/);
});
