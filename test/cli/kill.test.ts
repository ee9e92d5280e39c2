import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { filesIn, freshFolder } from './folder.ts';

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
const DIE_AT = join(import.meta.dirname, 'die-at.cjs');
const VERSIONS = [['--set', 'machine.memory=8GiB'], ['--set', 'machine.memory=16GiB']] as const;
const TEMPORARY = /\.plumbline-.*\.tmp$/;

type Texts = ReadonlyMap<string, string>;
/** The files that are rendered; secrets are different each time. */
const textsIn = (folder: string): Texts => new Map((existsSync(folder) ? filesIn(folder) : []).filter((path) => !path.includes('/secrets/')).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
const isOurs = (path: string): boolean => !path.endsWith('.plumbline.json') && !TEMPORARY.test(path);

const gen = (folder: string, flags: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [CLI, '--profile', 'medium', '--quiet', ...flags], { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' });

function reference(flags: readonly string[]): Texts {
  const folder = freshFolder();
  expect(gen(folder, flags).status).toBeLessThan(2);
  return textsIn(join(folder, 'out'));
}

/** Each file is whole, of the one version or the other. */
function expectWhole(texts: Texts, versions: readonly Texts[]): void {
  for (const [path, text] of texts) if (isOurs(path)) expect(versions.some((version) => version.get(path) === text), `${path} is whole`).toBe(true);
}

/** The next run works without force, and leaves exactly what it renders. */
function expectRecovery(folder: string, flags: readonly string[], version: Texts): void {
  const next = gen(folder, flags);
  expect(next.stderr).not.toContain('edited by hand');
  expect(next.status).toBeLessThan(2);
  expect(textsIn(join(folder, 'out'))).toEqual(version);
}

test('killed before any one change of the disk, each file is old or new, and the next run recovers', () => {
  const subset = VERSIONS.map((version) => [...version, '--target', 'postgres,redis']);
  const versions = subset.map(reference);
  for (const start of ['nothing', 'the old version']) {
    for (let dieAt = 0; ; dieAt++) {
      const folder = freshFolder();
      if (start !== 'nothing') gen(folder, subset[0] ?? []);
      const killed = gen(folder, subset[1] ?? [], { NODE_OPTIONS: `--require ${DIE_AT}`, DIE_AT: String(dieAt), DIE_BELOW: join(folder, 'out') });
      expectWhole(textsIn(join(folder, 'out')), versions);
      const then = dieAt % 2;
      expectRecovery(folder, subset[then] ?? [], versions[then] ?? new Map());
      if (killed.signal !== 'SIGKILL') {
        expect(dieAt).toBeGreaterThan(10);
        break;
      }
    }
  }
}, 240_000);

test('killed at a random moment while everything is written, each file is old or new, and the next run recovers', async () => {
  const versions = VERSIONS.map(reference);
  const folder = freshFolder();
  const started = performance.now();
  gen(folder, VERSIONS[0]);
  const whole = performance.now() - started;
  let seed = 20_240_607;
  const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 20; round++) {
    const child = spawn(process.execPath, [CLI, '--profile', 'medium', '--quiet', ...(VERSIONS[round % 2] ?? [])], { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    await sleep(whole * (0.4 + 0.6 * random()));
    child.kill('SIGKILL');
    await ended;
    expectWhole(textsIn(join(folder, 'out')), versions);
    if (round % 5 === 4) expectRecovery(folder, VERSIONS[1], versions[1] ?? new Map());
  }
  expectRecovery(folder, VERSIONS[0], versions[0] ?? new Map());
});
