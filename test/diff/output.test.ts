import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadProfile } from '../../src/load.ts';
import { apply } from '../cli/apply.ts';
import { compare } from '../../src/output/changes.ts';
import { fingerprint, MANIFEST } from '../../src/output/manifest.ts';
import { builtInDirectory } from '../../src/package.ts';
import { render, targetNames } from '../../src/render.ts';
import { size } from '../../src/size.ts';
import { genDiff } from './repository.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plumbline-out-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SHOP = 'extends: medium\nmachine: { cpu: 4, memory: 8GiB }\n';

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const edit = (path: string, from: string | RegExp, to: string): void => write({ [path]: read(path).replace(from, to) });

/** Renders a profile as `gen` does. */
async function rendered(profile: string, targets?: readonly string[]): Promise<void> {
  const plan = size(loadProfile({ profile, sets: [], builtInDirectory, cwd: folder }));
  apply(compare(join(folder, 'out', plan.name), await render(plan, targets), targets ?? targetNames(), 'respected'));
}

interface Told {
  readonly summary: Readonly<Record<string, unknown>>;
  readonly stacks: readonly { readonly name: string; readonly happened: string; readonly before?: string; readonly after?: string; readonly files: readonly { readonly path: string; readonly happened: string; readonly edited?: true }[] }[];
  readonly notes: readonly string[];
}
const told = async (words: readonly string[] = [], profile: readonly string[] = []): Promise<Told> => JSON.parse((await genDiff(folder, words, { format: 'json', profile })).out) as Told;

test('what was just rendered is what is rendered now', async () => {
  write({ 'profiles/shop.yaml': SHOP, 'profiles/blog.yaml': 'extends: small\n' });
  await rendered('profiles/shop.yaml');
  await rendered('profiles/blog.yaml');
  expect(await genDiff(folder, [], { exitCode: true })).toEqual({ code: 0, out: 'out is what the profiles render\n', err: '' });
});

test('a profile that moved since makes its folder stale, and its line is the cause', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  write({ 'profiles/shop.yaml': SHOP.replace('8GiB', '12GiB') });
  const ran = await genDiff(folder, [], { exitCode: true });
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('because machine.memory 8GiB -> 12GiB, profiles/shop.yaml:2:28');
  expect((await told()).summary).toMatchObject({ stacks: 1, changed: 1, stale: ['shop'], edited: [] });
});

test('a value that somebody changed by hand is told with its line, and that gen would take it back', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  edit('out/shop/postgres/postgresql.conf', /^work_mem = .*$/m, 'work_mem = 64MB');
  const line = read('out/shop/postgres/postgresql.conf').split('\n').indexOf('work_mem = 64MB') + 1;
  const { notes, summary, stacks } = await told();
  expect(notes).toEqual([`edited by hand, and lost with gen --force: db.postgres.work_mem 33664KiB -> 64MiB, out/shop/postgres/postgresql.conf:${line}:12`]);
  expect(summary).toMatchObject({ edited: ['out/shop/postgres/postgresql.conf'] });
  expect(stacks[0]?.files.map(({ path, edited }) => [path, edited])).toEqual([['postgres/postgresql.conf', true]]);
});

test('the same is told where the profile moved too: each with its own cause', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  edit('out/shop/redis/redis.conf', /^maxmemory .*$/m, 'maxmemory 100mb');
  write({ 'profiles/shop.yaml': SHOP.replace('8GiB', '12GiB') });
  const { notes, summary } = await told();
  expect(notes).toEqual([expect.stringMatching(/^edited by hand, and lost with gen --force: cache\.redis\.maxmemory 885MiB -> 100MiB, out\/shop\/redis\/redis\.conf:\d+:\d+$/)]);
  expect(summary).toMatchObject({ stale: ['shop'], edited: ['out/shop/redis/redis.conf'] });
});

test('line ends that a checkout turned into CRLF are no edit', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  edit('out/shop/redis/redis.conf', /\n/g, '\r\n');
  expect((await genDiff(folder, [], { exitCode: true })).code).toBe(0);
});

test('only the targets that were rendered count', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml', ['nginx', 'plan']);
  expect((await genDiff(folder, [], { exitCode: true })).code).toBe(0);
  write({ 'profiles/shop.yaml': `${SHOP}settings: { proxy.nginx.keepalive_timeout: 30s }\n` });
  expect((await told()).stacks[0]?.files.map(({ path }) => path)).toEqual(['nginx/nginx.conf', 'SIZING.md', 'plan.json']);
});

test('without the plan that was rendered, files are read on both sides, and it is said', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml', ['compose', 'env', 'nginx', 'postgres', 'redis', 'node']);
  write({ 'profiles/shop.yaml': SHOP.replace('8GiB', '12GiB') });
  const ran = await genDiff(folder, []);
  expect(ran.out).toContain('out/shop/plan.json is not there: compared by what the files say, and what a change follows from is not known');
  expect(ran.out).toMatch(/db\.postgres\.work_mem +33664KiB +-> +51840KiB/);
  await rendered('profiles/shop.yaml');
  edit('out/shop/plan.json', '"generator"', '"Generator"');
  write({ 'profiles/shop.yaml': SHOP });
  expect((await told()).notes).toContain('out/shop/plan.json is not as it was written: compared by what the files say, and what a change follows from is not known');
});

