import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apply } from './apply.ts';
import { compare, type Changes, type Edits } from '../../src/output/changes.ts';
import { stackFolder } from '../../src/output/folder.ts';
import { MANIFEST } from '../../src/output/manifest.ts';
import { filesIn, freshFolder } from './folder.ts';

const TARGETS = ['nginx', 'compose', 'pgbouncer'];
const STACK = { 'nginx/nginx.conf': 'worker_processes 2;\n', 'compose.yml': 'services: {}\n', 'pgbouncer/pgbouncer.ini': '[databases]\n' };

const targetOf = (path: string): string => TARGETS.find((target) => path.startsWith(target)) ?? 'compose';
const rendered = (files: Readonly<Record<string, string>>) => Object.entries(files).map(([path, text]) => ({ path, text, target: targetOf(path) }));
const look = (folder: string, files: Readonly<Record<string, string>>, edits: Edits = 'respected', targets: readonly string[] = TARGETS): Changes => compare(folder, rendered(files), targets, edits);
const statuses = (changes: Changes): readonly string[] => changes.changes.map(({ status, path }) => `${status} ${path}`).sort();
const reasons = (changes: Changes): readonly string[] => changes.conflicts.map(({ reason, path }) => `${reason} ${path}`);

function written(folder: string, files: Readonly<Record<string, string>> = STACK): string {
  apply(look(folder, files));
  return folder;
}

test('a new folder gets every file and the manifest, and no temporary file', () => {
  const folder = written(join(freshFolder(), 'out', 'shop'));
  expect(filesIn(folder)).toEqual([MANIFEST, 'compose.yml', 'nginx/nginx.conf', 'pgbouncer/pgbouncer.ini']);
  expect(readFileSync(join(folder, 'nginx/nginx.conf'), 'utf8')).toBe('worker_processes 2;\n');
});

test('nothing changes on the disk when nothing changed in the text', () => {
  const folder = written(freshFolder());
  const old = new Date(2001, 1, 1);
  for (const file of filesIn(folder)) utimesSync(join(folder, file), old, old);
  const again = look(folder, STACK);
  apply(again);
  expect(statuses(again)).toEqual(['unchanged compose.yml', 'unchanged nginx/nginx.conf', 'unchanged pgbouncer/pgbouncer.ini']);
  for (const file of filesIn(folder)) expect(statSync(join(folder, file)).mtime).toEqual(old);
});

test('only changed files are rewritten, and they keep their permissions', () => {
  const folder = written(freshFolder());
  const old = new Date(2001, 1, 1);
  for (const file of filesIn(folder)) utimesSync(join(folder, file), old, old);
  chmodSync(join(folder, 'compose.yml'), 0o600);
  apply(look(folder, { ...STACK, 'compose.yml': 'services: { api: {} }\n' }));
  expect(readFileSync(join(folder, 'compose.yml'), 'utf8')).toBe('services: { api: {} }\n');
  expect(statSync(join(folder, 'compose.yml')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'nginx/nginx.conf')).mtime).toEqual(old);
});

test('a file that is no longer rendered goes, and its empty folder with it', () => {
  const folder = written(freshFolder());
  const { 'pgbouncer/pgbouncer.ini': _, ...fewer } = STACK;
  const changes = look(folder, fewer);
  apply(changes);
  expect(statuses(changes)).toContain('removed pgbouncer/pgbouncer.ini');
  expect(existsSync(join(folder, 'pgbouncer'))).toBe(false);
  expect(statuses(look(folder, fewer))).toEqual(['unchanged compose.yml', 'unchanged nginx/nginx.conf']);
});

test('a file that is no longer rendered stays when it was edited, force or not', () => {
  const folder = written(freshFolder());
  const { 'pgbouncer/pgbouncer.ini': _, ...fewer } = STACK;
  writeFileSync(join(folder, 'pgbouncer/pgbouncer.ini'), 'mine\n');
  for (const edits of ['respected', 'overwritten'] as const) {
    const changes = look(folder, fewer, edits);
    apply(changes);
    expect(statuses(changes)).toContain('kept pgbouncer/pgbouncer.ini');
    expect(readFileSync(join(folder, 'pgbouncer/pgbouncer.ini'), 'utf8')).toBe('mine\n');
  }
});

