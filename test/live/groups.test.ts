import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Files } from '../../src/host/files.ts';
import { makeGroups } from '../../src/live/limits/cgroup.ts';

/** A folder that looks like mounted control groups; what the kernel would make in a new group is missing, so limits are plain files. */
function withTree(work: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'plumbline-groups-'));
  try {
    work(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const told = (texts: Readonly<Record<string, string>>): Files => ({ read: (path) => texts[path], list: () => [] });
const limit = { cpu: 1500, memory: 256 * 2 ** 20 };

it('limits CPU and memory where version 1 keeps them apart', () => withTree((root) => {
  for (const folder of ['cpu/job', 'memory/job']) mkdirSync(join(root, folder), { recursive: true });
  const groups = makeGroups(told({
    '/proc/self/mountinfo': `31 23 0:28 / ${root}/cpu rw - cgroup cgroup rw,cpu\n32 23 0:29 / ${root}/memory rw - cgroup cgroup rw,memory`,
    '/proc/self/cgroup': '2:memory:/job\n1:cpu:/job',
  }));
  expect(groups.held).toBe('cgroup v1');
  groups.group('api-1', limit)?.add(4711);
  const own = `plumbline-${process.pid}/api-1`;
  expect(readFileSync(join(root, 'cpu/job', own, 'cpu.cfs_quota_us'), 'utf8')).toBe('150000');
  expect(readFileSync(join(root, 'memory/job', own, 'memory.limit_in_bytes'), 'utf8')).toBe('268435456');
  expect(readFileSync(join(root, 'memory/job', own, 'cgroup.procs'), 'utf8')).toBe('4711');
}));

it('limits both in one group of version 2, beside its own', () => withTree((root) => {
  mkdirSync(join(root, 'user/job'), { recursive: true });
  const groups = makeGroups(told({ '/proc/self/mountinfo': `31 23 0:28 / ${root} rw - cgroup2 cgroup2 rw`, '/proc/self/cgroup': '0::/user/job' }));
  expect(groups.held).toBe('cgroup v2');
  groups.group('db-1', limit)?.add(4711);
  const parent = join(root, 'user', `plumbline-${process.pid}`);
  expect(readFileSync(join(parent, 'cgroup.subtree_control'), 'utf8')).toBe('+cpu +memory');
  expect(readFileSync(join(parent, 'db-1/cpu.max'), 'utf8')).toBe('150000 100000');
  expect(readFileSync(join(parent, 'db-1/memory.max'), 'utf8')).toBe('268435456');
}));

it('says why there are no limits', () => withTree((root) => {
  expect(makeGroups(told({})).held).toBe('no limits: this machine has no control groups for cpu and memory');
  writeFileSync(join(root, 'user'), '');
  const refused = makeGroups(told({ '/proc/self/mountinfo': `31 23 0:28 / ${root}/user rw - cgroup2 cgroup2 rw`, '/proc/self/cgroup': '0::/' }));
  expect(refused.held).toMatch(/^no limits: cgroup v2 cannot be used here \(ENOTDIR/);
  expect(refused.group('api-1', limit)).toBeUndefined();
}));
