/** What one measurement says. Times in milliseconds, memory in bytes. */
export interface Figures {
  /** Successful transactions, requests or queries a second. */
  readonly throughput: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** Measured seconds. */
  readonly seconds: number;
  /** Share of what was asked that was answered well, where it was asked by the clock. */
  readonly success?: number;
  /** Requests or queries that ended in an error or without an answer. */
  readonly failed: number;
  /** Requests that were told to come back: 429, or 503 with Retry-After. */
  readonly shed: number;
  /** Connections that a server refused, to clients or, where it is a database, to the application. */
  readonly refused: number;
  /** Greatest memory in use during the slot, without the page cache. */
  readonly memory?: number;
  /** What a reader must know of this slot. */
  readonly note?: string;
}

/** One measured slot: one workload, one variant, one round. */
export interface Sample extends Figures {
  readonly workload: string;
  readonly variant: string;
  readonly round: number;
}

/** One of the compared configurations. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  /** What it consists of, in one sentence. */
  readonly said: string;
}

/** One kind of load. */
export interface Workload {
  readonly id: string;
  readonly title: string;
  /** Of its throughput. */
  readonly unit: string;
}
