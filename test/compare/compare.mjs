// Bundles the comparison, as Node 20 runs no TypeScript, and runs it with a /dev/shm of its own: Docker gives 64 MiB.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { esbuildTables } from '../../build/tables.mjs';
import { esbuildTemplates } from '../../build/templates.mjs';

const root = join(import.meta.dirname, '../..');
const outfile = join(root, 'node_modules/.cache/plumbline/compare.mjs');
mkdirSync(join(outfile, '..'), { recursive: true });
await build({
  absWorkingDir: root, entryPoints: ['test/compare/main.ts'], outfile, bundle: true, packages: 'external', platform: 'node', format: 'esm', target: 'node20', sourcemap: 'inline', logLevel: 'warning', plugins: [esbuildTables, esbuildTemplates],
  // What looks for files of the package does so from a folder below it.
  define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(root, 'dist/compare.mjs')).href) },
});

const node = [process.execPath, '--enable-source-maps', outfile, ...process.argv.slice(2)];
const isolated = process.platform === 'linux' && spawnSync('unshare', ['--mount', '/bin/sh', '-c', 'mount -t tmpfs -o size=64m tmpfs /dev/shm'], { stdio: 'ignore' }).status === 0;
const [program, ...args] = isolated ? ['unshare', '--mount', '/bin/sh', '-c', 'mount -t tmpfs -o size=64m tmpfs /dev/shm && exec "$@"', 'sh', ...node] : node;
const child = spawn(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, COMPARE_SHM: isolated ? '64m' : '' } });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => { process.exitCode = code ?? 130; });
