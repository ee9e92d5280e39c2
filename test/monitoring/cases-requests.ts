import * as m from '../../src/settings/monitoring.ts';
import type { Stack } from '../../src/model/stack.ts';
import { growing, figure, scraped, steady, type Case, type Series } from './case.ts';
import { GUIDED, MACHINE } from './plans.ts';

const requests = (plan: Stack, ok: number, failed: number, steps?: number): readonly Series[] => [
  growing(`http_requests_total${scraped(plan, 'api', 'method="GET",route="/",status="200"')}`, ok, steps),
  growing(`http_requests_total${scraped(plan, 'api', 'method="GET",route="/",status="503"')}`, failed, steps),
];

/** So many of a hundred requests a minute are within the limit; the others take half as long again at most. */
function latencies(plan: Stack, within: number): readonly Series[] {
  const limit = figure(plan, 'monitoring', m.latency) / 1000;
  const bucket = (le: string, count: number): Series => growing(`http_request_duration_seconds_bucket${scraped(plan, 'api', `le="${le}",route="/",status="200"`)}`, count);
  return [bucket(String(limit / 2), within / 2), bucket(String(limit), within), bucket(String(limit * 1.5), 100), bucket('+Inf', 100)];
}

/** As long as the longest window. */
const failedShare = (plan: Stack, share: number): readonly Series[] => requests(plan, 1_000_000 * (1 - share), 1_000_000 * share, 2400);

/** A burn that is a little faster than allowed, over its window. */
function burning(rate: number, window: string, at: string, step: string): Case {
  const share = rate * figure(MACHINE, 'monitoring', m.error_budget);
  return { plan: MACHINE, alert: 'ErrorBudgetBurns', component: 'api', labels: { window }, at, step, fires: failedShare(MACHINE, share * 1.02), silent: failedShare(MACHINE, share * 0.98) };
}

/** What users notice. */
export const requestCases: readonly Case[] = [
  { plan: MACHINE, alert: 'LatencyAboveTarget', component: 'api', at: '20m', step: '1m', fires: latencies(MACHINE, 94), silent: latencies(MACHINE, 96) },
  { plan: GUIDED, alert: 'LatencyAboveTarget', component: 'api', at: '20m', step: '1m', fires: latencies(GUIDED, 94), silent: latencies(GUIDED, 96) },
  burning(14.4, '1h', '70m', '1m'),
  burning(6, '6h', '380m', '1m'),
  burning(3, '1d', '26h', '2m'),
  burning(1, '3d', '74h', '2m'),
  { plan: GUIDED, alert: 'FailuresAboveThreshold', component: 'api', at: '20m', step: '1m', fires: failedShare(GUIDED, 0.021), silent: failedShare(GUIDED, 0.019) },
  {
    plan: MACHINE, alert: 'RequestsRefused', component: 'api', at: '20m', step: '1m',
    fires: [...requests(MACHINE, 1000, 0), growing(`http_requests_shed_total${scraped(MACHINE, 'api', 'reason="in_flight"')}`, 11)],
    silent: [...requests(MACHINE, 1000, 0), growing(`http_requests_shed_total${scraped(MACHINE, 'api', 'reason="in_flight"')}`, 9)],
  },
  {
    plan: MACHINE, alert: 'ProxyAnswersTooLittle', component: 'proxy', at: '40m', step: '1m',
    fires: [growing(`nginx_http_requests_total${scraped(MACHINE, 'proxy')}`, 1000), ...requests(MACHINE, 870, 0)],
    silent: [growing(`nginx_http_requests_total${scraped(MACHINE, 'proxy')}`, 1000), ...requests(MACHINE, 830, 0)],
  },
  {
    plan: MACHINE, alert: 'ApplicationDown', component: 'api', at: '5m', step: '1m',
    fires: [steady(`up${scraped(MACHINE, 'api')}`, 0)], silent: [steady(`up${scraped(MACHINE, 'api')}`, 1)],
  },
  {
    // Where nothing is discovered there is no series at all.
    plan: MACHINE, alert: 'ApplicationDown', component: 'api', at: '5m', step: '1m',
    fires: [], silent: [steady(`up${scraped(MACHINE, 'api')}`, 0), steady('up{stack="shop",job="api",instance="api:2"}', 1)],
  },
  {
    plan: MACHINE, alert: 'DependencyUnhealthy', component: 'api', at: '5m', step: '1m',
    fires: [steady(`health_check_ok${scraped(MACHINE, 'api', 'pool="postgres"')}`, 0)],
    silent: [steady(`health_check_ok${scraped(MACHINE, 'api', 'pool="postgres"')}`, 1)],
  },
];
