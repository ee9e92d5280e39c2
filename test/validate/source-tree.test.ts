import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { sourceTree } from '../../src/host/source-tree.ts';
import { freshFolder } from '../cli/folder.ts';

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = freshFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

it('lists the files of people, sorted, and passes over those of tools', () => {
  const root = folderOf({ 'b.yml': '', 'a/c.conf': '', '.git/config': '', 'node_modules/x/nginx.conf': '', 'app/vendor/y.yml': '', '.env': 'A=1' });
  expect(sourceTree(root).paths).toEqual(['.env', 'a/c.conf', 'b.yml']);
});

it('opens what a file names in a folder that is passed over, but never the history', () => {
  const tree = sourceTree(folderOf({ 'dist/nginx.conf': 'x', '.git/config': 'secret' }));
  expect(tree.paths).toEqual([]);
  expect(tree.file('dist/nginx.conf')?.text).toBe('x');
  expect(tree.file('./dist/../dist/nginx.conf')?.path).toBe('dist/nginx.conf');
  expect(tree.file('.git/config')).toBeUndefined();
});

it('opens nothing outside, and says so', () => {
  const outside = folderOf({ 'secret.yml': 'secret', 'deep/x.yml': 'secret' });
  const root = folderOf({ 'a.yml': 'a' });
  symlinkSync(join(outside, 'secret.yml'), join(root, 'link.yml'));
  symlinkSync(join(outside, 'deep'), join(root, 'folder'));
  symlinkSync('nowhere', join(root, 'lost.yml'));
  const tree = sourceTree(root);
  expect(tree.paths).toEqual(['a.yml']);
  for (const path of ['link.yml', 'folder/x.yml', '../secret.yml', '/etc/passwd', `../${outside.slice(1)}/secret.yml`, 'a\0b']) expect(tree.file(path)).toBeUndefined();
  expect(tree.folder('folder')).toBe(false);
  expect(tree.folder('..')).toBe(false);
  expect([...tree.refused.keys()].sort()).toEqual(['folder', 'folder/x.yml', 'link.yml', 'lost.yml']);
});

it('follows links inside once, and circles not at all', () => {
  const root = folderOf({ 'conf/a.conf': 'a', 'b.yml': 'b', 'dist/c/d.conf': 'd' });
  symlinkSync('.', join(root, 'conf/self'));
  symlinkSync('conf', join(root, 'again'));
  symlinkSync('b.yml', join(root, 'c.yml'));
  symlinkSync('loop', join(root, 'loop'));
  const tree = sourceTree(root);
  expect(tree.paths).toEqual(['b.yml', 'c.yml', 'conf/a.conf']);
  expect(tree.file('again/a.conf')?.text).toBe('a');
});

it('refuses what is no text, too large, or no ordinary file', () => {
  const root = folderOf({ 'image.yml': Buffer.from([1, 0, 2]), 'large.yml': 'x'.repeat(2 * 1024 * 1024 + 1), 'latin.conf': Buffer.from([0x23, 0xe9, 0x0a]), 'bom.conf': '\ufeffx' });
  execFileSync('mkfifo', [join(root, 'pipe.yml')]);
  const tree = sourceTree(root);
  for (const path of ['image.yml', 'large.yml', 'pipe.yml']) expect(tree.file(path), path).toBeUndefined();
  expect([...tree.refused.values()]).toEqual(['it is no text', 'it is larger than 2 MiB', 'it is no ordinary file']);
  expect(tree.file('latin.conf')?.text).toContain('#');
  expect(tree.file('bom.conf')?.text).toBe('x');
});

it('bounds how deep and how much it looks', () => {
  const deep = Array.from({ length: 30 }, (_, i) => `d${i}`).join('/');
  const root = folderOf({ [`${deep}/a.yml`]: '' });
  const tree = sourceTree(root);
  expect(tree.paths).toEqual([]);
  expect([...tree.refused.values()]).toEqual(['it lies more than 24 folders deep']);
});

it('lists the files near the top first, and says which folders it leaves out', () => {
  const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`a/b/${i}.txt`, '']));
  const tree = sourceTree(folderOf({ ...many, 'a/b/c/deep.yml': '', 'docker-compose.yml': 'services: {}', 'z/nginx.conf': '' }));
  expect(tree.paths.filter((path) => !path.endsWith('.txt'))).toEqual(['docker-compose.yml', 'z/nginx.conf']);
  expect([...tree.refused]).toEqual([['.', 'there are more than 20000 files: the folder a/b/c is not looked into; name the folder that is meant']]);
});

it('counts no pictures', () => {
  const many = Object.fromEntries(Array.from({ length: 20_001 }, (_, i) => [`a/${i}.png`, '']));
  const tree = sourceTree(folderOf({ ...many, 'a/b/nginx.conf': '' }));
  expect(tree.paths).toContain('a/b/nginx.conf');
  expect([...tree.refused]).toEqual([]);
});

it('names what it may not read', () => {
  const root = folderOf({ 'a.yml': 'a' });
  chmodSync(root, 0o755);
  chmodSync(join(root, 'a.yml'), 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534); // root may read everything
  try {
    const tree = sourceTree(root);
    expect(tree.file('a.yml')).toBeUndefined();
    expect(tree.refused.get('a.yml')).toBe('permission denied');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});
