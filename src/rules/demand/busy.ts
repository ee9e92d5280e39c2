import { CORE, sum } from '../../model/value.ts';

/** Use above which requests wait for each other for long: of an event loop, a thread, or the sessions of a database. */
export const USABLE = 0.7;

/** What an application asks of its database: requests a second, queries of each, and milliseconds that a query holds its session. */
export interface Asking {
  readonly rps: number;
  readonly queries: number;
  readonly time: number;
}

/** Sessions that are busy on average, by Little's law. */
export const busySessions = (clients: readonly Asking[]): number => sum(clients.map((client) => (client.rps * client.queries * client.time) / 1000));

/** Sessions that a core serves at once, and those beside: more only wait for each other. */
const PER_CORE = 4;
const BESIDE = 2;

/** Sessions that so many millicores serve at once. */
export const servedSessions = (cpu: number): number => (PER_CORE * cpu) / CORE + BESIDE;

/** Whole cores that serve so many busy sessions without long waits. */
export const coresFor = (busy: number): number => Math.max(1, Math.ceil((busy / USABLE - BESIDE) / PER_CORE));
