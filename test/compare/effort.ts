/** How much is measured; times in seconds. */
export interface Effort {
  readonly database: {
    readonly rounds: number;
    readonly seconds: number;
    /** Seconds of the same load before them that do not count. */
    readonly warmUp: number;
    /** Clients of pgbench. */
    readonly clients: readonly number[];
    /** pgbench's scale (15 MB each), and rows of each side of the join. */
    readonly scale: number;
    readonly rows: number;
    /** Clients that ask for reports at the same time. */
    readonly joiners: number;
  };
  readonly stack: StackEffort;
  /** Each of the tables of Python applications. */
  readonly python: StackEffort;
}

/** How much is measured of whole stacks; times in seconds. */
export interface StackEffort {
  readonly rounds: number;
  readonly seconds: number;
  /** Seconds of the same load before them that do not count. */
  readonly warmUp: number;
  /** Requests a second, by the clock. */
  readonly rates: readonly number[];
  /** Clients that each wait for their answer before they ask again. */
  readonly crowds: readonly number[];
  /** Rows of items. */
  readonly items: number;
  readonly edge: { readonly connections: number; readonly rounds: number };
}

/** Below ten minutes each, Node and Python: more than 600 MB of data, which is above every variant's shared_buffers; the last rate is more than any of them carries. */
export const FULL: Effort = {
  database: { rounds: 3, seconds: 1, warmUp: 0.5, clients: [10, 50, 100, 200], scale: 40, rows: 200_000, joiners: 8 },
  stack: { rounds: 3, seconds: 2, warmUp: 0.5, rates: [400, 800, 1600], crowds: [], items: 100_000, edge: { connections: 60, rounds: 2 } },
  python: { rounds: 3, seconds: 3, warmUp: 1, rates: [200, 300, 400], crowds: [100], items: 100_000, edge: { connections: 60, rounds: 4 } },
};

/** Shows within seconds that everything works, and nothing else. */
export const SMOKE: Effort = {
  database: { rounds: 1, seconds: 1, warmUp: 0.5, clients: [30], scale: 1, rows: 1000, joiners: 2 },
  stack: { rounds: 1, seconds: 1, warmUp: 1, rates: [40], crowds: [], items: 1000, edge: { connections: 0, rounds: 0 } },
  python: { rounds: 1, seconds: 1, warmUp: 1, rates: [20], crowds: [100], items: 1000, edge: { connections: 0, rounds: 0 } },
};
