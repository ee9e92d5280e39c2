// Builds dist/: the program (cli.cjs, program.cjs, program.cache), the load generator (load.cjs), the runtime of Node servers (server.js), and the library (index.js and its chunks).
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lazily } from './build/lazy.mjs';
import { writeLicences } from './build/licences.mjs';
import { esbuildTables } from './build/tables.mjs';
import { esbuildTemplates } from './build/templates.mjs';

const root = import.meta.dirname;
// Built beside it and put in its place when it is whole: whoever runs the program meanwhile finds the old one.
const out = mkdtempSync(join(root, '.dist-'));
const common = { absWorkingDir: root, bundle: true, minify: true, platform: 'node', target: 'node20', legalComments: 'none', logLevel: 'warning', plugins: [esbuildTables, esbuildTemplates] };
/** Bundled CommonJS asks for Node's own modules with `require`, which ES modules lack. */
const REQUIRE = "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

try {
  await buildLibrary();
  await buildProgram();
  putInPlace();
} finally {
  rmSync(out, { recursive: true, force: true });
}
linkOwnBins();
linkOwnPackage();

/** The library: ES modules, so that whoever imports it pays only for what is used. */
async function buildLibrary() {
  await build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: out,
    splitting: true,
    format: 'esm',
    banner: { js: REQUIRE },
  });
}

/** The program: one function, which the launcher calls; only such a script can be loaded with a code cache. */
async function buildProgram() {
  const generator = await buildGenerator();
  const runtime = await buildRuntime();
  const { metafile } = await build({
    ...common,
    metafile: true,
    entryPoints: { program: 'src/cli.ts' },
    outdir: out,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': '__url' },
    banner: { js: "(function(require,__filename){const module={exports:{}},__url=require('node:url').pathToFileURL(__filename).href;" },
    footer: { js: '})' },
    plugins: [...common.plugins, lazily('child_process')],
  });
  // The launcher reads it as Latin-1; esbuild escapes texts, but not regular expressions.
  if (/[^\0-\x7f]/.test(readFileSync(join(out, 'program.cjs'), 'utf8'))) throw new Error('program.cjs is not ASCII: escape what is not in a regular expression');
  writeLicences(root, { inputs: { ...metafile.inputs, ...generator.inputs, ...runtime.inputs } }, join(out, 'LICENCES.md'));
  copyFileSync(join(root, 'build/launcher.cjs'), join(out, 'cli.cjs'));
  chmodSync(join(out, 'cli.cjs'), 0o755);
  warmUp();
}

/** The load generator: a process of its own, with its own libraries. */
async function buildGenerator() {
  const { metafile } = await build({ ...common, metafile: true, entryPoints: { load: 'src/bench/load/main.ts' }, outdir: out, outExtension: { '.js': '.cjs' }, format: 'cjs' });
  return metafile;
}

/** The runtime of Node servers. Not minified: its lines stand in the stack traces of those who use it. */
async function buildRuntime() {
  const { metafile } = await build({ ...common, minify: false, metafile: true, entryPoints: { server: 'src/server/index.ts' }, outdir: out, format: 'esm', banner: { js: REQUIRE } });
  return metafile;
}

/** Keeps what V8 compiles for the commonest command. Without profiles there is nothing to run, and no cache. */
function warmUp() {
  if (!existsSync(join(root, 'profiles/medium.yaml'))) return;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-build-'));
  try {
    const script = [join(root, 'build/code-cache.cjs'), join(out, 'cli.cjs'), join(out, 'program.cache'), '--profile', 'medium'];
    // The second run finds the files of the first, and adds what only then is run.
    for (let run = 0; run < 2; run++) spawnSync(process.execPath, script, { cwd: folder, stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function putInPlace() {
  const dist = join(root, 'dist');
  const old = mkdtempSync(join(root, '.dist-'));
  if (existsSync(dist)) renameSync(dist, join(old, 'dist'));
  chmodSync(out, 0o755);
  renameSync(out, dist);
  rmSync(old, { recursive: true, force: true });
}

/** `npx gen` looks in node_modules/.bin, where npm links the programs of others but not a project's own. */
function linkOwnBins() {
  const bins = join(root, 'node_modules', '.bin');
  if (process.platform === 'win32' || !existsSync(join(root, 'node_modules'))) return;
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(bins, { recursive: true });
  for (const [name, file] of Object.entries(bin)) {
    rmSync(join(bins, name), { force: true });
    symlinkSync(join('..', '..', file), join(bins, name));
  }
}

/** Lets the examples import this package by its name, as the programs of others do. */
function linkOwnPackage() {
  const link = join(root, 'node_modules', 'plumbline');
  if (process.platform === 'win32' || !existsSync(join(root, 'node_modules')) || existsSync(link)) return;
  symlinkSync('..', link);
}
