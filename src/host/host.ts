import { statfsSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { CORE, floorTo, GiB, MiB } from '../model/value.ts';
import { cgroupLimits } from './cgroup.ts';
import { diskKind, type DiskKind } from './disk.ts';
import type { Files } from './files.ts';

/** Something seen of the host, and where it was seen. */
export interface Seen<T> {
  readonly value: T;
  readonly from: string;
}

/** What there is to run a stack on. */
export interface Host {
  /** Millicores. */
  readonly cpu: Seen<number>;
  /** Bytes. */
  readonly memory: Seen<number>;
  readonly diskKind: Seen<DiskKind>;
  /** Bytes. */
  readonly diskSize: Seen<number>;
}

/** What the operating system says of the whole machine. */
export interface Machine {
  /** Processors that this process may run on. */
  readonly processors: number;
  readonly memory: number;
  /** Size of the file system, where it is known. */
  readonly disk: number | undefined;
}

/** The machine that this process runs on; `folder` chooses the disk. */
export function thisMachine(folder: string): Machine {
  const disk = (): number | undefined => {
    try {
      const { blocks, bsize } = statfsSync(folder);
      return blocks * bsize;
    } catch {
      return undefined;
    }
  };
  return { processors: availableParallelism(), memory: totalmem(), disk: disk() };
}

/** Looks at the host: limits of control groups win over what the machine has. */
export function lookAtHost(files: Files, machine: Machine): Host {
  const limits = cgroupLimits(files);
  const cpu = machine.processors * CORE;
  const kind = diskKind(files);
  return {
    cpu: limits.cpu !== undefined && limits.cpu < cpu ? { value: limits.cpu, from: `cgroup limit; the host has ${machine.processors}` } : { value: cpu, from: 'processors of the host' },
    memory: limits.memory !== undefined && limits.memory < machine.memory ? { value: floorTo(limits.memory, MiB), from: 'cgroup limit' } : { value: floorTo(machine.memory, MiB), from: 'memory of the host' },
    diskKind: kind === undefined ? { value: 'ssd', from: 'assumed: no disk can be seen' } : { value: kind, from: 'largest disk of the host' },
    diskSize: machine.disk === undefined || machine.disk < GiB ? { value: 50 * GiB, from: 'assumed' } : { value: floorTo(machine.disk, GiB), from: 'file system of this folder' },
  };
}
