import type { Stack } from '../../src/model/stack.ts';
import * as container from '../../src/settings/container.ts';
import * as m from '../../src/settings/monitoring.ts';
import { around, figure, growing, scraped, steady, type Case } from './case.ts';
import { GUIDED, MACHINE } from './plans.ts';

const api = (plan: Stack, name: string, more = ''): string => `${name}${scraped(plan, 'api', more)}`;
const lasting = { component: 'api', at: '40m', step: '1m' } as const;

/** Processes of an application, and what they hold. */
export const processCases: readonly Case[] = [
  {
    ...lasting, plan: MACHINE, alert: 'MemoryNearLimit', labels: { budget: 'memory' },
    ...around(0.9 * figure(MACHINE, 'api', container.memory_limit), (value) => [steady(api(MACHINE, 'process_resident_memory_bytes'), value)]),
  },
  {
    ...lasting, plan: GUIDED, alert: 'MemoryNearLimit', labels: { budget: 'memory' },
    ...around(0.8 * figure(GUIDED, 'api', container.memory_limit), (value) => [steady(api(GUIDED, 'process_resident_memory_bytes'), value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'HeapNearlyFull',
    ...around(0.85 * figure(MACHINE, 'api', m.heap_budget), (value) => [steady(api(MACHINE, 'nodejs_heap_size_used_bytes'), value)]),
  },
  {
    // Seconds of CPU a minute, against cores.
    ...lasting, plan: MACHINE, alert: 'CpuNearLimit',
    ...around((0.9 * 60 * figure(MACHINE, 'api', container.cpu_limit)) / 1000, (value) => [growing(api(MACHINE, 'process_cpu_seconds_total'), value)]),
  },
  {
    ...lasting, plan: GUIDED, alert: 'CpuNearLimit',
    ...around((0.7 * 60 * figure(GUIDED, 'api', container.cpu_limit)) / 1000, (value) => [growing(api(GUIDED, 'process_cpu_seconds_total'), value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'RequestsWaitForConnections', at: '5m',
    fires: [steady(api(MACHINE, 'postgres_pool_waiting', 'pool="postgres"'), 1)], silent: [steady(api(MACHINE, 'postgres_pool_waiting', 'pool="postgres"'), 0)],
  },
  {
    ...lasting, plan: GUIDED, alert: 'PoolNearlyUsed',
    ...around(0.8 * figure(GUIDED, 'api', m.pool_budget), (value) => [steady(api(GUIDED, 'postgres_pool_connections', 'pool="postgres",state="busy"'), value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'EventLoopBusy',
    ...around(0.8, (value) => [steady(api(MACHINE, 'event_loop_utilization', 'worker="1"'), value), steady(api(MACHINE, 'event_loop_utilization', 'worker="2"'), 0.1)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'EventLoopDelayed',
    ...around(figure(MACHINE, 'api', m.loop_delay) / 1000, (value) => [steady(api(MACHINE, 'event_loop_delay_seconds', 'worker="1"'), value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'WorkersRestart', at: '20m',
    fires: [{ series: api(MACHINE, 'server_worker_restarts_total'), values: '0x10 1 2 3 4x20' }],
    silent: [{ series: api(MACHINE, 'server_worker_restarts_total'), values: '0x10 1 2x20' }],
  },
];
