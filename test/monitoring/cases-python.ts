import type { Stack } from '../../src/model/stack.ts';
import * as container from '../../src/settings/container.ts';
import * as m from '../../src/settings/monitoring.ts';
import { around, figure, growing, scraped, steady, type Case } from './case.ts';
import { PYTHON, PYTHON_GUIDED } from './plans.ts';

const of = (plan: Stack, job: string, name: string, more = ''): string => `${name}${scraped(plan, job, more)}`;
const lasting = { plan: PYTHON, component: 'api', at: '40m', step: '1m' } as const;
const pod = (name: string): string => `container_${name}{namespace="shop",pod="api-5d4f6c7b8-x2x4z",container="api"}`;

/** Python servers of requests and their workers. */
export const pythonCases: readonly Case[] = [
  {
    ...lasting, alert: 'RequestSlotsNearlyUsed',
    ...around(0.9 * figure(PYTHON, 'api', m.in_flight_budget), (value) => [steady(of(PYTHON, 'api', 'http_requests_in_progress'), value)]),
  },
  {
    ...lasting, alert: 'PoolNearlyUsed',
    ...around(0.9 * figure(PYTHON, 'api', m.pool_budget), (value) => [steady(of(PYTHON, 'api', 'postgres_pool_connections', 'pool="db",state="busy"'), value)]),
  },
  {
    // A guide that says pool exhaustion means all of it.
    ...lasting, plan: PYTHON_GUIDED, alert: 'PoolNearlyUsed',
    fires: [steady(of(PYTHON_GUIDED, 'api', 'postgres_pool_connections', 'pool="db",state="busy"'), figure(PYTHON_GUIDED, 'api', m.pool_budget))],
    silent: [steady(of(PYTHON_GUIDED, 'api', 'postgres_pool_connections', 'pool="db",state="busy"'), figure(PYTHON_GUIDED, 'api', m.pool_budget) - 1)],
  },
  {
    ...lasting, plan: PYTHON_GUIDED, alert: 'CpuNearLimit',
    ...around((0.8 * 60 * figure(PYTHON_GUIDED, 'api', container.cpu_limit)) / 1000, (value) => [growing(pod('cpu_usage_seconds_total'), value)]),
  },
  {
    ...lasting, plan: PYTHON_GUIDED, alert: 'MemoryNearLimit',
    ...around(0.9 * figure(PYTHON_GUIDED, 'api', container.memory_limit), (value) => [steady(pod('memory_working_set_bytes'), value)]),
  },
  {
    ...lasting, component: 'tasks', alert: 'ApplicationDown', at: '5m',
    fires: [steady(of(PYTHON, 'tasks', 'up'), 0)], silent: [steady(of(PYTHON, 'tasks', 'up'), 1)],
  },
  {
    ...lasting, component: 'tasks', alert: 'DependencyUnhealthy', at: '5m',
    fires: [steady(of(PYTHON, 'tasks', 'health_check_ok', 'pool="db"'), 0)], silent: [steady(of(PYTHON, 'tasks', 'health_check_ok', 'pool="db"'), 1)],
  },
];
