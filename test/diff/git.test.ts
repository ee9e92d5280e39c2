import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { genDiff, repository, type Repository } from './repository.ts';

const SHOP = 'extends: medium\nmachine: { cpu: 4, memory: 8GiB }\n';
const LARGER = SHOP.replace('8GiB', '12GiB');

const CLI = join(import.meta.dirname, '../../dist/cli.cjs');
const NOBODY = 65_534;

const made: { readonly remove: () => void }[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));
const fresh = (name?: string): Repository => {
  const one = repository(name);
  made.push(one);
  return one;
};

/** `main` with a shop of 8 GiB, `feature` (checked out) with one of 12 GiB. */
function grown(prefix = '', name?: string): Repository {
  const one = fresh(name);
  one.commit({ [`${prefix}profiles/shop.yaml`]: SHOP, [`${prefix}profiles/blog.yaml`]: 'extends: small\n' });
  one.git('checkout', '--quiet', '-b', 'feature');
  one.commit({ [`${prefix}profiles/shop.yaml`]: LARGER });
  return one;
}

const BECAUSE = 'machine.memory 8GiB -> 12GiB, profiles/shop.yaml:2:28';
const jsonOf = ({ out }: { readonly out: string }) => JSON.parse(out) as { readonly before: string; readonly after: string; readonly summary: Readonly<Record<string, unknown>>; readonly stacks: readonly { readonly name: string; readonly happened: string; readonly before?: string; readonly after?: string }[]; readonly notes: readonly string[] };

