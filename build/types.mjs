// Writes dist/types/: the declarations of the library, for those who import it.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const out = join(root, 'dist/types');
const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const OPTIONAL = new RegExp(`^.*(?:from |import\\()'(?:${Object.keys(peerDependencies).join('|')})'.*$`, 'gm');

rmSync(out, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'build')], { stdio: 'inherit' });
// Declarations are found from `.js`, not from `.ts`.
for (const file of readdirSync(out, { recursive: true }).map(String).filter((name) => name.endsWith('.d.ts'))) {
  const path = join(out, file);
  const text = readFileSync(path, 'utf8').replaceAll(/((?:from|import)\s*\(?['"]\.[^'"]*)\.ts(['"])/g, '$1.js$2');
  // Who has not installed an optional package has no types of it either.
  writeFileSync(path, text.replaceAll(OPTIONAL, '// @ts-ignore\n$&'));
}
process.exitCode = status ?? 1;
