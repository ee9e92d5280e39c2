import { setTimeout as sleep } from 'node:timers/promises';
import { runPhase } from '../../src/bench/generator.ts';
import type { Phase } from '../../src/bench/report.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { ITEMS } from './items.ts';

const newItem = { method: 'POST', path: '/items', headers: { 'content-type': 'application/json' }, body: '{"name":"lamp {1..1000000}","category":"e2e","price_cents":{1..9999}}' } as const;

/** Reads that go to the database, to Redis, to the proxy's cache and to neither. */
export const reads: Scenario = [
  { name: 'item', method: 'GET', path: `/items/{1..${ITEMS}}`, weight: 4 },
  { name: 'items', method: 'GET', path: `/items?after={1..${ITEMS}}`, weight: 3 },
  { name: 'feed', method: 'GET', path: '/feed?limit={1..50}', weight: 1 },
  { name: 'home', method: 'GET', path: '/', weight: 1 },
];

/** Reads and new items. */
export const mixed: Scenario = [...reads, { ...newItem, name: 'new item', weight: 3 }];

/** New items alone: no request may be sent twice. */
export const writes: Scenario = [{ ...newItem, name: 'new item', weight: 1 }];

/** A steady load: requests a second, and what they are. */
export interface Load { readonly rate: number; readonly scenario: Scenario }

/** Many clients, so that the limit of one client is not what is tested. */
const CLIENTS = 500;
/** In flight at the same time at most. */
const CONNECTIONS = 400;
/** Milliseconds after which a request counts as failed: longer than any timeout of the stack that should answer first. */
const PATIENCE = 30_000;
/** Milliseconds of undisturbed load before anything happens, the first second of it not counted, and after it. */
const AROUND = 2000;
/** Seconds that nothing takes. */
const LONGEST = 900;

/** Puts a load on a stack before, while and after something happens to it; gives what became of the requests. */
export async function during(url: string, { rate, scenario }: Load, happens: () => Promise<void>): Promise<Phase> {
  const stop = new AbortController();
  const phase = runPhase({
    name: 'e2e', purpose: 'target', url, scenario, load: { kind: 'rate', rate, arrivals: 'even' }, seconds: LONGEST, warmUpSeconds: 1,
    clients: CLIENTS, connections: CONNECTIONS, timeout: PATIENCE, seed: 1,
  }, { stop: stop.signal });
  const event = sleep(AROUND).then(happens).then(() => sleep(AROUND)).finally(() => stop.abort());
  const [measured] = await Promise.all([phase, event]);
  return measured;
}

/** As many requests at once as there are connections, for some seconds. */
export const crowd = (url: string, concurrency: number, seconds: number, scenario: Scenario): Promise<Phase> =>
  runPhase({ name: 'crowd', purpose: 'saturation', url, scenario, load: { kind: 'closed', concurrency }, seconds, warmUpSeconds: 0, clients: CLIENTS, connections: concurrency, timeout: PATIENCE, seed: 1 });
