// The long form: the rendered profiles with their own times, more rounds, one file after the other; one table at the end.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
// One of the files may be named instead of all.
const files = process.argv.length > 2 ? process.argv.slice(2) : ['test/e2e'];
const folder = mkdtempSync(join(tmpdir(), 'plumbline-e2e-'));
const table = join(folder, 'table.md');
try {
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--no-file-parallelism', ...files], {
    cwd: root, stdio: 'inherit', env: { ...process.env, E2E: 'full', E2E_TABLE: table },
  });
  if (existsSync(table)) process.stdout.write(`| shown | requests | failed | result |\n|---|---:|---:|---|\n${readFileSync(table, 'utf8')}`);
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
