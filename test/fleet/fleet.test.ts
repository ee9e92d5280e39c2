import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { filesIn, freshFolder } from '../cli/folder.ts';
import { CLI, environment, fleetOf, gen, QUICK, textsIn, write } from './fleet.ts';

const temporaries = (folder: string): readonly string[] => (existsSync(folder) ? filesIn(folder).filter((path) => path.endsWith('.tmp')) : []);

test('sixty profiles give the files that each alone gives, and the same words in the same order, with one thread and with three', () => {
  const folder = fleetOf(60);
  const one = gen(folder, ['--profile', 'fleet', ...QUICK, '--out', 'one', '--jobs', '1']);
  const three = gen(folder, ['--profile', 'fleet', ...QUICK, '--out', 'three', '--jobs', '3']);
  expect(one).toEqual({ status: 1, out: '', err: expect.stringMatching(/^60 profiles: \d+ written$/m) });
  expect(three).toEqual(one);
  expect(textsIn(join(folder, 'three'))).toEqual(textsIn(join(folder, 'one')));
  expect(readdirSync(join(folder, 'one'))).toHaveLength(60);
  for (const name of ['p0', 'p31', 'p59']) {
    gen(folder, ['--profile', `fleet/${name}.yaml`, ...QUICK, '--out', 'alone']);
    expect(textsIn(join(folder, 'alone', name))).toEqual(textsIn(join(folder, 'one', name)));
  }
  expect(temporaries(folder)).toEqual([]);
}, 120_000);

test('many profiles get a line each, where something is to be told, and the sums stand last', () => {
  const folder = fleetOf(12);
  gen(folder, ['--profile', 'fleet', ...QUICK]);
  write(folder, 'fleet/p1.yaml', 'extends: medium\nname: p1\nsettings: { db.postgres.random_page_cost: 2 }\n');
  const { err } = gen(folder, ['--profile', 'fleet', ...QUICK]);
  expect(err.split('\n').slice(0, 2)).toEqual([expect.stringMatching(/^p0 +2 CPU, 4GiB +\d+ unchanged +2 warnings: target-exceeds-capacity$/), expect.stringMatching(/^p1 +4 CPU, 8GiB +\d+ (unchanged, )?\d+ (written|unchanged)/)]);
  expect(err).toMatch(/^\d of them are unchanged and without findings$/m);
  expect(err.trimEnd().split('\n').at(-1)).toMatch(/^\d with findings, \d without: \d warnings; gen --profile with one of them tells its findings whole$/);
}, 60_000);

test('a folder means its profiles and those of the folders in it; what begins with _ is a base', () => {
  const folder = freshFolder();
  write(folder, 'fleet/_base.yaml', 'extends: small\nmachine: { memory: 8GiB }\n');
  write(folder, 'fleet/eu/b.yaml', 'extends: ../_base.yaml\nname: b\n');
  write(folder, 'fleet/a.yaml', 'extends: ./_base.yaml\nname: a\n');
  write(folder, 'fleet/notes.txt', 'none');
  write(folder, 'fleet/.hidden/c.yaml', 'extends: small\n');
  expect(gen(folder, ['--profile', 'fleet/', '--target', 'env', '--quiet'])).toEqual({ status: 0, out: '', err: '' });
  expect(readdirSync(join(folder, 'out'))).toEqual(['a', 'b']);
  write(folder, 'empty/notes.txt', '');
  expect(gen(folder, ['--profile', './empty'])).toMatchObject({ status: 2, err: 'error  the folder ./empty holds no profile\n  profiles are files that end in .yaml or .yml, and do not begin with _\n' });
});

