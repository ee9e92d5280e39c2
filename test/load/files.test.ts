import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInProfiles, loadProfile } from '../../src/load.ts';
import { builtInDirectory, complaintsOf, inFolder, type Files } from './workspace.ts';

const complain = (files: Files, profile: string, prepare: (folder: string) => void = () => undefined): string =>
  inFolder(files, (cwd) => {
    prepare(cwd);
    return complaintsOf(() => loadProfile({ profile, sets: [], builtInDirectory, cwd })).join('\n');
  });

test('the built-in profiles are the files of their folder', () => {
  expect(builtInProfiles(builtInDirectory)).toEqual(['large', 'medium', 'small', 'xlarge']);
  expect(builtInProfiles(join(builtInDirectory, 'nowhere'))).toEqual([]);
});

describe('a file that cannot be a profile', () => {
  const big = 'a: b\n'.repeat(300_000);
  test.each<readonly [string, Files, string, string]>([
    ['misspelled built-in name', {}, 'medum', 'there is no profile "medum"\n  did you mean medium? built in: large, medium, small, xlarge; another one is named by its path, such as ./medum.yaml'],
    ['a file named without its ending', { shop: 'extends: medium' }, 'shop', 'there is no profile "shop"\n  did you mean ./shop? built in: large, medium, small, xlarge; another one is named by its path, such as ./shop.yaml'],
    ['missing', {}, './profiles/medum.yaml', './profiles/medum.yaml: there is no such file\n  did you mean medium? built in: large, medium, small, xlarge'],
    ['no name at all', {}, '', 'there is no profile ""\n  built in: large, medium, small, xlarge; another one is named by its path, such as ./.yaml'],
    ['a path with a NUL', {}, './a\0.yaml', '"./a\\u0000.yaml" is no path'],
    ['empty', { 'shop.yaml': '' }, 'shop.yaml', 'shop.yaml: is empty\n  a profile may be as short as: extends: medium'],
    ['comments alone', { 'shop.yaml': '# nothing\n' }, 'shop.yaml', 'shop.yaml: is empty\n  a profile may be as short as: extends: medium'],
    ['a text', { 'shop.yaml': 'hello' }, 'shop.yaml', 'shop.yaml:1:1: expected a profile (key: value), found "hello"\n  a profile may be as short as: extends: medium'],
    ['a list', { 'shop.yaml': '- a' }, 'shop.yaml', 'shop.yaml:1:1: expected a profile (key: value), found a list\n  a profile may be as short as: extends: medium'],
    ['nothing stated', { 'shop.yaml': '{}' }, 'shop.yaml', 'shop.yaml: machine.cpu and machine.memory are not stated\n  state it, such as machine: { cpu: 4, memory: 8GiB }, or extend a profile that does: extends: medium'],
    ['too long', { 'shop.yaml': big }, 'shop.yaml', 'shop.yaml: is 2 MiB long: no profile is longer than 1 MiB'],
    ['binary', { 'shop.yaml': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0x00]) }, 'shop.yaml', 'shop.yaml:1:1: is no text: it contains control characters\n  a profile is a YAML or JSON file'],
    ['control characters', { 'shop.yaml': 'extends: medium\nname: a\u001bb' }, 'shop.yaml', 'shop.yaml:2:8: is no text: it contains control characters\n  a profile is a YAML or JSON file'],
    ['UTF-16', { 'shop.yaml': new Uint8Array([0xff, 0xfe, 0x61, 0x00]) }, 'shop.yaml', 'shop.yaml: is UTF-16, not UTF-8\n  save it as UTF-8'],
    ['Latin-1', { 'shop.yaml': new Uint8Array([...Buffer.from('extends: medium\n# caf'), 0xe9, 0x0a]) }, 'shop.yaml', 'shop.yaml:2:6: is not UTF-8\n  save it as UTF-8'],
    ['Latin-1 after a true replacement character', { 'shop.yaml': new Uint8Array([...Buffer.from('\ufeff# \ufffd é '), 0xe9, 0x0a]) }, 'shop.yaml', 'shop.yaml:1:7: is not UTF-8\n  save it as UTF-8'],
    ['a name that cannot be the name of the stack', { 'My Shop.yaml': 'extends: medium' }, './My Shop.yaml', 'My Shop.yaml: the name of the file, "My Shop", cannot name the stack: expected a plain name (a-z, 0-9 and -, at most 40 characters)\n  state one: name: shop'],
    ['a name that would end a comment', { 'a\nb.yaml': 'extends: medium\nname: shop' }, './a\nb.yaml', 'a\\nb.yaml: its name has characters that cannot stand in a comment\n  rename it: letters, digits, spaces and . _ - @ + ~ ( )'],
  ])('%s', (_what, files, profile, expected) => {
    expect(complain(files, profile)).toBe(expected);
  });

  test('a directory', () => {
    expect(complain({ 'some.yaml/x': '' }, 'some.yaml')).toBe('some.yaml: is a directory, not a profile\n  name a file in it');
  });
  test('100 MB, without reading it', () => {
    expect(complain({ 'shop.yaml': '' }, 'shop.yaml', (folder) => truncateSync(join(folder, 'shop.yaml'), 100_000_000))).toBe('shop.yaml: is 96 MiB long: no profile is longer than 1 MiB');
  });
  test.runIf(existsSync('/usr/bin/mkfifo'))('a named pipe, without waiting for it', () => {
    expect(complain({}, 'shop.yaml', (folder) => execFileSync('mkfifo', [join(folder, 'shop.yaml')]))).toBe('shop.yaml: is no regular file');
  });
  test.runIf(existsSync('/dev/null'))('a device', () => {
    expect(complain({}, '/dev/null')).toMatch(/dev\/null: is no regular file$/);
  });
  test.runIf(existsSync('/proc/self/mem'))('a file that gives an error when it is read', () => {
    expect(complain({}, '/proc/self/mem')).toMatch(/proc\/self\/mem: cannot be read \(EIO\)$/);
  });
  test.runIf(process.platform !== 'win32')('a file without permission to read it', () => {
    const unreadable = (folder: string): void => {
      writeFileSync(join(folder, 'shop.yaml'), 'extends: medium', { mode: 0o000 });
      chmodSync(folder, 0o755);
      if (root) process.seteuid?.(65_534); // root may read everything
    };
    const root = process.geteuid?.() === 0;
    const said = inFolder({}, (cwd) => {
      unreadable(cwd);
      try {
        return complaintsOf(() => loadProfile({ profile: 'shop.yaml', sets: [], builtInDirectory, cwd }));
      } finally {
        if (root) process.seteuid?.(0);
      }
    });
    expect(said).toEqual(['shop.yaml: may not be read\n  check its permissions']);
  });
  test('a symbolic link that leads nowhere, or to a directory', () => {
    expect(complain({}, 'shop.yaml', (folder) => symlinkSync('nowhere', join(folder, 'shop.yaml')))).toContain('shop.yaml: there is no such file');
    expect(complain({}, 'shop.yaml', (folder) => { mkdirSync(join(folder, 'd')); symlinkSync('d', join(folder, 'shop.yaml')); })).toContain('shop.yaml: is a directory, not a profile');
  });
});

