/** A control group that a component's processes are put into. */
export interface Group { readonly add: (pid: number) => void }

/** The control groups of a running stack, all below one parent. */
export interface Groups {
  /** What holds the limits: `cgroup v1`, `cgroup v2`, or why there are none. */
  readonly held: string;
  /** The group of one copy of a component; none where limits are not held. */
  readonly group: (name: string, limit: Limit) => Group | undefined;
  /** Removes the groups, as soon as the processes in them have ended. */
  readonly remove: () => void;
}

/** Millicores and bytes. */
export interface Limit { readonly cpu: number; readonly memory: number }

/** No limits, and why. */
export const noGroups = (why: string): Groups => ({ held: why, group: () => undefined, remove: () => undefined });
