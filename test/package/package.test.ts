import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replay } from '../cli/replay.ts';
import { parse, show } from '../cli/transcript.ts';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { install, must, NODES, pack, type Packed } from './tarball.ts';

const root = join(import.meta.dirname, '../..');
const README = readFileSync(join(root, 'README.md'), 'utf8');
const MIB = 2 ** 20;
/** Licences, by their SPDX names, that ask for nothing but their text. */
const PERMISSIVE = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT', 'Zlib'];

/** What a tarball may hold; everything else was left in it by mistake. */
const SHIPPED: readonly RegExp[] = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^profiles\/([a-z]+\.yaml|profile\.schema\.json)$/,
  /^dist\/(cli|program|load)\.cjs$/, /^dist\/(index|server)\.js$/, /^dist\/[a-z]+-[A-Z0-9]{8}\.js$/,
  /^dist\/LICENCES\.md$/, /^dist\/completion\/gen\.(bash|zsh|fish)$/, /^dist\/types\/.*\.d\.ts$/,
  /^ci\//,
];

let packed: Packed;
describeWith('the package', [...NODES], () => {
  beforeAll(() => { packed = pack(); }, 300_000);
  afterAll(() => rmSync(packed.folder, { recursive: true, force: true }), 60_000);

  it('holds the program and what it needs, and is small', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !SHIPPED.some((pattern) => pattern.test(path)))).toEqual([]);
    for (const path of ['dist/cli.cjs', 'dist/program.cjs', 'dist/index.js', 'dist/server.js', 'dist/load.cjs', 'dist/types/src/index.d.ts', 'dist/types/src/server/index.d.ts', 'profiles/small.yaml', 'LICENSE']) expect(paths).toContain(path);
    expect(packed.size).toBeLessThan(3 * MIB);
  });

  it('names each package whose code it holds, with its licence, all of them permissive', () => {
    const sections = must(spawnSync('tar', ['-xOzf', packed.path, 'package/dist/LICENCES.md'], { encoding: 'utf8' })).split(/^## /m).slice(1);
    const titles = sections.map((section) => /^(\S+) \S+ \((.*)\)$/m.exec(section.split('\n')[0] ?? ''));
    expect(titles.map((title) => title?.[1])).toEqual(expect.arrayContaining([...imported()]));
    for (const title of titles) for (const id of (title?.[2] ?? '').replace(/[()]/g, '').split(/ (?:AND|OR) /)) expect(PERMISSIVE).toContain(id);
    for (const section of sections) expect(section).toMatch(/copyright/i);
  });

  describe.each(NODES)('on %s', (node) => {
    let installed: ReturnType<typeof install>;
    beforeAll(() => { installed = install(packed, node); }, 120_000);
    const type = (line: string, folder = installed.folder) => spawnSync('sh', ['-c', line], { cwd: folder, env: installed.env, encoding: 'utf8' });

    it('installs from nowhere but its tarball, and brings no other package', () => {
      expect(readdirSync(join(installed.folder, 'node_modules')).sort()).toEqual(['.bin', '.package-lock.json', 'plumbline']);
      expect(readdirSync(join(installed.folder, 'node_modules/.bin')).sort()).toEqual(['gen', 'plumbline']);
      expect(must(type('node --version')).slice(1)).toBe(`${requireTool(node).version}\n`);
      expect(must(type('npx --offline gen --version'))).toBe(must(type('plumbline --version')));
    });

    it('does what the README shows', () => {
      const pieces = parse(README);
      expect(pieces.some(({ kind }) => kind === 'console')).toBe(true);
      expect(show(replay(pieces, installed.env['PATH'] ?? ''))).toBe(README);
    });

    it('runs the lines that the README says to type', () => {
      const lines = typedIn(README);
      expect(lines).toContain('npx gen --profile medium');
      const folder = join(installed.folder, 'typed');
      mkdirSync(folder);
      symlinkSync('../node_modules', join(folder, 'node_modules'));
      writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
      for (const line of lines) expect([0, 1], `${line}\n`).toContain(type(line, folder).status);
    });

    it('renders in several threads, and its V8 minds nothing that it is told', () => {
      expect(type('gen --all --jobs 2 --quiet --out threads')).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(readdirSync(join(installed.folder, 'threads')).sort()).toEqual(['large', 'medium', 'small', 'xlarge']);
    });

    it('keeps what Node has compiled below the folder of the user, and goes on without one', () => {
      const keeps = node === 'node-20' ? [] : ['compiled'];
      must(type('XDG_CACHE_HOME=$PWD/kept gen checks'));
      expect(existsSync(join(installed.folder, 'kept/plumbline')) ? readdirSync(join(installed.folder, 'kept/plumbline')) : []).toEqual(keeps);
      expect(type('HOME=/nonexistent gen checks')).toMatchObject({ status: 0, stderr: '' });
      expect(type('unset HOME; gen checks')).toMatchObject({ status: 0, stderr: '' });
    });

    it('is imported and required, the library and the runtime of servers', () => {
      writeFileSync(join(installed.folder, 'a.mjs'), "import { check, loadProfile, render, size, builtInDirectory } from 'plumbline';\nimport { serve } from 'plumbline/server';\nconst plan = size(loadProfile({ profile: 'small', sets: [], builtInDirectory, cwd: '.' }));\nconsole.log(check(plan).findings.length, (await render(plan)).length > 10, typeof serve);\n");
      writeFileSync(join(installed.folder, 'b.cjs'), "console.log(typeof require('plumbline').size, typeof require('plumbline/server').serve, require('plumbline/package.json').name);\n");
      expect(must(type('node a.mjs'))).toBe('0 true function\n');
      expect(must(type('node b.cjs'))).toBe('function function plumbline\n');
    });
  });

  it.each(['nodenext', 'bundler'])('has types for %s', (resolution) => {
    const { folder } = install(packed, 'node-24');
    writeFileSync(join(folder, 'a.mts'), "import { size, loadProfile, builtInDirectory, type Stack } from 'plumbline';\nimport { serve, type Config } from 'plumbline/server';\nconst plan: Stack = size(loadProfile({ profile: 'small', sets: [], builtInDirectory, cwd: '.' }));\nexport const name: string = plan.name;\nexport const start = (config: Config): string => config.name + String(serve);\n// @ts-expect-error a plan has no such part\nexport const wrong = plan.nonsense;\n");
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, noEmit: true, module: resolution === 'bundler' ? 'esnext' : resolution, moduleResolution: resolution, target: 'es2023', types: ['node'] }, files: ['a.mts'] }));
    mkdirSync(join(folder, 'node_modules/@types'));
    symlinkSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'));
    expect(spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })).toMatchObject({ status: 0, stdout: '' });
  });
});

