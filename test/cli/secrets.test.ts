import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SecretFile } from '../../src/model/target.ts';
import { lookForSecrets, makeSecrets, type SecretStatus } from '../../src/output/secrets.ts';
import { filesIn, freshFolder } from './folder.ts';

const SECRETS: readonly SecretFile[] = [
  { path: 'secrets/users', text: [{ role: 'app', password: 'secrets/app' }] },
  { path: 'secrets/app', text: 'random' },
  { path: 'secrets/admin', text: 'random' },
];
const statuses = (folder: string): readonly SecretStatus[] => lookForSecrets(folder, SECRETS).map((state) => state.status);
const make = (folder: string): void => makeSecrets(folder, lookForSecrets(folder, SECRETS));
const read = (folder: string, name: string): string => readFileSync(join(folder, 'secrets', name), 'utf8');

test('missing secrets are made, those that repeat others after them, in a folder for the owner alone', () => {
  const folder = freshFolder();
  expect(statuses(folder)).toEqual(['missing', 'missing', 'missing']);
  make(folder);
  expect(filesIn(folder)).toEqual(['secrets/admin', 'secrets/app', 'secrets/users']);
  expect(read(folder, 'app')).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(read(folder, 'app')).not.toBe(read(folder, 'admin'));
  expect(read(folder, 'users')).toBe(`"app" "${read(folder, 'app')}"\n`);
  expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
  expect(statuses(folder)).toEqual(['present', 'present', 'present']);
});

test('a secret that is there is never touched', () => {
  const folder = freshFolder();
  mkdirSync(join(folder, 'secrets'));
  writeFileSync(join(folder, 'secrets/app'), 'mine\n');
  make(folder);
  expect(read(folder, 'app')).toBe('mine\n');
  expect(read(folder, 'users')).toBe('"app" "mine"\n');
  const admin = read(folder, 'admin');
  make(folder);
  expect(read(folder, 'admin')).toBe(admin);
});

test('one that repeats others is outdated when they change, and made again only when it is deleted', () => {
  const folder = freshFolder();
  make(folder);
  writeFileSync(join(folder, 'secrets/app'), 'new');
  make(folder);
  expect(statuses(folder)).toEqual(['outdated', 'present', 'present']);
  rmSync(join(folder, 'secrets/users'));
  make(folder);
  expect(read(folder, 'users')).toBe('"app" "new"\n');
});

test('a linked folder is used where it is complete, but not written through', () => {
  const folder = freshFolder();
  const vault = freshFolder();
  make(vault);
  symlinkSync(join(vault, 'secrets'), join(folder, 'secrets'));
  expect(statuses(folder)).toEqual(['present', 'present', 'present']);
  rmSync(join(vault, 'secrets/admin'));
  expect(() => statuses(folder)).toThrow(/symbolic link/);
});
