import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { loadProfile } from '../../src/load.ts';
import { InputError } from '../../src/model/problem.ts';
import { size } from '../../src/size.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-refused-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const builtInDirectory = fileURLToPath(new URL('../../profiles', import.meta.url));

/** What no sizing can make work, and where and how it is said. */
it.each([
  ['components:\n  - name: db\n    replicas: 2\n', 'p.yaml:4:15: db: 2 replicas of postgres would be as many stores that know nothing of each other'],
  ['components:\n  - name: cache\n    replicas: 3\n', 'p.yaml:4:15: cache: 3 replicas of redis would be as many stores that know nothing of each other'],
  ['components:\n  - name: db\n    version: 17\n    image: postgres:16-bookworm\n', 'p.yaml:5:12: db: the image postgres:16-bookworm is not version 17, which is stated at p.yaml:4:14'],
  ['topology: cluster\nmachine: { platform: docker }\n', 'p.yaml:3:22: machine.platform: the nodes of a cluster run Kubernetes; docker is none of its platforms'],
  ['cluster: { nodes: 6 }\n', 'p.yaml:2:19: cluster.nodes: the stack runs on one machine, which has no nodes'],
  ['topology: cluster\ncluster: { nodes: 6, max_nodes: 4 }\n', 'p.yaml:3:33: cluster.max_nodes: 4 at most are fewer than the 6 nodes that there are'],
  ['without: [api]\n', 'profiles/small.yaml:19:11: proxy: there is no application that it could pass requests to'],
  ['components:\n  - name: api\n    routes: [{ path: /x/, auth: true, immutable: true }]\n', 'route /x/: auth and immutable contradict each other: answers that depend on the caller are never kept'],
  ['components:\n  - name: api\n    routes: [{ path: /x, stream: sse, cache: long }]\n', 'route /x: stream: sse and cache: long contradict each other: a stream cannot be kept'],
])('%j is refused', (text, message) => {
  writeFileSync(join(folder, 'p.yaml'), `extends: medium\n${text}`);
  const run = () => size(loadProfile({ profile: './p.yaml', sets: [], builtInDirectory, cwd: folder }));
  expect(run).toThrow(InputError);
  expect(run).toThrow(message);
});

it.each([
  ['postgres:16-alpine', '16'],
  ['registry.example.com:5000/mirror/postgres:15.6', '15.6'],
  ['registry.example.com/own/database:3', '18'],
])('the version follows from the image %s', (image, version) => {
  writeFileSync(join(folder, 'p.yaml'), `extends: medium\ncomponents:\n  - name: db\n    image: ${image}\n`);
  const plan = size(loadProfile({ profile: './p.yaml', sets: [], builtInDirectory, cwd: folder }));
  expect(plan.entries.get('db.component.version')?.value).toBe(version);
  expect(plan.entries.has('db.postgres.io_method')).toBe(version === '18');
});
