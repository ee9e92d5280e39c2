import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { BenchReport } from '../../src/bench/report.ts';
import { freshFolder } from '../cli/folder.ts';
import { answersAfter, withServer } from './servers.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
const SCENARIO = '[{ name: item, path: "/items/{1..9}", weight: 3 }, { name: add, method: POST, path: /items, weight: 1, body: { a: 1 } }]';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(folder: string, flags: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [CLI, 'bench', '--profile', 'small', '--scenario', 'mine.yaml', ...flags], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  return { child, ended: new Promise((settle) => child.on('close', (code) => settle({ code, out, err }))) };
}

const inFolder = (): string => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'mine.yaml'), SCENARIO);
  return folder;
};

/** Runs the command against a server of the test; the first argument of `listener` says what clients sent. */
const benchOf = (folder: string, listener: RequestListener, flags: readonly string[]): Promise<Ended> =>
  withServer(listener, (url) => start(folder, ['--url', url, '--rate', '40', '--duration', '2s', '--warm-up', '1s', '--quick', ...flags]).ended);

describe('gen bench', () => {
  it('measures, judges, and writes what it measured', async () => {
    const folder = inFolder();
    const { code, out } = await benchOf(folder, answersAfter(5), ['--output', 'report.json', '--html', 'report.html', '--clients', '7']);
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as BenchReport;
    expect(report).toMatchObject({ schema: 'plumbline-bench/1', profile: 'small', clients: 7, stack: { run: 'elsewhere' }, targets: { rps: 40, p95: 200, success: 0.999 } });
    expect(report.scenario.map(({ name }) => name)).toEqual(['item', 'add']);
    // A target at which the generator lagged is measured twice.
    expect(report.phases.filter(({ name }) => name !== 'target, 1st').map(({ name, rate }) => [name, rate])).toEqual([['50 %', 20], ['target', 40], ['130 %', 52], ['200 %', 80]]);
    expect(report.phases.find(({ purpose }) => purpose === 'target')?.counts).toMatchObject({ intended: 80, succeeded: 80, failed: 0 });
    // Beside other tests the generator may lag: then there is no verdict.
    expect(code).toBe(report.verdict.met ? 0 : 1);
    expect(out).toContain('target');
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('</html>');
  });

  it('ends with 1 when targets are missed, and says which', async () => {
    const { code, out } = await benchOf(inFolder(), (_, response) => response.writeHead(500).end(), ['--format', 'json']);
    expect(code).toBe(1);
    const { verdict } = JSON.parse(out) as BenchReport;
    expect(verdict).toMatchObject({ met: false, rating: 'POOR', missed: [expect.stringMatching(/^success was 0 %, the target is 99\.9 %/)] });
  });

  it('ends by itself on Ctrl-C, with what was measured until then, and leaves no process', async () => {
    let requests = 0;
    await withServer((_, response) => void (requests++, response.end()), async (url) => {
      const { child, ended } = start(inFolder(), ['--url', url, '--rate', '40', '--duration', '10min', '--warm-up', '1s']);
      // The first phase sends twenty a second, and warms up for one.
      await vi.waitUntil(() => requests > 40, WAIT);
      const generators = childrenOf(child.pid);
      expect(generators).toHaveLength(1);
      child.kill('SIGINT');
      const { code, out, err } = await ended;
      expect(code).toBe(130);
      expect(err).toContain('interrupted');
      expect(out).toContain('50 %');
      await vi.waitUntil(() => !generators.some((pid) => existsSync(`/proc/${pid}`)), WAIT);
    });
  });

  it('leaves no generator behind when it is killed', async () => {
    await withServer(answersAfter(5), async (url) => {
      const { child, ended } = start(inFolder(), ['--url', url, '--rate', '40']);
      const generators = await vi.waitUntil(() => childrenOf(child.pid).length > 0 && childrenOf(child.pid), WAIT);
      child.kill('SIGKILL');
      await ended;
      await vi.waitUntil(() => !generators.some((pid) => existsSync(`/proc/${pid}`)), WAIT);
    });
  });
});

const WAIT = { timeout: 30_000 };

/** The processes that one has started. */
const childrenOf = (parent: number | undefined): readonly string[] =>
  readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === String(parent));

function parentOf(pid: string): string | undefined {
  try {
    return /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