describe('gen diff --base', () => {
  test('tells what a branch changes, from the line that moved', async () => {
    const { folder } = grown();
    const ran = await genDiff(folder, [], { base: 'main' });
    expect(ran.code).toBe(0);
    expect(ran.out).toContain('1 of 2 stacks differs');
    expect(ran.out).toContain(`because ${BECAUSE}`);
    expect((await genDiff(folder, [], { base: 'main', exitCode: true })).code).toBe(1);
    expect((await genDiff(folder, [], { base: 'HEAD', exitCode: true })).code).toBe(0);
  });

  test('leaves out what came to the base since the branches parted', async () => {
    const { folder, git, commit } = grown();
    const parted = git('rev-parse', 'main');
    git('checkout', '--quiet', 'main');
    commit({ 'profiles/blog.yaml': 'extends: small\nmachine: { cpu: 1, memory: 3GiB }\n' });
    git('checkout', '--quiet', 'feature');
    const told = jsonOf(await genDiff(folder, [], { base: 'main', format: 'json' }));
    expect(told.before).toBe(`main at ${parted.slice(0, 7)}, merge base`);
    expect(told.stacks.map(({ name }) => name)).toEqual(['shop']);
    expect(told.summary).toMatchObject({ stacks: 2, changed: 1, added: 0, removed: 0, refused: 0 });
  });

  test('compares histories that have nothing in common as they are, and says so', async () => {
    const { folder, git, commit } = grown();
    git('checkout', '--quiet', '--orphan', 'alone');
    commit({ 'profiles/shop.yaml': LARGER.replace('12', '16') });
    const told = jsonOf(await genDiff(folder, [], { base: 'main', format: 'json' }));
    expect(told.stacks.map(({ name }) => name)).toEqual(['shop']);
    expect(told.notes).toEqual(['main and HEAD have no common commit here: compared with main itself']);
  });

  test('names any two revisions: tags, commits, earlier ones', async () => {
    const { folder, git } = grown();
    git('tag', '--annotate', '--message', 'first', 'v1', 'main');
    const told = jsonOf(await genDiff(folder, [], { base: 'v1', head: 'feature', format: 'json' }));
    expect(told.before).toMatch(/^v1 at [0-9a-f]{7}$/);
    expect(told.after).toMatch(/^feature at [0-9a-f]{7}$/);
    expect(jsonOf(await genDiff(folder, [], { base: 'feature', head: 'v1', format: 'json' })).summary).toMatchObject({ changed: 0 });
    expect(jsonOf(await genDiff(folder, [], { base: 'HEAD~1', format: 'json' })).summary).toMatchObject({ changed: 1 });
  });

  test('compares the files as they are with --head .', async () => {
    const { folder, write } = grown();
    write({ 'profiles/shop.yaml': LARGER.replace('12', '16') });
    const committed = await genDiff(folder, [], { base: 'main' });
    expect(committed.out).toContain('profiles/shop.yaml has changes that are not committed and not part of this; --head . compares the files as they are');
    expect(committed.out).toContain(`because ${BECAUSE}`);
    const asTheyAre = await genDiff(folder, [], { base: 'main', head: '.' });
    expect(asTheyAre.out).toContain('machine.memory 8GiB -> 16GiB');
    write({ 'profiles/new.yaml': 'extends: small\n' });
    expect((await genDiff(folder, [], { base: 'main' })).out).toContain('profiles/shop.yaml and 1 other have changes that are not committed');
    expect(asTheyAre.out).not.toContain('not committed');
  });

  test('in a folder of a larger repository compares the profiles of that folder', async () => {
    const { folder } = grown('services/shop räume/');
    const ran = await genDiff(join(folder, 'services/shop räume'), [], { base: 'main' });
    expect(ran.out).toContain(`because ${BECAUSE}`);
    const outside = await genDiff(folder, [], { base: 'main' });
    expect(outside.err).toMatch(/^there is no profile in the folder profiles, neither in main at [0-9a-f]{7} nor in HEAD at [0-9a-f]{7}/);
    const named = await genDiff(folder, [], { base: 'main', profile: ['services/shop räume/profiles/shop.yaml'] });
    expect(named.out).toContain('machine.memory 8GiB -> 12GiB, services/shop räume/profiles/shop.yaml:2:28');
  });

  test('finds a change in a base that several profiles extend, and leaves the others alone', async () => {
    const { folder, git, commit } = fresh();
    commit({ 'profiles/_base.yaml': SHOP, 'profiles/eu/one.yaml': 'extends: ../_base.yaml\n', 'profiles/eu/two.yaml': 'extends: "../_base.yaml"\nname: deux\n', 'profiles/own.yaml': 'extends: small\n' });
    git('checkout', '--quiet', '-b', 'feature');
    commit({ 'profiles/_base.yaml': LARGER });
    const told = jsonOf(await genDiff(folder, [], { base: 'main', format: 'json' }));
    expect(told.stacks.map(({ name }) => name)).toEqual(['one', 'deux']);
    expect(told.summary).toMatchObject({ stacks: 3, changed: 2 });
    expect((await genDiff(folder, [], { base: 'main', profile: ['profiles/eu/one.yaml'] })).out).toContain('machine.memory 8GiB -> 12GiB, profiles/_base.yaml:2:28');
  });

  test('finds it however the base is named', async () => {
    const { folder, git, commit } = fresh();
    const spellings = ['extends: ./_base.yaml\n', '"extends": "./_base.yaml"\n', "extends: './_base.yaml' # comment\n", 'extends: ./_base.yaml # extends\n', '{ extends: ./_base.yaml }\n', '{"extends":"./_base.yaml"}', 'extends:\n  ./_base.yaml\n', 'extends: >-\n  ./_base.yaml\n', '"\\u0065xtends": ./_base.yaml\n', 'extends: _base\n', 'extends: ./_base.yaml\r\n'];
    commit({ 'profiles/_base.yaml': SHOP, ...Object.fromEntries(spellings.map((text, i) => [`profiles/p${i}.yaml`, text])) });
    git('checkout', '--quiet', '-b', 'feature');
    commit({ 'profiles/_base.yaml': LARGER });
    expect(jsonOf(await genDiff(folder, [], { base: 'main', format: 'json' })).summary).toMatchObject({ stacks: spellings.length, changed: spellings.length, refused: 0 });
  });

  test('tells profiles that came, went, and were renamed', async () => {
    const { folder, git, commit } = fresh();
    commit({ 'profiles/gone.yaml': 'extends: small\n', 'profiles/other.yaml': 'extends: small\n', 'profiles/shop.yaml': SHOP, 'profiles/wiki.yaml': 'extends: small\nname: docs\n' });
    git('checkout', '--quiet', '-b', 'feature');
    commit({ 'profiles/gone.yaml': undefined, 'profiles/shop.yaml': undefined, 'profiles/store.yaml': `${SHOP}# one more line\n`, 'profiles/wiki.yaml': undefined, 'profiles/docs.yaml': 'extends: medium\nname: docs\n', 'profiles/new.yaml': 'extends: large\n', 'profiles/other.yaml': 'extends: small\nname: another\n' });
    const told = jsonOf(await genDiff(folder, [], { base: 'main', format: 'json' }));
    expect(told.stacks.map(({ name, happened }) => [name, happened])).toEqual([['docs', 'changed'], ['new', 'added'], ['another', 'changed'], ['store', 'changed'], ['gone', 'removed']]);
    expect(told.notes).toEqual(['profiles/wiki.yaml is now profiles/docs.yaml', 'profiles/other.yaml names its stack another instead of other: what was rendered as other stays where it is', 'profiles/shop.yaml is now profiles/store.yaml, and its stack store instead of shop: what was rendered as shop stays where it is']);
  });

  test('tells a profile that cannot be sized with its line, goes on with the others, and ends with 2', async () => {
    const { folder, git, commit } = grown();
    commit({ 'profiles/broken.yaml': 'extends: small\nmachine: { cpus: 4 }\n' });
    const head = await genDiff(folder, [], { base: 'main' });
    expect(head.code).toBe(2);
    expect(head.out).toContain(BECAUSE);
    expect(head.out).toContain('1 profile could not be compared');
    expect(head.err).toContain('profiles/broken.yaml:2:12: machine: unknown key "cpus" (at HEAD)');
    git('checkout', '--quiet', '-b', 'repaired');
    commit({ 'profiles/broken.yaml': 'extends: small\nmachine: { cpu: 4 }\n' });
    const base = await genDiff(folder, [], { base: 'feature' });
    expect(base.code).toBe(0);
    expect(base.out).toContain('profiles/broken.yaml:2:12: machine: unknown key "cpus" (at feature): is told as new');
  });

  test('names what cannot be a revision, and what was probably meant', async () => {
    const { folder } = grown();
    expect((await genDiff(folder, [], { base: 'mian' })).err).toBe('--base: there is no revision "mian"\n  did you mean main?');
    expect((await genDiff(folder, [], { base: 'main', head: 'featur' })).err).toBe('--head: there is no revision "featur"\n  did you mean feature?');
    for (const base of ['--output=x', '-p', '', 'main\nHEAD', ':/one', 'HEAD:profiles']) expect((await genDiff(folder, [], { base })).err, base).toMatch(/^--base: there is no revision/);
    expect((await genDiff(folder, [], { base: 'main...feature' })).err).toBe('--base: expected one revision, found "main...feature"\n  two are said as --base main --head feature');
    expect(readdirSync(folder).sort()).toEqual(['.git', 'profiles']);
  });
});

