import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { requireTool } from '../servers/tools.ts';
import { genInPath, PROFILE, ROOT, scratchRepository, textIn, type Repository } from './repository.ts';
import { run, runWell, type Done } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-hooks-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); }, 120_000);

describeWith('hooks of pre-commit', 'pre-commit', () => {
  let hooks: { readonly path: string; readonly commit: string };
  let home: NodeJS.ProcessEnv;

  beforeAll(async () => {
    const path = join(folder, 'plumbline');
    mkdirSync(path);
    copyFileSync(join(ROOT, '.pre-commit-hooks.yaml'), join(path, '.pre-commit-hooks.yaml'));
    const { env } = await scratchRepository(join(folder, 'first'));
    const git = (...words: readonly string[]): Promise<string> => runWell('git', words, { cwd: path, env });
    await git('init', '--quiet');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Hooks');
    hooks = { path, commit: (await git('rev-parse', 'HEAD')).trim() };
    home = { ...env, PATH: `${genInPath(join(folder, 'bin'))}:${env['PATH']}`, PRE_COMMIT_HOME: join(folder, 'cache') };
  }, 120_000);

  /** A repository of a team that has one of the hooks, run by the program in PATH. */
  async function team(name: string, id: string): Promise<{ readonly repository: Repository; readonly ran: () => Promise<Done> }> {
    const repository = await scratchRepository(join(folder, name));
    writeFileSync(join(repository.work, '.pre-commit-config.yaml'), `repos:\n  - repo: ${hooks.path}\n    rev: ${hooks.commit}\n    hooks: [{ id: ${id}, language: system }]\n`);
    await repository.git('add', '--all');
    return { repository, ran: () => run(requireTool('pre-commit').path, ['run', '--all-files', '--color', 'never'], { cwd: repository.work, env: home }) };
  }

  it('are a manifest that pre-commit accepts', async () => {
    const { code, out } = await run(requireTool('pre-commit').path, ['validate-manifest', join(ROOT, '.pre-commit-hooks.yaml')], { cwd: folder, env: home });
    expect({ code, out }).toEqual({ code: 0, out: '' });
  });

  it('plumbline-stale passes until a profile changes alone', async () => {
    const { repository, ran } = await team('stale', 'plumbline-stale');
    expect(await ran()).toMatchObject({ code: 0, out: expect.stringContaining('Passed') });
    await repository.commit({ 'profiles/shop.yaml': PROFILE.replace('8GiB', '12GiB') }, 'not rendered');
    expect(await ran()).toMatchObject({ code: 1, out: expect.stringMatching(/Failed[^]*memory/) });
  });

  it('plumbline-gen renders what changed, fails once, and leaves nothing to do', async () => {
    const { repository, ran } = await team('gen', 'plumbline-gen');
    expect((await ran()).code).toBe(0);
    await repository.commit({ 'profiles/shop.yaml': PROFILE.replace('8GiB', '12GiB'), 'profiles/blog.yaml': 'extends: small\nname: blog\n' }, 'not rendered');
    const before = textIn(repository, 'out/shop/plan.json');
    expect((await ran()).code).toBe(1);
    expect(textIn(repository, 'out/shop/plan.json')).not.toBe(before);
    expect(existsSync(join(repository.work, 'out/blog/plan.json'))).toBe(true);
    expect((await ran()).code).toBe(0);
  });

  it('plumbline-validate tells where the layers of what is rendered contradict each other', async () => {
    const { repository, ran } = await team('validate', 'plumbline-validate');
    expect((await ran()).code).toBe(0);
    await repository.commit({ 'profiles/shop.yaml': `${PROFILE}settings: { api.node.max_old_space_size: 4GiB }\n` }, 'rendered');
    expect(await ran()).toMatchObject({ code: 1, out: expect.stringContaining('heap-exceeds-limit') });
  });
});