describe('syntax', () => {
  test.each([
    ['a tab', 'machine:\n\tcpu: 4', '2:1: a tab cannot indent YAML\n  use spaces'],
    ['an open quote', 'name: "shop', '1:12: not valid YAML: missing closing "quote'],
    ['an open bracket', 'name: [a', '1:9: not valid YAML: flow sequence in block collection must be sufficiently indented and end with a ]'],
    ['a colon in a text', 'name: a: b', '1:7: a value contains ": " or continues wrongly\n  put quotes around it, or indent it'],
    ['a bracket in a key of { }', 'settings: { api.route.timeout[/feed]: 40s }', '1:30: a bracket inside { } begins a list\n  put quotes around the key, such as "api.route.timeout[/feed]": 40s'],
    ['two documents', 'extends: medium\n---\nname: x', '2:1: a second YAML document begins here\n  a profile is one document: take the --- out'],
    ['a tag', 'name: !!str shop', '1:13: a profile needs no YAML tags, found "tag:yaml.org,2002:str"'],
    ['a tag that would run code elsewhere', 'name: !!js/function "x"', '1:21: a profile needs no YAML tags, found "tag:yaml.org,2002:js/function"'],
    ['an unknown anchor', 'name: *x', '1:7: there is no anchor "x"'],
    ['a key that is a list', '? [a]\n: 1', '1:3: a key is a plain word'],
    ['a key that is an alias', 'name: &n shop\n*n : 1', '2:1: a key is a plain word'],
    ['deep nesting', 'name: ' + '['.repeat(100_000), '1:54: nested too deeply to be a profile'],
    ['deep indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '48:49: nested too deeply to be a profile'],
    ['an alias of itself', 'name: &a [*a]', '1:10: nested too deeply to be a profile'],
    ['an alias bomb', ['a: &a [x,x,x,x,x,x,x,x,x,x]', ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[at]}`).join(',')}]`)].join('\n'), '1:10: too many values for a profile, aliases counted each time'],
    ['a very long list', `name: [${'1,'.repeat(100_000)}]`, '1:40004: too many lines and values for a profile'],
  ])('%s', (_what, text, expected) => {
    expect(complain({ 'shop.yaml': text }, 'shop.yaml')).toBe(`shop.yaml:${expected}`);
  });
});

