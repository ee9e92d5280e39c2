import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshFolder } from '../cli/folder.ts';
import { describeWith } from '../servers/describe-with.ts';
import type { ToolId } from '../servers/tools.ts';
import { checkovDockerfile } from './checkov.ts';
import { shown, type Linter } from './finding.ts';
import { hadolint } from './hadolint.ts';

const root = join(import.meta.dirname, '../..');

/** A folder with the Dockerfile of this repository, changed as said. */
function folderOf(change: (text: string) => string): string {
  const folder = freshFolder();
  writeFileSync(join(folder, 'Dockerfile'), change(readFileSync(join(root, 'Dockerfile'), 'utf8')));
  return folder;
}

/** Everything at once that must be seen. */
const spoiled = (text: string): string =>
  text.replace('FROM debian:12-slim', 'FROM debian:latest').replace(/^USER .*$/m, 'USER root').replace(/^HEALTHCHECK .*\n/m, '').replace('CMD ["gen", "--help"]', 'CMD gen --help');

const LINTERS: readonly (readonly [name: string, needs: ToolId, lint: Linter, sees: readonly string[]])[] = [
  ['hadolint', 'hadolint', hadolint, ['DL3007', 'DL3002', 'DL3025']],
  ['Checkov', 'checkov', checkovDockerfile, ['CKV_DOCKER_7', 'CKV_DOCKER_8', 'CKV_DOCKER_2']],
];

for (const [name, needs, lint, sees] of LINTERS) {
  describeWith(`${name} of Plumbline's own image`, needs, () => {
    it('finds nothing', async () => expect((await lint(folderOf((text) => text))).map(shown)).toEqual([]));

    it('sees what is spoiled', async () => expect((await lint(folderOf(spoiled))).map(({ check }) => check)).toEqual(expect.arrayContaining([...sees])));
  });
}
