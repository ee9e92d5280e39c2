import { expect, it } from 'vitest';
import type { Value } from '../../src/model/value.ts';
import { describeWith } from '../servers/describe-with.ts';
import { ask, expectNamed, expectScenario, NAMED, run, type Ended } from './ask.ts';
import { loadPlan, withLoadtest } from './plan.ts';
import { startStub, type Manner } from './stub.ts';

describeWith('k6', 'k6', () => {
  const k6 = (folder: string): Promise<Ended> => run('k6', ['run', '--quiet', 'k6.js'], folder);

  it('sends the scenario at its rate, and ends with 0 when the targets are met', async () => {
    const { code, output, received } = await ask(k6);
    expect(code, output).toBe(0);
    expectScenario(received);
    // 40 a second for two seconds, and half of that for the second in which the rate rises.
    expect(received.length).toBeGreaterThan(75);
    expect(received.length).toBeLessThan(125);
  });

  it.concurrent.each<[string, Readonly<Record<string, Value>>, Manner, RegExp]>([
    ['the 95th percentile', { 'targets.p95': 50 }, { delay: 100 }, /http_req_duration\{scenario:measured\}/],
    ['the median', { 'targets.p50': 50 }, { delay: 100 }, /http_req_duration\{scenario:measured\}/],
    ['the share of failures', {}, { status: 503 }, /http_req_failed\{scenario:measured\}/],
    ['the rate', { 'scenario.in_flight': 1, 'scenario.most_in_flight': 1 }, { delay: 200 }, /dropped_iterations\{scenario:measured\}/],
  ])('ends with 99 when %s is missed', async (_, settings, manner, crossed) => {
    const { code, output } = await ask(k6, settings, manner);
    expect(code, output).toBe(99);
    expect(output).toMatch(/thresholds on metrics .* have been crossed/);
    expect(output).toMatch(crossed);
  });

  it('asks by the name that a request states', async () => {
    const { received } = await ask(k6, {}, {}, NAMED);
    expectNamed(received);
  });

  it('asks another server when it is told to, under that name', async () => {
    const other = await startStub();
    const { code, received } = await ask((folder) => run('k6', ['run', '--quiet', 'k6.js'], folder, { BASE_URL: `${other.url}/`, DURATION: '1' }));
    await other.stop();
    expect({ code, here: received.length, there: new Set(other.received.map(({ headers }) => headers['host'])) }).toEqual({ code: 0, here: 0, there: new Set([`127.0.0.1:${other.port}`]) });
    expect(other.received.every(({ path }) => path.startsWith('/items'))).toBe(true);
  });

  it('takes rate and duration from the environment, and nothing that is no number', async () => {
    await withLoadtest(loadPlan(), async (folder) => {
      const inspect = (env: Readonly<Record<string, string>>): Promise<Ended> => run('k6', ['inspect', ...Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`]), 'k6.js'], folder);
      const { code, output } = await inspect({ RATE: '0.5', DURATION: '10' });
      expect(code, output).toBe(0);
      expect(JSON.parse(output)).toMatchObject({ scenarios: { measured: { rate: 5, timeUnit: '10s', duration: '10s', preAllocatedVUs: 1 } } });
      const wrong = await inspect({ RATE: 'fast' });
      expect(wrong.code).not.toBe(0);
      expect(wrong.output).toContain('RATE: expected a number above 0, found fast');
    });
  });
});
