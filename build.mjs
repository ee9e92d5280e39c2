// Builds dist/: the program (cli.js), the library (index.js, index.d.ts) and their shared chunks.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { esbuildTemplates } from './build/templates.mjs';

const root = import.meta.dirname;
const out = join(root, 'dist');

rmSync(out, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', index: 'src/index.ts' },
  outdir: out,
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  logLevel: 'warning',
  // Bundled CommonJS asks for Node's own modules with `require`, which ES modules lack.
  banner: { js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);" },
  plugins: [esbuildTemplates],
});
chmodSync(join(out, 'cli.js'), 0o755);
linkOwnBins();

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
