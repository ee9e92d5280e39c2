import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { builtInProfiles, loadProfile } from '../../src/load.ts';
import { render } from '../../src/render.ts';
import { size } from '../../src/size.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const builtInDirectory = join(root, 'profiles');
const update = process.env.UPDATE_GOLDENS !== undefined;

/** Files of a golden folder that no target renders: the profile itself, the list of what was written, and secrets. */
const NOT_RENDERED = /^(profile\.yaml|\.plumbline\.json|secrets(\/.*)?)$/;

async function compare(profile: string, folder: string, cwd: string): Promise<void> {
  const files = await render(size(loadProfile({ profile, sets: [], builtInDirectory, cwd })));
  if (update && folder.includes('goldens')) {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) if (!NOT_RENDERED.test(name)) rmSync(join(folder, name), { recursive: true });
    for (const file of files) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), file.text);
    }
  }
  for (const file of files) expect(readFileSync(join(folder, file.path), 'utf8'), `${file.path} of ${profile}`).toBe(file.text);
  const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name).slice(folder.length + 1));
  expect(there.filter((path) => !NOT_RENDERED.test(path)).sort()).toEqual(files.map((file) => file.path).sort());
}

describe('out/ is what the built-in profiles render (npx gen --all)', () => {
  it.each(builtInProfiles(builtInDirectory))('%s', async (name) => {
    await compare(name, join(root, 'out', name), root);
  });
});

describe('goldens (UPDATE_GOLDENS=1 writes them; read the diff like a config change in production)', () => {
  const folder = join(root, 'test', 'goldens');
  it.each(readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name))('%s', async (name) => {
    await compare('./profile.yaml', join(folder, name), join(folder, name));
  });
});
