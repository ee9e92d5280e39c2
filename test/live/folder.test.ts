import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { makeFolder } from '../../src/live/folder.ts';

const before = mkdtempSync(join(tmpdir(), 'plumbline-folder-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(before, { recursive: true, force: true });
});

it('refuses a place that the files of servers cannot name', () => {
  const blank = join(before, 'a blank');
  mkdirSync(blank, { recursive: true });
  vi.stubEnv('TMPDIR', blank);
  expect(() => makeFolder('test')).toThrow(`expected the path of temporary files to have letters, digits and ./+-_ only, found "${blank}"`);
  vi.stubEnv('TMPDIR', join(before, 'none'));
  expect(() => makeFolder('test')).toThrow(`expected a folder for temporary files, found no ${join(before, 'none')}`);
});
