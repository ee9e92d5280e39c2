import { expect } from 'vitest';
import type { Value } from '../../src/model/value.ts';
import { run as runChild } from '../servers/child.ts';
import { requireTool, type ToolId } from '../servers/tools.ts';
import type { Scenario } from '../../src/model/scenario.ts';
import { loadPlan, withLoadtest } from './plan.ts';
import { startStub, type Manner, type Received } from './stub.ts';

/** How a tool ended, and what it said. */
export interface Ended { readonly code: number | null; readonly output: string }

/** k6 would tell its makers of each run, and look for extensions elsewhere. */
const QUIET = { K6_NO_USAGE_REPORT: 'true', K6_AUTO_EXTENSION_RESOLUTION: 'false', PYTHONDONTWRITEBYTECODE: '1' };

/** Runs a tool in a folder to its end. */
export async function run(tool: ToolId, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const { code, stdout, stderr } = await runChild(requireTool(tool).path, args, { cwd, env: { HOME: cwd, ...QUIET, ...env } });
  return { code, output: stdout + stderr };
}

/** Runs one tool against a stub that stands where the stack is published, and says how it ended and what arrived. */
export async function ask(tool: (folder: string) => Promise<Ended>, settings: Readonly<Record<string, Value>> = {}, manner: Manner = {}, scenario?: Scenario): Promise<Ended & { readonly received: readonly Received[] }> {
  const stub = await startStub(manner);
  try {
    const plan = loadPlan({ 'proxy.component.published_port': stub.port, 'profile.domain': 'shop.example.com', ...settings }, scenario);
    return { ...(await withLoadtest(plan, tool)), received: stub.received };
  } finally {
    await stub.stop();
  }
}

/** A request that states by which name and for whom it asks. */
export const NAMED: Scenario = [{ name: 'named', method: 'GET', path: '/', weight: 1, headers: { host: 'other.example.com', 'x-forwarded-for': '203.0.113.7' } }];

/** What the request says of itself is what arrives, once. */
export function expectNamed(received: readonly Received[]): void {
  expect(new Set(received.map(({ headers }) => `${String(headers['host'])} ${String(headers['x-forwarded-for'])}`))).toEqual(new Set(['other.example.com 203.0.113.7']));
}

/** The three requests of the scenario arrived whole, from several users, about as often as their weights say. */
export function expectScenario(received: readonly Received[]): void {
  const of = (method: string): readonly Received[] => received.filter((one) => one.method === method);
  const [gets, posts, deletes] = [of('GET'), of('POST'), of('DELETE')];
  expect(gets.length + posts.length + deletes.length).toBe(received.length);
  for (const { path, body } of gets) expect(`${path} ${body}`).toMatch(/^\/items\/[1-9]\?q=it's%205 $/);
  for (const { path, body, headers } of posts) {
    expect(body).toMatch(/^\{"name":"é 7","list":\["[123]"\]\}\n$/);
    expect({ path, type: headers['content-type'], kind: headers['x-kind'] }).toEqual({ path: '/items', type: 'application/json', kind: 'a "b" \\c' });
  }
  for (const { path } of deletes) expect(path).toBe('/items/0');
  // Five standard deviations around the mean.
  for (const [part, share] of [[gets, 0.6], [posts, 0.3], [deletes, 0.1]] as const) {
    expect(Math.abs(part.length - share * received.length)).toBeLessThan(5 * Math.sqrt(share * (1 - share) * received.length));
  }
  expect(new Set(received.map(({ headers }) => headers['host']))).toEqual(new Set(['shop.example.com']));
  const users = new Set(received.map(({ headers }) => headers['x-forwarded-for']));
  for (const user of users) expect(user).toMatch(/^198\.18\.0\.[0-9]$/);
  expect(users.size).toBeGreaterThan(5);
}