test('rendering one target leaves the files of the others alone', () => {
  const folder = written(freshFolder());
  const changes = look(folder, { 'nginx/nginx.conf': 'worker_processes 3;\n' }, 'respected', ['nginx']);
  apply(changes);
  expect(statuses(changes)).toEqual(['changed nginx/nginx.conf']);
  expect(statuses(look(folder, { ...STACK, 'nginx/nginx.conf': 'worker_processes 3;\n' }))).toEqual(['unchanged compose.yml', 'unchanged nginx/nginx.conf', 'unchanged pgbouncer/pgbouncer.ini']);
});

test('an edit by hand is noticed, and overwritten only by force', () => {
  const folder = written(freshFolder());
  writeFileSync(join(folder, 'compose.yml'), 'edited\n');
  expect(reasons(look(folder, STACK))).toEqual(['edited compose.yml']);
  apply(look(folder, STACK, 'overwritten'));
  expect(readFileSync(join(folder, 'compose.yml'), 'utf8')).toBe(STACK['compose.yml']);
  expect(reasons(look(folder, STACK))).toEqual([]);
});

test('an edit that equals the new text is no conflict', () => {
  const folder = written(freshFolder());
  writeFileSync(join(folder, 'compose.yml'), 'services: { api: {} }\n');
  const files = { ...STACK, 'compose.yml': 'services: { api: {} }\n' };
  expect(reasons(look(folder, files))).toEqual([]);
  apply(look(folder, files));
  expect(reasons(look(folder, STACK))).toEqual([]);
});

test('line ends of a Windows checkout are no edit', () => {
  const folder = written(freshFolder());
  writeFileSync(join(folder, 'compose.yml'), STACK['compose.yml'].replaceAll('\n', '\r\n'));
  expect(reasons(look(folder, { ...STACK, 'compose.yml': 'services: { api: {} }\n' }))).toEqual([]);
});

test("a file of the user's in the way is refused, force or not", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'compose.yml'), 'theirs\n');
  expect(reasons(look(folder, STACK, 'respected'))).toEqual(['foreign compose.yml']);
  expect(reasons(look(folder, STACK, 'overwritten'))).toEqual(['foreign compose.yml']);
});

test("files of the user's beside ours are left alone", () => {
  const folder = freshFolder();
  writeFileSync(join(folder, 'notes.txt'), 'theirs\n');
  mkdirSync(join(folder, 'pgbouncer'));
  writeFileSync(join(folder, 'pgbouncer/userlist.txt'), 'theirs\n');
  written(folder);
  apply(look(folder, { 'compose.yml': STACK['compose.yml'] }));
  expect(filesIn(folder)).toEqual([MANIFEST, 'compose.yml', 'notes.txt', 'pgbouncer/userlist.txt']);
});

test('a lost manifest is taken up again for files that equal what is rendered', () => {
  const folder = written(freshFolder());
  rmSync(join(folder, MANIFEST));
  apply(look(folder, STACK));
  expect(reasons(look(folder, { ...STACK, 'compose.yml': 'services: { api: {} }\n' }))).toEqual([]);
});

test.each(['not json', '{}', '{"files": {"../../victim": {"target": "nginx", "sha256": []}}}', '{"files": {"/etc/passwd": {"target": "nginx", "sha256": []}}}', '{"files": {"a": null}}'])('a manifest that is none of ours is refused: %s', (text) => {
  const folder = written(freshFolder());
  writeFileSync(join(folder, MANIFEST), text);
  expect(() => look(folder, STACK)).toThrow(/cannot be read as the list of files/);
});

test('symbolic links are not followed, be it the file, its folder, the manifest or the folder of the stack', () => {
  const outside = freshFolder();
  writeFileSync(join(outside, 'nginx.conf'), 'outside\n');
  const fileLink = freshFolder();
  mkdirSync(join(fileLink, 'nginx'));
  symlinkSync(join(outside, 'nginx.conf'), join(fileLink, 'nginx/nginx.conf'));
  expect(reasons(look(fileLink, STACK, 'overwritten'))).toEqual(['symlink nginx/nginx.conf']);
  const folderLink = freshFolder();
  symlinkSync(outside, join(folderLink, 'nginx'));
  expect(reasons(look(folderLink, STACK, 'overwritten'))).toEqual(['symlink nginx']);
  const manifestLink = freshFolder();
  symlinkSync(join(outside, 'nginx.conf'), join(manifestLink, MANIFEST));
  expect(() => look(manifestLink, STACK)).toThrow(/cannot be read/);
  const out = freshFolder();
  symlinkSync(outside, join(out, 'shop'));
  expect(() => stackFolder(out, 'shop')).toThrow(/symbolic link/);
  expect(filesIn(outside)).toEqual(['nginx.conf']);
});

