import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn, freshFolder } from './folder.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOBODY = 65_534;

/** Runs the program as somebody whom permissions stop; root is stopped by none, so it becomes nobody. */
function gen(cwd: string, ...flags: readonly string[]) {
  const copy = freshFolder();
  chmodSync(copy, 0o755);
  for (const name of ['dist', 'profiles']) if (existsSync(join(ROOT, name))) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return spawnSync(process.execPath, [join(copy, 'dist/cli.cjs'), '--profile', 'medium', '--target', 'redis', '--quiet', ...flags], { cwd, encoding: 'utf8', ...user });
}

test('a folder without write permission is a clear error, and stays as it is', () => {
  const folder = freshFolder();
  chmodSync(folder, 0o555);
  expect(gen(folder)).toMatchObject({ status: 2, stdout: '', stderr: 'error  out/medium/redis/redis.conf cannot be written: permission denied\n' });
  expect(filesIn(folder)).toEqual([]);
});

test('a generated file that cannot be read is a clear error', () => {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'out/medium/redis'), { recursive: true });
  writeFileSync(join(folder, 'out/medium/redis/redis.conf'), '', { mode: 0o000 });
  const result = gen(folder);
  expect(result.status).toBe(2);
  expect(result.stderr).toBe('error  out/medium/redis/redis.conf cannot be read: permission denied\n');
});

test('a folder that cannot be looked into is a clear error', () => {
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, 'out/medium'), { recursive: true, mode: 0o755 });
  chmodSync(join(folder, 'out'), 0o000);
  const result = gen(folder);
  chmodSync(join(folder, 'out'), 0o755);
  expect(result.status).toBe(2);
  expect(result.stderr).toBe('error  out/medium cannot be used as output folder: permission denied\n');
});
