// Builds dist/: the program (cli.cjs, program.cjs, program-*.cache), the load generator (load.cjs), the runtime of Node servers (server.js), and the library (index.js and its chunks).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lazily } from './build/lazy.mjs';
import { esbuildLinear } from './build/linear.mjs';
import { writeLicences } from './build/licences.mjs';
import { esbuildTables } from './build/tables.mjs';
import { esbuildTemplates } from './build/templates.mjs';

const root = import.meta.dirname;
// Built beside it and put in its place when it is whole: whoever runs the program meanwhile finds the old one.
const out = mkdtempSync(join(root, '.dist-'));
const common = { absWorkingDir: root, bundle: true, metafile: true, minify: true, platform: 'node', target: 'node20', legalComments: 'none', logLevel: 'warning', plugins: [esbuildTables, esbuildTemplates, esbuildLinear] };
/** Stands for the fingerprint of the program, and is as long. */
const UNBUILT = '@'.repeat(64);
/** Bundled CommonJS asks for Node's own modules with `require`, which ES modules lack. */
const REQUIRE = "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

try {
  const parts = [await buildLibrary(), await buildGenerator(), await buildRuntime(), await buildProgram()];
  writeLicences(root, parts, join(out, 'LICENCES.md'));
  warmUp();
  putInPlace();
} finally {
  rmSync(out, { recursive: true, force: true });
}
linkOwnBins();
linkOwnPackage();

/** The library: ES modules, so that whoever imports it pays only for what is used. */
async function buildLibrary() {
  const { metafile } = await build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: out,
    splitting: true,
    format: 'esm',
    banner: { js: REQUIRE },
  });
  return metafile;
}

/** The program: one function, which the launcher calls; only such a script can be loaded with a code cache. */
async function buildProgram() {
  const { metafile } = await build({
    ...common,
    entryPoints: { program: 'src/cli.ts' },
    outdir: out,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': '__url', __BUILD__: JSON.stringify(UNBUILT) },
    // As a script it is a function, as a module it exports one; V8 compiles at once what stands in parentheses.
    banner: { js: "(f=>typeof module==='object'?module.exports=f:f)((function(require,__filename){const module={exports:{}},__url=require('node:url').pathToFileURL(__filename).href;" },
    footer: { js: '}))' },
    plugins: [...common.plugins, lazily('child_process')],
  });
  nameBuild(join(out, 'program.cjs'));
  // The launcher reads it as Latin-1; esbuild escapes texts, but not regular expressions.
  if (/[^\0-\x7f]/.test(readFileSync(join(out, 'program.cjs'), 'utf8'))) throw new Error('program.cjs is not ASCII: escape what is not in a regular expression');
  copyFileSync(join(root, 'build/launcher.cjs'), join(out, 'cli.cjs'));
  cpSync(join(root, 'templates/completion'), join(out, 'completion'), { recursive: true });
  chmodSync(join(out, 'cli.cjs'), 0o755);
  return metafile;
}

/** Tells the program its own fingerprint: what another build remembers counts for nothing. */
function nameBuild(file) {
  const text = readFileSync(file, 'latin1');
  writeFileSync(file, text.replace(UNBUILT, createHash('sha256').update(text).digest('hex')), 'latin1');
}

/** The load generator: a process of its own, with its own libraries. */
async function buildGenerator() {
  const { metafile } = await build({ ...common, entryPoints: { load: 'src/bench/load/main.ts' }, outdir: out, outExtension: { '.js': '.cjs' }, format: 'cjs' });
  return metafile;
}

/** The runtime of Node servers. Not minified: its lines stand in the stack traces of those who use it. */
async function buildRuntime() {
  const { metafile } = await build({ ...common, minify: false, entryPoints: { server: 'src/server/index.ts' }, outdir: out, format: 'esm', banner: { js: REQUIRE } });
  return metafile;
}

/** Keeps what V8 compiles for the commonest command. Without profiles there is nothing to run, and no cache. */
function warmUp() {
  if (!existsSync(join(root, 'profiles/medium.yaml'))) return;
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-build-'));
  try {
    const script = [join(root, 'build/code-cache.cjs'), join(out, 'program.cjs'), join(out, `program-${process.version}-${process.arch}.cache`), '--profile', 'medium'];
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