describe('a repository is only read', () => {
  /** All that a run could leave behind. */
  const traces = ({ folder, git }: Repository): object => ({
    status: git('--no-optional-locks', 'status', '--porcelain'),
    index: statSync(join(folder, '.git/index')).mtimeMs,
    objects: git('count-objects', '-v'),
    refs: git('for-each-ref'),
    files: readdirSync(join(folder, '.git'), { recursive: true, encoding: 'utf8' }).sort(),
  });

  test('no file, object or reference is added, and the index is not refreshed', async () => {
    const one = grown();
    one.write({ 'profiles/shop.yaml': LARGER });
    const before = traces(one);
    await genDiff(one.folder, [], { base: 'main' });
    await genDiff(one.folder, [], { base: 'main', head: '.' });
    expect(traces(one)).toEqual(before);
  });

  test('what its configuration says to run is not run', async () => {
    const { folder, git } = grown();
    const trap = join(folder, '.git/trap');
    writeFileSync(trap, `#!/bin/sh\ntouch "${folder}/sprung"\n`);
    chmodSync(trap, 0o755);
    for (const key of ['core.fsmonitor', 'core.pager', 'core.editor', 'diff.external', 'diff.trap.textconv', 'diff.trap.command', 'filter.trap.clean', 'filter.trap.smudge', 'filter.trap.process', 'core.sshCommand', 'core.askPass', 'credential.helper']) git('config', key, trap);
    git('config', 'pager.cat-file', trap);
    for (const hook of ['post-index-change', 'reference-transaction', 'post-checkout']) writeFileSync(join(folder, '.git/hooks', hook), `#!/bin/sh\ntouch "${folder}/sprung"\n`, { mode: 0o755 });
    writeFileSync(join(folder, '.git/info/attributes'), '* diff=trap filter=trap\n');
    rmSync(join(folder, 'sprung'), { force: true });
    const ran = await genDiff(folder, [], { base: 'main' });
    expect(ran.out).toContain(BECAUSE);
    await genDiff(folder, [], { base: 'main', head: '.' });
    expect(readdirSync(folder)).not.toContain('sprung');
  });

  test('what a partial clone lacks is fetched by no program that its configuration names, not even by a git that fetches unasked', async () => {
    const { folder, git } = grown();
    const id = git('rev-parse', 'main:profiles/shop.yaml');
    rmSync(join(folder, '.git/objects', id.slice(0, 2), id.slice(2)));
    for (const [key, value] of [['core.repositoryformatversion', '1'], ['extensions.partialClone', 'origin'], ['remote.origin.promisor', 'true'], ['protocol.ext.allow', 'always'], ['remote.origin.url', `ext::touch ${folder}/sprung`]] as const) git('config', key, value);
    const before = process.env['PATH'];
    mkdirSync(join(folder, '.git/bin'));
    // Git before 2.44 does not know the variable that forbids it to fetch.
    writeFileSync(join(folder, '.git/bin/git'), `#!/bin/sh\nunset GIT_NO_LAZY_FETCH\nPATH='${before}'\nexec git "$@"\n`, { mode: 0o755 });
    process.env['PATH'] = `${join(folder, '.git/bin')}:${before}`;
    try {
      expect((await genDiff(folder, [], { base: 'main' })).out).toContain('profiles/shop.yaml: its content is not in this repository (at main): is told as new');
    } finally {
      process.env['PATH'] = before;
    }
    expect(readdirSync(folder)).not.toContain('sprung');
  });

  /** Runs the program as somebody who may not write there; root is stopped by no permission, so it becomes nobody. */
  function asNobody(folder: string, env: Readonly<Record<string, string>> = {}) {
    chmodSync(folder, 0o755);
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    return spawnSync(process.execPath, [CLI, 'diff', '--base', 'main'], { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1', ...env }, ...user });
  }

  test('a checkout that may not be written is enough', () => {
    const { folder } = grown();
    const lock = (mode: number): void => ['.git/objects', '.git', 'profiles'].forEach((path) => chmodSync(join(folder, path), mode));
    lock(0o555);
    const ran = asNobody(folder, { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' });
    lock(0o755);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain(BECAUSE);
  });

  test.runIf(process.getuid?.() === 0)('a checkout of somebody else is refused as git refuses it, with what to do', () => {
    const { folder } = grown();
    expect(asNobody(folder).stderr).toBe(`error  git does not read ${folder}: the folder belongs to somebody else\n  where you trust it: git config --global --add safe.directory ${folder}\n`);
  });
});

describe('repositories of every kind', () => {
  test('a bare one', async () => {
    const { folder, git } = grown();
    const bare = fresh();
    git('push', '--quiet', bare.folder, 'main:refs/heads/base', 'feature:refs/heads/next');
    const inside = join(bare.folder, '.git');
    bare.git('config', 'core.bare', 'true');
    expect((await genDiff(inside, [], { base: 'base', head: 'next' })).out).toContain(BECAUSE);
    expect((await genDiff(inside, [], { base: 'base', head: '.' })).err).toMatch(/^--head: a bare repository has no files of its own/);
    expect(folder).not.toBe(bare.folder);
  });

  test('a second work tree, whose .git is a file', async () => {
    const { folder, git } = grown();
    git('worktree', 'add', '--quiet', `${folder}/beside`, '--detach', 'feature');
    expect((await genDiff(join(folder, 'beside'), [], { base: 'main' })).out).toContain(BECAUSE);
  });

  test('one whose ids are SHA-256', async () => {
    const { folder, git, commit } = fresh();
    rmSync(join(folder, '.git'), { recursive: true });
    git('init', '--quiet', '--initial-branch=main', '--object-format=sha256');
    commit({ 'profiles/shop.yaml': SHOP });
    commit({ 'profiles/shop.yaml': LARGER });
    expect((await genDiff(folder, [], { base: 'HEAD~1' })).out).toContain(BECAUSE);
  });

  test('a shallow clone: says that the base is not there, or that no common commit is, and what to do', async () => {
    const { folder, git, commit } = grown();
    git('checkout', '--quiet', 'main');
    commit({ 'profiles/blog.yaml': 'extends: small\nmachine: { cpu: 1, memory: 3GiB }\n' });
    const clone = fresh();
    rmSync(clone.folder, { recursive: true });
    git('clone', '--quiet', '--depth', '1', '--branch', 'feature', `file://${folder}`, clone.folder);
    expect((await genDiff(clone.folder, [], { base: 'origin/main' })).err).toMatch(/^--base: there is no revision "origin\/main"\n {2}only a part of the history is here; fetch all of it: git fetch --unshallow, or in CI fetch-depth: 0 of actions\/checkout/);
    clone.git('fetch', '--quiet', '--depth', '1', 'origin', 'main:refs/remotes/origin/main');
    const told = jsonOf(await genDiff(clone.folder, [], { base: 'origin/main', format: 'json' }));
    expect(told.notes[0]).toMatch(/^origin\/main and HEAD have no common commit here: compared with origin\/main itself, and only a part of the history is here; fetch all of it/);
    expect(told.stacks.map(({ name }) => name)).toEqual(['blog', 'shop']);
  });

  test('a partial clone without the files: fetches nothing, and says how to', async () => {
    const { folder, git } = grown();
    git('config', 'uploadpack.allowFilter', 'true');
    const clone = fresh();
    rmSync(clone.folder, { recursive: true });
    git('clone', '--quiet', '--filter=blob:none', '--no-checkout', '--branch', 'feature', `file://${folder}`, clone.folder);
    const before = clone.git('count-objects', '-v');
    const ran = await genDiff(clone.folder, [], { base: 'origin/main' });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('partial clone');
    expect(ran.err).toContain('git fetch --refetch --no-filter');
    expect(clone.git('count-objects', '-v')).toBe(before);
  });

  test('links inside of it are followed, and those that lead out, into a submodule or in a circle are told', async () => {
    const { folder, git, commit, write } = fresh();
    mkdirSync(join(folder, 'profiles'));
    symlinkSync('../conf/shop.yaml', join(folder, 'profiles/shop.yaml'));
    commit({ 'conf/shop.yaml': SHOP });
    git('checkout', '--quiet', '-b', 'feature');
    write({ 'conf/shop.yaml': LARGER });
    symlinkSync('/etc/hostname', join(folder, 'profiles/out.yaml'));
    symlinkSync('../../up.yaml', join(folder, 'profiles/up.yaml'));
    symlinkSync('round.yaml', join(folder, 'profiles/round.yaml'));
    symlinkSync('../vendored/x.yaml', join(folder, 'profiles/sub.yaml'));
    git('add', '--all');
    git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'main')},vendored`);
    git('commit', '--quiet', '--message', 'links');
    const ran = await genDiff(folder, [], { base: 'main' });
    expect(ran.out).toContain('machine.memory 8GiB -> 12GiB');
    expect(ran.err.split('\n').filter((line) => line !== '').sort()).toEqual([
      'error  profiles/out.yaml: is a symbolic link that leads out of the repository (at HEAD)',
      'error  profiles/round.yaml: is a symbolic link that leads in a circle (at HEAD)',
      'error  profiles/sub.yaml: lies in the submodule vendored, which is a repository of its own (at HEAD)',
      'error  profiles/up.yaml: is a symbolic link that leads out of the repository (at HEAD)',
    ]);
  });

  test('a pointer of Git LFS and a file too long are told as what they are', async () => {
    const { folder, commit } = grown();
    commit({ 'profiles/large.yaml': `# ${'x'.repeat(1024 * 1024)}\n`, 'profiles/lfs.yaml': `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12\n` });
    const ran = await genDiff(folder, [], { base: 'main' });
    expect(ran.err).toContain('profiles/large.yaml: is 2 MiB long: no profile is longer than 1 MiB (at HEAD)');
    expect(ran.err).toContain('profiles/lfs.yaml: is a pointer of Git LFS');
  });

  test('none at all, one without commits, and one that GIT_DIR names', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-none-'));
    made.push({ remove: () => rmSync(folder, { recursive: true, force: true }) });
    expect((await genDiff(folder, [], { base: 'main' })).err).toBe('there is no git repository here\n  start it inside a repository, or compare two files: gen diff before.yaml after.yaml');
    expect((await genDiff(fresh().folder, [], { base: 'main' })).err).toBe('--base: there is no revision "main"\n  the repository has no commits yet');
    const named = grown();
    renameSync(join(named.folder, '.git'), join(named.folder, 'elsewhere.git'));
    const before = process.env['GIT_DIR'];
    process.env['GIT_DIR'] = join(named.folder, 'elsewhere.git');
    try {
      expect((await genDiff(named.folder, [], { base: 'main' })).out).toContain(BECAUSE);
    } finally {
      if (before === undefined) delete process.env['GIT_DIR'];
      else process.env['GIT_DIR'] = before;
    }
  });

  test('where git is not installed, says what needs it', async () => {
    const { folder } = grown();
    const before = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      expect((await genDiff(folder, [], { base: 'main' })).err).toBe('git is not installed: it reads the revisions\n  install git, or compare two files: gen diff before.yaml after.yaml');
    } finally {
      process.env['PATH'] = before;
    }
  });
});
