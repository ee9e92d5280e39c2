import { expect, test } from 'vitest';
import { cgroupLimits } from '../../src/host/cgroup.ts';
import { diskKind } from '../../src/host/disk.ts';
import type { Files } from '../../src/host/files.ts';
import { lookAtHost } from '../../src/host/host.ts';
import { GiB, MiB } from '../../src/model/value.ts';

/** A file system from a list of paths and texts. */
const fake = (texts: Readonly<Record<string, string>>): Files => ({
  read: (path) => texts[path],
  list: (path) => [...new Set(Object.keys(texts).filter((each) => each.startsWith(`${path}/`)).map((each) => each.slice(path.length + 1).split('/')[0] ?? ''))],
});

const V2 = '30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n';
const V1 = '33 25 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n34 25 0:30 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n';
const V1_IN_DOCKER = '33 25 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro - cgroup cgroup rw,cpu,cpuacct\n34 25 0:30 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n';
const UNLIMITED_V1 = '9223372036854771712\n';

test('cgroup v2: the tightest limit on the way up to the root wins', () => {
  const files = fake({
    '/proc/self/mountinfo': V2,
    '/proc/self/cgroup': '0::/kubepods.slice/pod1/app\n',
    '/sys/fs/cgroup/kubepods.slice/pod1/app/cpu.max': 'max 100000\n',
    '/sys/fs/cgroup/kubepods.slice/pod1/app/memory.max': `${2 * GiB}\n`,
    '/sys/fs/cgroup/kubepods.slice/pod1/cpu.max': '150000 100000\n',
    '/sys/fs/cgroup/kubepods.slice/pod1/memory.max': 'max\n',
    '/sys/fs/cgroup/kubepods.slice/cpu.max': '400000 100000\n',
    '/sys/fs/cgroup/kubepods.slice/memory.max': `${GiB}\n`,
  });
  expect(cgroupLimits(files)).toEqual({ cpu: 1500, memory: GiB });
});

test('cgroup v2 inside a container: the group is the root of what is mounted', () => {
  const files = fake({ '/proc/self/mountinfo': V2, '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '50000 100000', '/sys/fs/cgroup/memory.max': String(512 * MiB) });
  expect(cgroupLimits(files)).toEqual({ cpu: 500, memory: 512 * MiB });
});

test('cgroup v2: a group above the mounted root cannot be seen', () => {
  const files = fake({ '/proc/self/mountinfo': V2, '/proc/self/cgroup': '0::/../../system.slice\n', '/sys/fs/cgroup/cpu.max': '200000 100000' });
  expect(cgroupLimits(files)).toEqual({ cpu: 2000 });
});

test('cgroup v1: quota over period, and the huge number that means unlimited', () => {
  const files = fake({
    '/proc/self/mountinfo': V1,
    '/proc/self/cgroup': '4:memory:/user/shop\n3:cpu,cpuacct:/user/shop\n1:name=systemd:/user\n',
    '/sys/fs/cgroup/cpu,cpuacct/user/shop/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu,cpuacct/user/shop/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_quota_us': '25000\n',
    '/sys/fs/cgroup/cpu,cpuacct/user/cpu.cfs_period_us': '50000\n',
    '/sys/fs/cgroup/memory/user/shop/memory.limit_in_bytes': UNLIMITED_V1,
    '/sys/fs/cgroup/memory/user/memory.limit_in_bytes': `${3 * GiB}\n`,
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': UNLIMITED_V1,
  });
  expect(cgroupLimits(files)).toEqual({ cpu: 500, memory: 3 * GiB });
});

test('cgroup v1 in Docker without a namespace: the path names the host, the mount only the container', () => {
  const files = fake({
    '/proc/self/mountinfo': V1_IN_DOCKER,
    '/proc/self/cgroup': '4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc/sub\n',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '150000',
    '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': String(GiB),
  });
  expect(cgroupLimits(files)).toEqual({ cpu: 1500, memory: GiB });
});

test('a host without control groups has no limits', () => {
  expect(cgroupLimits(fake({}))).toEqual({});
  expect(cgroupLimits(fake({ '/proc/self/mountinfo': V2, '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'nonsense', '/sys/fs/cgroup/memory.max': '' }))).toEqual({});
});

const disk = (name: string, size: number, rotational: string, model = ''): Readonly<Record<string, string>> => ({
  [`/sys/block/${name}/size`]: `${size}\n`,
  [`/sys/block/${name}/queue/rotational`]: `${rotational}\n`,
  [`/sys/block/${name}/device/model`]: `${model}\n`,
});

test('the kind of the largest disk', () => {
  expect(diskKind(fake(disk('sda', 1000, '1')))).toBe('hdd');
  expect(diskKind(fake(disk('sda', 1000, '0')))).toBe('ssd');
  expect(diskKind(fake({ ...disk('sda', 1000, '1'), ...disk('nvme0n1', 2000, '0') }))).toBe('nvme');
  expect(diskKind(fake({ ...disk('loop0', 9000, '1'), ...disk('zram0', 9000, '0'), ...disk('sda', 1000, '1') }))).toBe('hdd');
  expect(diskKind(fake(disk('nvme0n1', 1000, '0', 'Amazon Elastic Block Store')))).toBe('san');
  expect(diskKind(fake(disk('sda', 1000, '0', 'PersistentDisk')))).toBe('san');
  expect(diskKind(fake(disk('vda', 1000, '1')))).toBe('san');
  expect(diskKind(fake(disk('sr0', 0, '1')))).toBeUndefined();
});

const machine = { processors: 16, memory: 64 * GiB + 5, disk: 100.5 * GiB };

test('limits win over the host, and say so', () => {
  const files = fake({ '/proc/self/mountinfo': V2, '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '250000 100000', '/sys/fs/cgroup/memory.max': String(4 * GiB) });
  expect(lookAtHost(files, machine)).toEqual({
    cpu: { value: 2500, from: 'cgroup limit; the host has 16' },
    memory: { value: 4 * GiB, from: 'cgroup limit' },
    diskKind: { value: 'ssd', from: 'assumed: no disk can be seen' },
    diskSize: { value: 100 * GiB, from: 'file system of this folder' },
  });
});

test('limits above what the host has do not count', () => {
  const files = fake({ '/proc/self/mountinfo': V2, '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '6400000 100000', '/sys/fs/cgroup/memory.max': String(128 * GiB), ...disk('nvme0n1', 1, '0') });
  expect(lookAtHost(files, { ...machine, disk: undefined })).toEqual({
    cpu: { value: 16_000, from: 'processors of the host' },
    memory: { value: 64 * GiB, from: 'memory of the host' },
    diskKind: { value: 'nvme', from: 'largest disk of the host' },
    diskSize: { value: 50 * GiB, from: 'assumed' },
  });
});
