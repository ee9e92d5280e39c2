import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { showProblem } from '../../src/model/problem.ts';
import { composePaths, readCompose } from '../../src/readers/compose.ts';
import { loadCompose } from '../servers/compose.ts';
import { describeWith } from '../servers/describe-with.ts';
import { loadedService, readService } from './compose-as-loaded.ts';
import { diskTree } from './disk-tree.ts';

const CASES = fileURLToPath(new URL('compose-cases', import.meta.url));
const CORPUS = fileURLToPath(new URL('../corpus/awesome-compose', import.meta.url));

/** Our reading of a folder and the loader's agree in every service. */
async function agree(folder: string, files: readonly string[]): Promise<void> {
  const tree = diskTree(folder);
  const ours = readCompose(tree, files, { profiles: ['*'] });
  const { errors, services } = await loadCompose(folder, files);
  expect(errors).toEqual([]);
  expect(ours.facts.problems.map(showProblem)).toEqual([]);
  expect(ours.containers.map(({ component }) => component).toSorted()).toEqual(Object.keys(services).toSorted());
  for (const [name, service] of Object.entries(services)) {
    const theirs = loadedService(service, (path) => tree.file(path) !== undefined || tree.folder(path));
    expect({ [name]: readService(ours, name) }).toEqual({ [name]: theirs });
  }
}

describeWith('the loader of docker compose', 'compose-check', () => {
  describe('understands the same as we do of', () => {
    for (const name of readdirSync(CASES)) {
      const list = join(CASES, name, 'files');
      const files = existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ') : ['docker-compose.yml'];
      it(name, () => agree(join(CASES, name), files));
    }
  });

  it('understands the same as we do of all 39 stacks of awesome-compose', async () => {
    const projects = composePaths(diskTree(CORPUS));
    expect(projects).toHaveLength(39);
    for (const [path = ''] of projects) await agree(join(CORPUS, path.slice(0, path.lastIndexOf('/'))), [path.slice(path.lastIndexOf('/') + 1)]);
  });
});