test.each(['1', '3'])('profiles that are wrong are told all, each with its place, and nothing is written (%s threads)', (threads) => {
  const folder = fleetOf(12);
  write(folder, 'fleet/p3.yaml', 'extends: small\nname: p3\nmachine: { cpus: 2 }\n');
  write(folder, 'fleet/p7.yaml', 'extends: ./nowhere.yaml\nname: p7\n');
  const { status, err } = gen(folder, ['--profile', 'fleet', ...QUICK, '--jobs', threads]);
  expect(status).toBe(2);
  expect(err).toContain('error  fleet/p3.yaml:3:12: machine: unknown key "cpus"');
  expect(err).toContain('error  fleet/p7.yaml:1:10: extends: fleet/nowhere.yaml: there is no such file');
  expect(err).toContain('error  nothing was written: 2 of 12 profiles cannot be rendered');
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('what is wrong with a flag is told once, not for every profile', () => {
  const { status, err } = gen(fleetOf(12), ['--profile', 'fleet', '--set', 'machine.cpu=many', '--jobs', '2']);
  expect(status).toBe(2);
  expect(err.match(/--set machine.cpu=many/g)).toHaveLength(1);
});

test('two profiles of one name are refused with the names of both files', () => {
  const folder = freshFolder();
  for (const place of ['eu', 'us']) write(folder, `fleet/${place}/shop.yaml`, 'extends: small\n');
  const { status, err } = gen(folder, ['--profile', 'fleet', ...QUICK, '--jobs', '2']);
  expect(err).toBe('error  two profiles are named shop: both would be written to the same folder\n  give one of them another name: fleet/eu/shop.yaml, fleet/us/shop.yaml\n');
  expect(status).toBe(2);
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('a file that was edited by hand keeps all others as they are, until force', () => {
  const folder = fleetOf(12);
  gen(folder, ['--profile', 'fleet', ...QUICK]);
  const before = textsIn(join(folder, 'out'));
  const edited = join(folder, 'out/p5/redis/redis.conf');
  writeFileSync(edited, 'mine\n');
  const again = gen(folder, ['--profile', 'fleet', ...QUICK, '--set', 'cache.redis.timeout=5min', '--jobs', '2']);
  expect(again.status).toBe(2);
  expect(again.err).toContain('out/p5/redis/redis.conf was edited by hand since Plumbline wrote it');
  expect(new Map(textsIn(join(folder, 'out'))).set('p5/redis/redis.conf', before.get('p5/redis/redis.conf') ?? '')).toEqual(before);
  expect(gen(folder, ['--profile', 'fleet', ...QUICK]).status).toBe(2);
  expect(gen(folder, ['--profile', 'fleet', ...QUICK, '--force']).status).toBe(1);
  expect(textsIn(join(folder, 'out'))).toEqual(before);
}, 60_000);

test('with --strict, findings leave every folder as it was, without a trace', () => {
  const folder = fleetOf(12);
  const { status, err } = gen(folder, ['--profile', 'fleet', ...QUICK, '--strict', '--jobs', '2']);
  expect(status).toBe(1);
  expect(err).toContain('nothing was written (--strict)');
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('interrupted at any moment, each file is old or new, nothing else is left, and the next run finishes', async () => {
  const folder = fleetOf(24);
  const run = ['--profile', 'fleet', ...QUICK, '--quiet'];
  gen(folder, [...run, '--out', 'new', '--set', 'cache.redis.timeout=5min']);
  gen(folder, run);
  const [old, fresh] = [textsIn(join(folder, 'out')), textsIn(join(folder, 'new'))];
  for (const jobs of ['1', '2']) {
    const child = spawn(process.execPath, [CLI, ...run, '--set', 'cache.redis.timeout=5min', '--jobs', jobs], { cwd: folder, env: environment(folder), stdio: 'ignore' });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    // By then it has prepared something, and not yet everything.
    while (temporaries(join(folder, 'out')).length === 0 && child.exitCode === null) await sleep(5);
    child.kill('SIGINT');
    expect([130, 1]).toContain(await ended);
    expect(temporaries(join(folder, 'out'))).toEqual([]);
    for (const [path, text] of textsIn(join(folder, 'out'))) expect([old.get(path), fresh.get(path)], path).toContain(text);
    gen(folder, run);
    expect(textsIn(join(folder, 'out'))).toEqual(old);
  }
}, 120_000);

test('the profiles of ./profiles are a fleet too', () => {
  const folder = freshFolder();
  for (let i = 0; i < 12; i++) write(folder, `profiles/q${i}.yaml`, `extends: small\nname: q${i}\n`);
  const { out, status } = gen(folder, ['--all', '--target', 'env', '--format', 'json']);
  expect((JSON.parse(out) as { readonly profiles: readonly { readonly profile: string }[] }).profiles.map(({ profile }) => profile)).toEqual(['q0', 'q1', 'q10', 'q11', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8', 'q9']);
  expect(status).toBe(0);
  expect(readFileSync(join(folder, 'out/q11/.env'), 'utf8')).toContain('q11');
});
