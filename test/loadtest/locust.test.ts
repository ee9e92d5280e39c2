import { expect, it } from 'vitest';
import type { Value } from '../../src/model/value.ts';
import { describeWith } from '../servers/describe-with.ts';
import { ask, expectNamed, expectScenario, NAMED, run, type Ended } from './ask.ts';
import type { Manner } from './stub.ts';

describeWith('Locust', 'locust', () => {
  const locust = (folder: string): Promise<Ended> => run('locust', ['-f', 'locustfile.py', '--headless', '--only-summary'], folder);

  it('sends the scenario, and ends with 0 when the targets are met', async () => {
    const { code, output, received } = await ask(locust);
    expect(code, output).toBe(0);
    expectScenario(received);
    expect(received.length).toBeGreaterThan(30);
    expect(received.length).toBeLessThan(200);
  });

  it('asks by the name that a request states', async () => {
    const { received } = await ask(locust, {}, {}, NAMED);
    expectNamed(received);
  });

  it.concurrent.each<[string, Readonly<Record<string, Value>>, Manner, RegExp]>([
    ['the 95th percentile', { 'targets.p95': 50 }, { delay: 100 }, /missed: p95 \d+ ms, target 50 ms/],
    ['the median', { 'targets.p50': 50 }, { delay: 100 }, /missed: p50 \d+ ms, target 50 ms/],
    ['the share of failures', {}, { status: 503 }, /missed: share of failed requests 1\.0000, target 0\.01/],
    ['the rate', { 'targets.users': 1, 'scenario.least_rate': 0.9 }, { delay: 200 }, /missed: \d+\.\d requests\/s, expected 36\.0 of 40\.0/],
  ])('ends with 1 when %s is missed', async (_, settings, manner, missed) => {
    const { code, output } = await ask(locust, settings, manner);
    expect(code, output).toBe(1);
    expect(output).toMatch(missed);
  });
});
