import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';
import { GiB } from '../../src/model/value.ts';
import { stackOf, type Draft } from '../laws/random.ts';
import { judgeRendered } from './judge.ts';

/** A middling stack; each case below says how it differs. */
const usual: Draft = {
  cpu: 4000, memory: 8 * GiB, disk: 'ssd', diskSize: 100 * GiB, platform: 'docker', rps: 1000, p95: 150, users: 250, workload: 'web', cpuTime: 1, wait: 8,
  queries: 2, queryTime: 2, response: 16_384, body: 1_048_576, ha: false, tls: false, apis: 1, cache: true, pooler: false,
  nginx: '1.28', node: '24', postgres: '18', redis: '8.0', pgbouncer: '1.24.1', routeTimeout: 60_000, stream: 'none',
  build: undefined, migrate: undefined,
};

const cases: Readonly<Record<string, Partial<Draft>>> = {
  'the oldest versions': { nginx: '1.22', node: '20', postgres: '13', redis: '7.0', pgbouncer: '1.18.0', pooler: true },
  'PostgreSQL 14 for analytics': { postgres: '14', workload: 'analytics', cpu: 16_000, memory: 64 * GiB, disk: 'nvme' },
  'PostgreSQL 15 on a small machine': { postgres: '15', cpu: 1000, memory: GiB, rps: 50, users: 20 },
  'PostgreSQL 16 with two APIs that migrate it, and a pooler': { postgres: '16', apis: 2, pooler: true, stream: 'websocket', build: ['../..', 'api/Dockerfile'], migrate: ['node', 'migrate.mjs'] },
  'PostgreSQL 17 on disks, with TLS and two replicas': { postgres: '17', disk: 'hdd', tls: true, ha: true, stream: 'sse', cpu: 8000, memory: 16 * GiB },
  'the newest versions on a large machine': { nginx: '1.30', node: '26', cpu: 32_000, memory: 128 * GiB, rps: 5000, users: 2000 },
  'no cache, old nginx, TLS': { cache: false, nginx: '1.22', tls: true },
};

const root = mkdtempSync(join(tmpdir(), 'plumbline-matrix-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

for (const [label, difference] of Object.entries(cases)) {
  const folder = join(root, label.replaceAll(/[^A-Za-z0-9]+/g, '-'));
  for (const file of await render(size(stackOf({ ...usual, ...difference })))) {
    const path = join(folder, file.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.text);
  }
  judgeRendered(label, folder);
}
