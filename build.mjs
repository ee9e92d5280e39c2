// Builds dist/: the program (cli.cjs, program.cjs, program.cache), and the library (index.js and its chunks).
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { lazily } from './build/lazy.mjs';
import { writeLicences } from './build/licences.mjs';
import { esbuildTables } from './build/tables.mjs';
import { esbuildTemplates } from './build/templates.mjs';

const root = import.meta.dirname;
const out = join(root, 'dist');
const common = { absWorkingDir: root, bundle: true, minify: true, platform: 'node', target: 'node20', legalComments: 'none', logLevel: 'warning', plugins: [esbuildTables, esbuildTemplates] };

rmSync(out, { recursive: true, force: true });
await buildLibrary();
await buildProgram();
linkOwnBins();

/** The library: ES modules, so that whoever imports it pays only for what is used. */
async function buildLibrary() {
  await build({
    ...common,
    entryPoints: { index: 'src/index.ts' },
    outdir: out,
    splitting: true,
    format: 'esm',
    // Bundled CommonJS asks for Node's own modules with `require`, which ES modules lack.
    banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  });
}

/** The program: one function, which the launcher calls; only such a script can be loaded with a code cache. */
async function buildProgram() {
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
  writeLicences(root, metafile, join(out, 'LICENCES.md'));
  copyFileSync(join(root, 'build/launcher.cjs'), join(out, 'cli.cjs'));
  chmodSync(join(out, 'cli.cjs'), 0o755);
  warmUp();
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
