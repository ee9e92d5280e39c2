import { posix } from 'node:path';
import { CORE } from '../model/value.ts';
import type { Files } from './files.ts';

/** What control groups allow this process: millicores and bytes; `undefined` is unlimited. */
export interface Limits {
  readonly cpu?: number;
  readonly memory?: number;
}

/** The tightest limits of the process's control groups and of all groups above them, of cgroup v2 and v1. */
export function cgroupLimits(files: Files): Limits {
  const groups = groupFolders(files);
  const cpu = least(groups.flatMap((group) => (group.version === 2 ? quotaV2(files, group.folder) : quotaV1(files, group.folder))));
  const memory = least(groups.flatMap((group) => bytes(files.read(posix.join(group.folder, group.version === 2 ? 'memory.max' : 'memory.limit_in_bytes')))));
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

const least = (numbers: readonly number[]): number | undefined => (numbers.length === 0 ? undefined : Math.min(...numbers));

/** `cpu.max`: `50000 100000` is half a core, `max 100000` is no limit. */
function quotaV2(files: Files, folder: string): readonly number[] {
  const [quota = '', period = ''] = (files.read(posix.join(folder, 'cpu.max')) ?? '').trim().split(' ');
  return share(quota, period);
}

/** `cpu.cfs_quota_us` over `cpu.cfs_period_us`; -1 is no limit. */
const quotaV1 = (files: Files, folder: string): readonly number[] =>
  share((files.read(posix.join(folder, 'cpu.cfs_quota_us')) ?? '').trim(), (files.read(posix.join(folder, 'cpu.cfs_period_us')) ?? '').trim());

const share = (quota: string, period: string): readonly number[] =>
  /^[0-9]+$/.test(quota) && Number(quota) > 0 && Number(period) > 0 ? [Math.floor((Number(quota) / Number(period)) * CORE)] : [];

/** cgroup v1 says "unlimited" with a number near 2^63. */
const bytes = (text: string | undefined): readonly number[] => (/^[0-9]+\s*$/.test(text ?? '') && Number(text) > 0 && Number(text) < 2 ** 60 ? [Number(text)] : []);

/** Where this process's control group for a controller lies (`cpu`, `memory`), and where its hierarchy is mounted. */
export interface CgroupFolder extends Group {
  readonly mount: string;
}

/** The folder of this process's own control group that has a controller; none where no mounted hierarchy has it. */
export function cgroupFolder(files: Files, controller: string): CgroupFolder | undefined {
  const mounts = cgroupMounts(files.read('/proc/self/mountinfo') ?? '');
  const own = mounts.find(({ version, controllers }) => version === 1 && controllers.includes(controller)) ?? mounts.find(({ version }) => version === 2);
  const line = (files.read('/proc/self/cgroup') ?? '').split('\n').map((text) => /^[0-9]+:([^:]*):(.*)$/.exec(text) ?? []).find(([, names]) => (own?.version === 2 ? names === '' : names?.split(',').includes(controller)));
  if (own === undefined || line?.[2] === undefined) return undefined;
  return { version: own.version, mount: own.folder, folder: posix.join(own.folder, below(own.root, line[2])).replace(/\/$/, '') };
}

interface Group {
  readonly version: 1 | 2;
  readonly folder: string;
}

/** The folders of the process's control groups, each with all those above it up to the root of its hierarchy. */
function groupFolders(files: Files): readonly Group[] {
  const mounts = cgroupMounts(files.read('/proc/self/mountinfo') ?? '');
  return (files.read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    const [, controllers, path] = /^[0-9]+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) return [];
    const mount = mounts.find((candidate) => (controllers === '' ? candidate.version === 2 : candidate.version === 1 && controllers.split(',').some((name) => candidate.controllers.includes(name))));
    if (mount === undefined) return [];
    return upwards(below(mount.root, path)).map((folder) => ({ version: mount.version, folder: posix.join(mount.folder, folder) }));
  });
}

interface Mount extends Group {
  readonly root: string;
  readonly controllers: readonly string[];
}

/** The mounted cgroup hierarchies: `id parent dev ROOT FOLDER options ... - TYPE source OPTIONS`. */
function cgroupMounts(mountinfo: string): readonly Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ');
    const [, , , root = '/', folder = ''] = left.split(' ');
    const [type, , options = ''] = right.split(' ');
    if (type !== 'cgroup' && type !== 'cgroup2') return [];
    return [{ version: type === 'cgroup2' ? 2 : 1, root, folder, controllers: options.split(',') }] as const;
  });
}

/** A group's path as seen from the mounted root; inside a container only the container's own part is mounted. */
function below(root: string, path: string): string {
  if (root === '/') return path.startsWith('/..') ? '/' : path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) || '/' : '/';
}

/** A path and all those above it: `/a/b`, `/a`, `/`. */
function upwards(path: string): readonly string[] {
  return path === '/' || path === '' ? ['/'] : [path, ...upwards(posix.dirname(path))];
}