describe('extends', () => {
  test.each<readonly [string, Files, string]>([
    ['an unknown name', { 'shop.yaml': 'name: x\nextends: medum' }, 'shop.yaml:2:10: there is no profile "medum"\n  did you mean medium? built in: large, medium, small, xlarge; another one is named by its path, such as ./medum.yaml'],
    ['a missing file', { 'shop.yaml': 'extends: ../base.yaml' }, 'shop.yaml:1:10: extends: ../base.yaml: there is no such file'],
    ['a directory', { 'shop.yaml': 'extends: ./b.yaml', 'b.yaml/x': '' }, 'shop.yaml:1:10: extends: b.yaml: is a directory, not a profile\n  name a file in it'],
    ['itself', { 'shop.yaml': 'extends: ./shop.yaml' }, 'shop.yaml:1:10: extends goes round in a circle: shop.yaml -> shop.yaml'],
    ['a circle', { 'shop.yaml': 'extends: ./b/b.yaml', 'b/b.yaml': 'extends: ../c.yaml', 'c.yaml': 'extends: shop.yaml' }, 'c.yaml:1:10: extends goes round in a circle: shop.yaml -> b/b.yaml -> c.yaml -> shop.yaml'],
    ['too many', { 'shop.yaml': 'extends: ./p1.yaml', ...Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at + 1}.yaml`, `extends: ./p${at + 2}.yaml`])) }, 'p7.yaml:1:10: more than 8 profiles extend one another'],
    ['an absolute path', { 'shop.yaml': 'extends: /etc/passwd' }, 'shop.yaml:1:10: extends: expected the name of a built-in profile or a relative path to a profile, found "/etc/passwd"'],
    ['a file that is no profile', { 'shop.yaml': 'extends: ./secret.txt', 'secret.txt': 'x' }, 'shop.yaml:1:10: extends: expected a path that ends in .yaml, .yml or .json, found "./secret.txt"'],
    ['a broken base', { 'shop.yaml': 'extends: ./b.yaml', 'b.yaml': 'machine: {cpu: 0}' }, 'b.yaml:1:16: machine.cpu: expected a number of CPU cores from 0.1 to 1024, found 0'],
    ['a base with broken syntax', { 'shop.yaml': 'extends: ./b.yaml', 'b.yaml': 'a: "' }, 'b.yaml:1:5: not valid YAML: missing closing "quote'],
  ])('%s', (_what, files, expected) => {
    expect(complain(files, 'shop.yaml')).toBe(expected);
  });
});

test('problems are told together: the profile first, line by line, at most twenty and the rest counted', () => {
  const many = Array.from({ length: 25 }, (_, at) => `  db.postgres.nothing_${at}: 1`).join('\n');
  const complaints = complain({ 'shop.yaml': `extends: ./b.yaml\nmachine: { cpu: 0, memory: 1 }\nsettings:\n${many}`, 'b.yaml': 'color: red\nextends: medium' }, 'shop.yaml').split('\n').filter((line) => !line.startsWith('  '));
  expect(complaints.slice(0, 3)).toEqual([
    'shop.yaml:2:17: machine.cpu: expected a number of CPU cores from 0.1 to 1024, found 0',
    'shop.yaml:2:28: machine.memory: expected a size such as 512MiB, found 1',
    'shop.yaml:4:3: settings: unknown setting "db.postgres.nothing_0"',
  ]);
  expect(complaints.slice(19)).toEqual(['shop.yaml:21:3: settings: unknown setting "db.postgres.nothing_17"', 'and 8 more']);
});