test('a removed file is not searched for behind a symbolic link', () => {
  const folder = written(freshFolder());
  const outside = freshFolder();
  rmSync(join(folder, 'pgbouncer'), { recursive: true });
  writeFileSync(join(outside, 'pgbouncer.ini'), STACK['pgbouncer/pgbouncer.ini']);
  symlinkSync(outside, join(folder, 'pgbouncer'));
  const { 'pgbouncer/pgbouncer.ini': _, ...fewer } = STACK;
  apply(look(folder, fewer));
  expect(filesIn(outside)).toEqual(['pgbouncer.ini']);
});

test('a folder where a file is to be, and a file where a folder is to be, are refused', () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'compose.yml'));
  writeFileSync(join(folder, 'nginx'), '');
  expect(reasons(look(folder, STACK))).toEqual(['file nginx', 'folder compose.yml']);
  writeFileSync(join(folder, 'plain'), '');
  expect(() => stackFolder(join(folder, 'plain'), 'shop')).toThrow(/is a file, not a folder/);
  expect(() => stackFolder(folder, 'plain')).toThrow(/is a file, not a folder/);
});

test('temporary files of a killed run are removed, those of a running one stay', () => {
  const folder = written(freshFolder());
  writeFileSync(join(folder, 'nginx/.plumbline-2147483646-0a1b2c3d.tmp'), 'half');
  writeFileSync(join(folder, `nginx/.plumbline-${process.ppid}-0a1b2c3d.tmp`), 'being written');
  apply(look(folder, STACK));
  expect(filesIn(join(folder, 'nginx'))).toEqual([`.plumbline-${process.ppid}-0a1b2c3d.tmp`, 'nginx.conf']);
});

test.each(['before', 'after'])('a run that was killed between manifest and files is finished by the next one (file still as %s)', (moment) => {
  const folder = written(freshFolder());
  const files = { ...STACK, 'compose.yml': 'services: { api: {} }\n' };
  const changes = look(folder, files);
  const during = new Map(changes.before);
  during.set('compose.yml', { target: 'compose', sha256: [...(changes.before.get('compose.yml')?.sha256 ?? []), ...(changes.after.get('compose.yml')?.sha256 ?? [])] });
  writeFileSync(join(folder, MANIFEST), JSON.stringify({ files: Object.fromEntries(during) }));
  if (moment === 'after') writeFileSync(join(folder, 'compose.yml'), files['compose.yml']);
  const third = { ...STACK, 'compose.yml': 'services: { web: {} }\n' };
  expect(reasons(look(folder, third))).toEqual([]);
  apply(look(folder, third));
  expect(readFileSync(join(folder, 'compose.yml'), 'utf8')).toBe(third['compose.yml']);
  expect(JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')).files['compose.yml'].sha256).toHaveLength(1);
});

test('when one file cannot be written, none is changed and nothing is left behind', () => {
  const folder = written(freshFolder());
  const changes = look(folder, { ...STACK, 'compose.yml': 'changed\n', 'nginx/new/extra.conf': '' });
  const impossible = { path: `nginx/${'x'.repeat(300)}`, target: 'nginx', status: 'created', text: '' } as const;
  expect(() => apply({ ...changes, changes: [...changes.changes, impossible] })).toThrow(/cannot be written: the name is too long/);
  expect(readFileSync(join(folder, 'compose.yml'), 'utf8')).toBe(STACK['compose.yml']);
  expect(filesIn(folder)).toEqual([MANIFEST, 'compose.yml', 'nginx/nginx.conf', 'pgbouncer/pgbouncer.ini']);
  expect(existsSync(join(folder, 'nginx/new'))).toBe(false);
});
