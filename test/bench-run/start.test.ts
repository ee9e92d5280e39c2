import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { BenchReport } from '../../src/bench/report.ts';
import { freshFolder } from '../cli/folder.ts';
import { stackPrograms, stackTools } from '../live/tools.ts';
import { describeWith } from '../servers/describe-with.ts';

const root = join(import.meta.dirname, '../..');
/** The servers of the tests, as `gen` finds programs that are not on the PATH. */
const programs = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(stackPrograms()).map(([name, path]) => [`PLUMBLINE_${name.toUpperCase().replaceAll('-', '_')}`, path]));

/** Benches a stack with so many copies of the application of the tests. */
function bench(copies: number, ...flags: readonly string[]): { readonly status: number | null; readonly stderr: string; readonly report: BenchReport } {
  const folder = freshFolder();
  writeFileSync(join(folder, 'shop.yaml'), `extends: small\ncomponents: [{ name: api, image: "registry.example.com/shop:1.0", replicas: ${copies} }]\nscenario: [{ name: who, path: /who, weight: 1 }]\n`);
  const all = ['--profile', 'shop.yaml', '--start', '--app', 'node server.mjs', '--app-dir', join(root, 'test/live/app'), '--quick', '--rate', '40', '--warm-up', '1s', '--format', 'json', ...flags];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), 'bench', ...all], { cwd: folder, env: { ...process.env, ...programs() }, encoding: 'utf8' });
  expect(stderr).toMatch(/^shop: load of 40\/s/);
  return { status, stderr, report: JSON.parse(stdout) as BenchReport };
}

describeWith('gen bench --start', stackTools, () => {
  it('runs the rendered stack, measures it, and says what each component used', () => {
    const { status, report } = bench(1, '--duration', '2s');
    expect(status).toBe(report.verdict.met ? 0 : 1);
    expect(report.stack).toMatchObject({ run: 'started', limits: expect.stringMatching(/^(cgroup v[12]|no limits: .+)$/), at: 'proxy', copies: 1 });
    expect(report.command.slice(0, 5)).toEqual(['gen', 'bench', '--profile', 'shop.yaml', '--start']);
    const judged = report.phases.find(({ purpose }) => purpose === 'target');
    expect(judged).toMatchObject({ name: 'target', counts: { intended: 80 } });
    expect(judged?.counts.statuses['200']).toBeGreaterThan(40);
    expect(Object.keys(judged?.server?.cpuSeconds ?? {}).sort()).toEqual(['api', 'cache', 'db', 'proxy']);
    expect(judged?.server?.cpuSeconds['api']).toBeGreaterThan(0);
    expect(judged?.server?.memory['api']).toBeGreaterThan(20 * 2 ** 20);
  });

  it('puts the load on all copies of a component, past the proxy', () => {
    const { stderr, report } = bench(2, '--duration', '1s', '--at', 'api');
    expect(stderr).toMatch(/on http:\/\/127\.0\.0\.2:\d+, http:\/\/127\.0\.0\.3:\d+, for about/);
    expect(report).toMatchObject({ url: expect.stringMatching(/^http:\/\/127\.0\.0\.2:\d+$/), stack: { at: 'api', copies: 2 } });
    const judged = report.phases.find(({ purpose }) => purpose === 'target');
    expect(judged?.counts).toMatchObject({ intended: 40, statuses: { 200: 40 } });
  });
});
