import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filesIn } from '../cli/folder.ts';
import { fleetOf, gen, QUICK, write } from './fleet.ts';

const RUN = ['--profile', 'fleet', ...QUICK];
const remembered = (folder: string): readonly string[] => {
  const cache = join(folder, '.cache/plumbline/stacks');
  return existsSync(cache) ? filesIn(cache).map((path) => join(cache, path)) : [];
};
/** Changes what is remembered in a way that no run would, its fingerprint mended. */
function alter(file: string, change: (body: string) => string): void {
  const [head = '', body = ''] = readFileSync(file, 'utf8').split('\n');
  const changed = change(body);
  writeFileSync(file, `${head.split(' ')[0]} ${createHash('sha256').update(changed).digest('hex')}\n${changed}`);
}
const judgedOften = (folder: string): void => remembered(folder).forEach((file) => alter(file, (body) => body.replace(/"judged":\d+/, '"judged":4711')));
const judgedIn = (out: string): readonly number[] => (JSON.parse(out) as { readonly profiles: readonly { readonly judged: number }[] }).profiles.map(({ judged }) => judged);
const isRecalled = (folder: string, flags: readonly string[] = []): readonly boolean[] => judgedIn(gen(folder, [...RUN, ...flags, '--format', 'json']).out).map((judged) => judged === 4711);

test('what did not change is not rendered again, and tells the same findings with the same exit code', () => {
  const folder = fleetOf(6);
  const first = gen(folder, [...RUN, '--format', 'json']);
  const again = gen(folder, [...RUN, '--format', 'json']);
  expect(again.status).toBe(first.status);
  expect(again.out).toBe(first.out.replaceAll('"created"', '"unchanged"').replaceAll('"made"', '"present"'));
  judgedOften(folder);
  expect(isRecalled(folder)).toEqual([true, true, true, true, true, true]);
  expect(isRecalled(folder, ['--dry-run'])).toEqual([true, true, true, true, true, true]);
  expect(isRecalled(folder, ['--no-cache'])).toEqual([false, false, false, false, false, false]);
});

test('only what a change concerns is rendered again: a profile, its base, a file of its folder', () => {
  const folder = fleetOf(6);
  write(folder, 'fleet/_base.yaml', 'extends: medium\n');
  write(folder, 'fleet/p1.yaml', 'extends: ./_base.yaml\nname: p1\n');
  gen(folder, RUN);
  judgedOften(folder);
  write(folder, 'fleet/p0.yaml', 'extends: large\nname: p0\n');
  write(folder, 'fleet/_base.yaml', 'extends: medium\nmachine: { memory: 12GiB }\n');
  rmSync(join(folder, 'out/p2/redis/redis.conf'));
  expect(isRecalled(folder)).toEqual([false, false, false, true, true, true]);
  expect(existsSync(join(folder, 'out/p2/redis/redis.conf'))).toBe(true);
});

test('another flag is another question', () => {
  const folder = fleetOf(2);
  for (const flags of [['--set', 'cache.redis.timeout=5min'], ['--sized'], ['--target', 'nginx'], ['--force']]) {
    gen(folder, RUN);
    judgedOften(folder);
    expect(isRecalled(folder, flags), flags.join(' ')).toEqual([false, false]);
  }
});

test.each([
  ['cut short', (text: string) => text.slice(0, text.length / 2)],
  ['garbled', (text: string) => text.replace('findings', 'fundings')],
  ['empty', () => ''],
  ['something else', () => '{}\n{}'],
])('what is remembered and %s counts for nothing', (_, damage) => {
  const folder = fleetOf(3);
  const first = gen(folder, [...RUN, '--format', 'json']);
  judgedOften(folder);
  for (const file of remembered(folder)) writeFileSync(file, damage(readFileSync(file, 'utf8')));
  const again = gen(folder, [...RUN, '--format', 'json']);
  expect(judgedIn(again.out)).toEqual(judgedIn(first.out));
  expect(again).toMatchObject({ status: first.status, err: '' });
});

test('where nothing can be remembered, every run renders, and says nothing of it', () => {
  const folder = fleetOf(3);
  write(folder, 'file', '');
  for (const XDG_CACHE_HOME of [join(folder, 'file'), '/proc', '/dev/null']) {
    const runs = [1, 2].map(() => gen(folder, [...RUN, '--quiet'], { XDG_CACHE_HOME }));
    expect(runs.map(({ status }) => status)).toEqual([1, 1]);
    expect(runs[0]).toEqual(runs[1]);
  }
});

test('an edit by hand is noticed, though nothing else changed', () => {
  const folder = fleetOf(3);
  gen(folder, RUN);
  writeFileSync(join(folder, 'out/p1/redis/redis.conf'), 'mine\n');
  const { status, err } = gen(folder, RUN);
  expect(status).toBe(2);
  expect(err).toContain('out/p1/redis/redis.conf was edited by hand since Plumbline wrote it');
});

test('a lost secret is made again, though nothing else changed', () => {
  const folder = fleetOf(1);
  gen(folder, ['--profile', 'fleet']);
  rmSync(join(folder, 'out/p0/secrets/api_db_password'));
  expect(gen(folder, ['--profile', 'fleet']).err).toContain('secret made: secrets/api_db_password');
  expect(readFileSync(join(folder, 'out/p0/secrets/api_db_password'), 'utf8')).toHaveLength(32);
});

test('nothing is remembered of a run that only looks, and what is remembered is for its user alone', () => {
  const folder = fleetOf(2);
  gen(folder, [...RUN, '--dry-run']);
  gen(folder, [...RUN, '--stdout']);
  gen(folder, [...RUN, '--no-cache']);
  expect(remembered(folder)).toEqual([]);
  gen(folder, RUN);
  expect(remembered(folder).map((file) => statSync(dirname(file)).mode & 0o777)).toEqual([0o700, 0o700]);
});
