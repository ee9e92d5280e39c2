import { all, mapped, type Input } from '../model/input.ts';
import type { Entry } from '../model/entry.ts';
import * as found from '../settings/found.ts';

/** Something that is mounted in a container. */
export interface Mount {
  readonly path: string;
  readonly kind: 'volume' | 'bind' | 'tmpfs';
  readonly entry?: Entry;
}

const mountsOf = (kind: Mount['kind'], input: Input<readonly { readonly subject: string; readonly entry?: Entry }[]>): Input<readonly Mount[]> =>
  mapped(input, (stated) => stated.map(({ subject, entry }) => ({ path: subject.replace(/(?<=[^/])\/+$/, ''), kind, ...(entry === undefined ? {} : { entry }) })));

/** The mounts of a container, by what they are. */
export const mounts = { volumes: mountsOf('volume', all(found.volume)), binds: mountsOf('bind', all(found.bind)), tmpfs: mountsOf('tmpfs', all(found.tmpfs)) };

/** Whether a path lies on one of the mounts. */
export const isOn = (path: string, on: readonly Mount[]): boolean => on.some((mount) => path === mount.path || path.startsWith(`${mount.path.replace(/\/$/, '')}/`));