/** Writes the validator of profiles when their schema changes; no part of the program. */
const GENERATOR = join('profile', 'generate.ts');

/** The packages that the sources import by name: all are bundled, but for those that an application brings. */
function imported(): ReadonlySet<string> {
  const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly peerDependencies: Readonly<Record<string, string>> };
  const texts = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts') && path !== GENERATOR).map((path) => readFileSync(join(root, 'src', path), 'utf8'));
  const specifiers = texts.flatMap((text) => [...text.matchAll(/^import (?!type )[^']*'([^'.][^']*)'|import\('([^'.][^']*)'\)/gm)].map((match) => match[1] ?? match[2] ?? ''));
  const packages = specifiers.filter((name) => !name.startsWith('node:')).map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return new Set(packages.filter((name) => !(name in peerDependencies)));
}

/** What a README tells to type: lines of `sh` blocks, and those that are set off, without those that install or concern this repository. */
function typedIn(readme: string): readonly string[] {
  const blocks = [...readme.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n'));
  const setOff = readme.split('\n').flatMap((line) => (/^ {4}(npx|npm) /.test(line) ? line.trim() : []));
  return [...blocks, ...setOff].flatMap((line) => line.replace(/\s+#.*$/, '').split(' && ')).filter((line) => /^(npx )?(gen|plumbline) /.test(line));
}
