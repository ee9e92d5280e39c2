import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { genDiff } from './repository.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-diff-'));
  writeFileSync(join(folder, 'before.yaml'), 'extends: small\nname: shop\n');
  writeFileSync(join(folder, 'after.yaml'), 'extends: small\nname: shop\nmachine: { cpu: 2, memory: 8GiB }\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('two profiles are compared, and --exit-code says whether they differ', async () => {
  const ran = await genDiff(folder, ['before.yaml', 'after.yaml']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.out).toContain('-> 8GiB');
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { exitCode: true })).code).toBe(1);
  expect((await genDiff(folder, ['before.yaml', 'before.yaml'], { exitCode: true })).code).toBe(0);
});

test('--set and --sized hold for both sides', async () => {
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { set: ['machine.memory=4GiB', 'machine.cpu=2'], exitCode: true })).code).toBe(0);
  writeFileSync(join(folder, 'before.yaml'), 'extends: small\nname: shop\nsettings: { db.postgres.work_mem: 5MB }\n');
  writeFileSync(join(folder, 'after.yaml'), 'extends: small\nname: shop\nsettings: { db.postgres.work_mem: 6MB }\n');
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { exitCode: true })).code).toBe(1);
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { sized: true, exitCode: true })).code).toBe(0);
});

test.each([
  ['text', /^before\.yaml -> after\.yaml/],
  ['markdown', /^<!-- plumbline diff -->\n/],
  ['json', /^\{\n {2}"of": "profiles"/],
  ['html', /^<!doctype html>/i],
] as const)('--format %s', async (format, beginning) => {
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { format })).out).toMatch(beginning);
});

test('--output writes the result to a file as a whole, and nothing else', async () => {
  const { out } = await genDiff(folder, ['before.yaml', 'after.yaml'], { format: 'markdown' });
  expect(await genDiff(folder, ['before.yaml', 'after.yaml'], { format: 'markdown', output: 'comment.md' })).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(join(folder, 'comment.md'), 'utf8')).toBe(out);
  expect(readdirSync(folder).sort()).toEqual(['after.yaml', 'before.yaml', 'comment.md']);
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { output: '-' })).out).toContain('before.yaml -> after.yaml');
});

test('a file that cannot be written is refused before anything is compared', async () => {
  mkdirSync(join(folder, 'reports'));
  expect((await genDiff(folder, ['lost.yaml', 'after.yaml'], { output: 'reports' })).err).toMatch(/^reports is not a plain file/);
  expect((await genDiff(folder, ['lost.yaml', 'after.yaml'], { output: 'missing/x.md' })).err).toMatch(/^missing\/x\.md cannot be written: there is no such file or folder/);
});

test('--only tells sections, and what is none is said with what was probably meant', async () => {
  const { out } = await genDiff(folder, ['before.yaml', 'after.yaml'], { only: ['memory'] });
  expect(out).toContain('db.postgres.shared_buffers');
  expect(out).not.toContain('docker-compose.yml');
  expect((await genDiff(folder, ['before.yaml', 'after.yaml'], { only: ['memroy', 'restart'] })).err).toBe('--only: there is no section "memroy"\n  did you mean memory?');
});

test('--max-length cuts, and says so', async () => {
  const { out } = await genDiff(folder, ['before.yaml', 'after.yaml'], { format: 'markdown', maxLength: 1200 });
  expect(out.length).toBeLessThanOrEqual(1200);
  expect(out).toContain('Left out to stay within 1200 characters');
});

describe('wrong use says what was probably meant', () => {
  test.each([
    [['x.yaml'], {}, '"x.yaml" is compared with what?\n  two profiles: gen diff x.yaml after.yaml; a stack against a plan: gen diff --profile medium x.yaml; a revision: gen diff --base x.yaml'],
    [['a.yaml', 'b.yaml', 'c.yaml'], {}, 'expected two profiles, found 3\n  a stack of several files is compared with a plan: gen diff --profile medium docker-compose.yml nginx.conf'],
    [['before.yaml'], { base: 'main' }, '--base compares revisions: "before.yaml" is no part of it\n  a profile of both revisions is named by --profile: gen diff --base main --profile before.yaml'],
    [[], { head: 'feature' }, '--head without --base: with what is it compared?\n  name the older revision too: --base origin/main --head feature'],
    [[], { base: 'main', out: 'rendered' }, '--out is for what was rendered, and nothing of that is compared here\n  leave it out, or compare with the files alone: gen diff --out rendered'],
    [['before.yaml', 'after.yaml'], { out: 'rendered' }, '--out is for what was rendered, and nothing of that is compared here\n  leave it out, or compare with the files alone: gen diff --out rendered'],
    [['docker-compose.yml'], { profile: ['small', 'medium'] }, 'a stack is compared with one plan: --profile small, --profile medium'],
    [['before.yaml', 'lost.yaml'], {}, 'lost.yaml: there is no such file\n  built in: large, medium, small, xlarge'],
  ] as const)('gen diff %s %o', async (words, flags, said) => {
    expect(await genDiff(folder, words, flags)).toEqual({ code: 2, out: '', err: said });
  });
});
