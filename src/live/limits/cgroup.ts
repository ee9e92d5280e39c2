import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CORE } from '../../model/value.ts';
import { cgroupFolder, type CgroupFolder } from '../../host/cgroup.ts';
import { hostFiles, type Files } from '../../host/files.ts';
import { noGroups, type Groups, type Limit } from './group.ts';

/** Microseconds in which a CPU quota is counted: the kernel's default. */
const PERIOD = 100_000;
/** Longest wait for ended processes to leave their groups, milliseconds. */
const LEAVING = 3000;

/** A hierarchy of control groups: the parent of ours, and the files that hold a limit. */
interface Hierarchy {
  readonly parent: string;
  readonly limits: (limit: Limit) => readonly (readonly [file: string, text: string])[];
  /** What must be written to our own parent before its children can have limits. */
  readonly prepare: readonly (readonly [file: string, text: string])[];
}

/** Control groups below one parent of our own, of whichever version this machine has; without rights, none and why. */
export function makeGroups(files: Files = hostFiles): Groups {
  const { held, hierarchies } = hierarchiesOf(files);
  if (hierarchies.length === 0) return noGroups(held);
  const made: string[] = [];
  const remove = (): void => removeAll(made);
  try {
    for (const { parent, prepare } of hierarchies) {
      mkdirSync(parent);
      made.unshift(parent);
      for (const [file, text] of prepare) writeFileSync(join(parent, file), text);
    }
  } catch (error) {
    remove();
    return noGroups(`no limits: ${held} cannot be used here (${error instanceof Error ? error.message : String(error)})`);
  }
  return {
    held,
    remove,
    group: (name, limit) => {
      const folders = hierarchies.map(({ parent, limits }) => {
        const folder = join(parent, name);
        if (!existsSync(folder)) {
          mkdirSync(folder);
          made.unshift(folder);
        }
        for (const [file, text] of limits(limit)) writeFileSync(join(folder, file), text);
        return folder;
      });
      return { add: (pid) => folders.forEach((folder) => writeFileSync(join(folder, 'cgroup.procs'), String(pid))) };
    },
  };
}

function hierarchiesOf(files: Files): { readonly held: string; readonly hierarchies: readonly Hierarchy[] } {
  const name = `plumbline-${process.pid}`;
  const cpu = cgroupFolder(files, 'cpu');
  const memory = cgroupFolder(files, 'memory');
  if (cpu === undefined || memory === undefined) return { held: 'no limits: this machine has no control groups for cpu and memory', hierarchies: [] };
  if (cpu.version === 2) {
    // A group that holds processes can have no limited children, and ours holds this one: the new group stands beside it.
    const beside = cpu.folder === cpu.mount ? cpu.folder : dirname(cpu.folder);
    return { held: 'cgroup v2', hierarchies: [{ parent: join(beside, name), prepare: [['cgroup.subtree_control', '+cpu +memory']], limits: limitsV2 }] };
  }
  const below = ({ folder }: CgroupFolder): string => join(folder, name);
  const both = below(cpu) === below(memory);
  return {
    held: 'cgroup v1',
    hierarchies: both
      ? [{ parent: below(cpu), prepare: [], limits: (limit) => [...cpuV1(limit), ...memoryV1(limit)] }]
      : [{ parent: below(cpu), prepare: [], limits: cpuV1 }, { parent: below(memory), prepare: [], limits: memoryV1 }],
  };
}

type Limits = Hierarchy['limits'];
const quota = ({ cpu }: Limit): string => String(Math.round((cpu / CORE) * PERIOD));
const cpuV1: Limits = (limit) => [['cpu.cfs_period_us', String(PERIOD)], ['cpu.cfs_quota_us', quota(limit)]];
const memoryV1: Limits = ({ memory }) => [['memory.limit_in_bytes', String(memory)]];
const limitsV2: Limits = (limit) => [['cpu.max', `${quota(limit)} ${PERIOD}`], ['memory.max', String(limit.memory)]];

/** Removes folders, innermost first; a group can be removed when its last process is gone, which takes the kernel a moment. */
function removeAll(folders: string[]): void {
  const deadline = Date.now() + LEAVING;
  while (folders.length > 0 && Date.now() < deadline) {
    const [folder = ''] = folders;
    try {
      if (readFileSync(join(folder, 'cgroup.procs'), 'utf8') === '') rmdirSync(folder);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    } catch {
      if (existsSync(folder)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
    if (!existsSync(folder)) folders.shift();
  }
}
