import { all, optional, own } from '../model/input.ts';
import * as container from '../settings/container.ts';
import * as found from '../settings/found.ts';

/** The file systems of a container whose size is known. */
export const sizedVolumes = { tmpfs: all(found.tmpfs), tmp: optional(own(container.tmpfs_size)) };

/** A file system of a known size. */
export interface Sized {
  readonly path: string;
  readonly bytes: number;
}

/** The file system in memory that a path lies on, where its size is stated. */
export function tmpfsAt(path: string, mounts: readonly { readonly subject: string; readonly value: number }[], tmp: number | undefined): Sized | undefined {
  const known = [...mounts.map(({ subject, value }): Sized => ({ path: subject, bytes: value })), ...(tmp === undefined ? [] : [{ path: '/tmp', bytes: tmp }])];
  const holding = known.filter((mount) => path === mount.path || path.startsWith(`${mount.path.replace(/\/$/, '')}/`));
  const [nearest] = holding.toSorted((a, b) => b.path.length - a.path.length);
  return nearest !== undefined && nearest.bytes > 0 ? nearest : undefined;
}