test('a plan of another version of Plumbline is read, and the version told', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  const text = read('out/shop/plan.json').replace(/"version":"[^"]*"/, '"version":"0.0.1"').replace('"id":"db.postgres.work_mem","value":34471936', '"id":"db.postgres.work_mem","value":4194304');
  const manifest = JSON.parse(read(`out/shop/${MANIFEST}`)) as { files: Record<string, { sha256: readonly string[] }> };
  manifest.files['plan.json']!.sha256 = [fingerprint(text)];
  write({ 'out/shop/plan.json': text, [`out/shop/${MANIFEST}`]: JSON.stringify(manifest) });
  const ran = await genDiff(folder, []);
  expect(ran.out).toMatch(/out\/shop was rendered by Plumbline 0\.0\.1, this is \d+\.\d+\.\d+/);
  expect(ran.out).toMatch(/db\.postgres\.work_mem +4MiB +-> +33664KiB/);
});

test('profiles that were never rendered, stacks whose profile is gone, and folders of others', async () => {
  write({ 'profiles/shop.yaml': SHOP, 'profiles/old.yaml': 'extends: small\n', 'out/notes/todo.txt': 'x\n' });
  await rendered('profiles/old.yaml');
  rmSync(join(folder, 'profiles/old.yaml'));
  const { stacks, notes } = await told();
  expect(stacks.map(({ name, happened, before, after }) => [name, happened, before, after])).toEqual([['shop', 'added', undefined, 'profiles/shop.yaml'], ['old', 'removed', 'out/old', undefined]]);
  expect(notes).toEqual([
    'out/notes holds no .plumbline.json: Plumbline did not write it',
    'out/old was rendered from a profile that is not here: remove the folder, or name the profile: gen diff --profile path/to/old.yaml',
  ]);
  expect((await told([], ['profiles/shop.yaml'])).stacks.map(({ name }) => name)).toEqual(['shop']);
});

test('without profiles of its own, a folder is compared with the built-in ones that were rendered', async () => {
  await rendered('small');
  expect((await genDiff(folder, [], { exitCode: true })).out).toBe('out is what the profile renders\n');
  edit('out/small/redis/redis.conf', /^maxmemory .*$/m, 'maxmemory 100mb');
  expect((await told()).summary).toMatchObject({ stacks: 1, edited: ['out/small/redis/redis.conf'] });
});

test('a folder whose profile is not known is no reason to compare nothing silently', async () => {
  write({ 'shop.yaml': SHOP });
  await rendered('./shop.yaml');
  expect((await genDiff(folder, [])).err).toBe('no profile is known here that shop was rendered from\n  name it: gen diff --profile ./shop.yaml');
  expect((await genDiff(folder, [], { profile: ['./shop.yaml'], exitCode: true })).code).toBe(0);
});

test('nothing rendered, and a profile that cannot be read', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  expect((await genDiff(folder, [])).err).toBe('there is no folder out: nothing was rendered here\n  render first: gen --all; or compare revisions: gen diff --base origin/main');
  await rendered('profiles/shop.yaml');
  write({ 'profiles/broken.yaml': 'extends: medium\nmachin: 3\n' });
  const ran = await genDiff(folder, []);
  expect(ran.code).toBe(2);
  expect(ran.out).toContain('out is what the profile renders, but 1 profile could not be compared');
  expect(ran.err).toContain('profiles/broken.yaml:2:1: unknown key "machin"');
});

test('a folder whose list of files is damaged is told, and the others go on', async () => {
  write({ 'profiles/shop.yaml': SHOP, 'profiles/blog.yaml': 'extends: small\n' });
  await rendered('profiles/shop.yaml');
  await rendered('profiles/blog.yaml');
  write({ [`out/blog/${MANIFEST}`]: '{', 'profiles/shop.yaml': SHOP.replace('8GiB', '12GiB') });
  const ran = await genDiff(folder, []);
  expect(ran.code).toBe(2);
  expect(ran.out).toContain('out/shop is stale');
  expect(ran.err).toContain('cannot be read as the list of files that Plumbline wrote');
});

test('what stands in the way of a file is told', async () => {
  write({ 'profiles/shop.yaml': SHOP });
  await rendered('profiles/shop.yaml');
  rmSync(join(folder, 'out/shop/redis/redis.conf'));
  symlinkSync('/etc/hostname', join(folder, 'out/shop/redis/redis.conf'));
  const { notes, stacks } = await told();
  expect(notes).toEqual(['out/shop/redis/redis.conf is a symbolic link: gen does not write through it']);
  expect(stacks[0]?.files.map(({ path, happened }) => [path, happened])).toEqual([['redis/redis.conf', 'added']]);
});

test('of many profiles, those that differ are told, and the others are counted', async () => {
  const names = Array.from({ length: 13 }, (_, i) => `shop-${String(i).padStart(2, '0')}`);
  write(Object.fromEntries(names.map((name) => [`profiles/${name}.yaml`, 'extends: ./_base.yaml\n'])));
  write({ 'profiles/_base.yaml': 'extends: small\n' });
  for (const name of names) await rendered(`profiles/${name}.yaml`, ['redis', 'plan']);
  expect(await genDiff(folder, [], { exitCode: true })).toEqual({ code: 0, out: 'out is what the profiles render\n', err: '' });
  edit('out/shop-03/redis/redis.conf', /^maxmemory .*$/m, 'maxmemory 100mb');
  write({ 'profiles/shop-07.yaml': 'extends: ./_base.yaml\nmachine: { cpu: 2, memory: 8GiB }\n', 'profiles/shop-09.yaml': 'extends: ./_bass.yaml\n' });
  const { summary, stacks } = await told();
  expect(summary).toMatchObject({ stacks: 12, changed: 2, refused: 1, stale: ['shop-07'], edited: ['out/shop-03/redis/redis.conf'] });
  expect(stacks.map(({ name }) => name)).toEqual(['shop-03', 'shop-07']);
});
