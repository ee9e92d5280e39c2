import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gitlabApi, tokens, type GitlabApi } from './gitlab-api.ts';
import { checkout, propose, PROFILE, quietEnvironment, ROOT, scratchRepository, type Proposal, type Repository } from './repository.ts';
import { run, runWell, type Done } from './run.ts';

const MARKER = '<!-- plumbline diff -->';
const MORE_MEMORY = { 'profiles/shop.yaml': PROFILE.replace('8GiB', '12GiB') };
const HEAP_TOO_LARGE = { 'profiles/shop.yaml': `${PROFILE}settings: { api.node.max_old_space_size: 4GiB }\n` };

interface Job { readonly script: readonly string[]; readonly variables: Readonly<Record<string, string>> }
const { plumbline: job } = parse(readFileSync(join(ROOT, 'ci/gitlab.yml'), 'utf8')) as { readonly plumbline: Job };

const folder = mkdtempSync(join(tmpdir(), 'plumbline-gitlab-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); }, 120_000);

describe('the job of ci/gitlab.yml', () => {
  let [tarball, repository, bump, api]: [string, Repository, Proposal, GitlabApi] = [] as never;
  beforeAll(async () => {
    const packed = await runWell('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder, ROOT], { cwd: folder, env: quietEnvironment(folder) });
    tarball = join(folder, packed.trim());
    repository = await scratchRepository(join(folder, 'repository'));
    bump = await propose(repository, MORE_MEMORY, 'rendered');
  }, 120_000);
  beforeEach(async () => { api = await gitlabApi(); });
  afterEach(() => api.close());

  /** Runs the job's script as a runner does, in a shallow clone. */
  async function ran(commit: string, variables: Readonly<Record<string, string>>): Promise<Done & { readonly file: (name: string) => string }> {
    const home = mkdtempSync(join(folder, 'run-'));
    const project = await checkout(repository, join(home, 'shop'), commit, { ref: 'refs/pipelines/1', depth: 1 });
    const env = { ...repository.env, npm_config_offline: 'true', TMPDIR: home, CI: 'true', GITLAB_CI: 'true', CI_PROJECT_DIR: project, CI_API_V4_URL: `${api.url}/api/v4`, CI_JOB_URL: 'https://gitlab.example/acme/shop/-/jobs/9', CI_JOB_TOKEN: tokens.job, ...job.variables, PLUMBLINE_PACKAGE: tarball, ...variables };
    const done = await run('bash', ['-eo', 'pipefail', '-c', job.script.join('\n')], { cwd: project, env });
    return { ...done, file: (name) => readFileSync(join(project, name), 'utf8') };
  }

  const onRequest = (base: string): Readonly<Record<string, string>> =>
    ({ CI_MERGE_REQUEST_IID: '7', CI_MERGE_REQUEST_PROJECT_ID: '3', CI_MERGE_REQUEST_PROJECT_URL: 'https://gitlab.example/acme/shop', CI_MERGE_REQUEST_DIFF_BASE_SHA: base });

  it('writes one note of the merge request and keeps it up to date', async () => {
    api.notes.push(...Array.from({ length: 7 }, (_, id) => ({ id, body: id === 2 ? `${MARKER}\nof somebody else` : 'hm', author: { id: 4 } })));
    const first = await ran(bump.head, { ...onRequest(bump.base), PLUMBLINE_TOKEN: tokens.project });
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('commented: https://gitlab.example/acme/shop/-/merge_requests/7#note_507') });
    await ran(bump.head, { ...onRequest(bump.base), PLUMBLINE_TOKEN: tokens.project });
    expect(api.notes.map(({ body }) => body).slice(7)).toEqual([expect.stringMatching(/^<!-- plumbline diff -->\n[^]*12GiB[^]*\[The whole report\]\(https:\/\/gitlab\.example\/acme\/shop\/-\/jobs\/9\/artifacts\/file\/plumbline\.md\)/)]);
    expect(api.notes[2]?.body).toBe(`${MARKER}\nof somebody else`);
  });

  it('without a token for notes leaves the report among the artifacts and in the log', async () => {
    const { code, out, file } = await ran(bump.head, onRequest(bump.base));
    expect(code).toBe(0);
    expect(out).toContain('plumbline: no note: the token of a job cannot write one.');
    expect(out).toContain('12GiB');
    expect(file('plumbline.md')).toContain('12GiB');
    expect(api.asked).toEqual([]);
  });

  it('compares a merged result with the target branch that it was merged into', async () => {
    const { code, file } = await ran(bump.merge, { ...onRequest('0'.repeat(40)), CI_MERGE_REQUEST_TARGET_BRANCH_SHA: bump.base });
    expect(code).toBe(0);
    expect(file('plumbline.md')).toContain('12GiB');
  });

  it('fails on a new error, with the findings as code quality and as test report', async () => {
    const { head, base } = await propose(repository, HEAP_TOO_LARGE, 'rendered', 'heap');
    const { code, out, file } = await ran(head, onRequest(base));
    expect([code, out]).toEqual([1, expect.stringContaining('plumbline: error: 1 new error: the report says which, and what to do.')]);
    expect(JSON.parse(file('gl-code-quality-report.json'))).toEqual(expect.arrayContaining([expect.objectContaining({ check_name: 'heap-exceeds-limit', severity: 'critical', location: { path: expect.stringMatching(/^out\/shop\//), lines: { begin: expect.any(Number) } } })]));
    expect(file('plumbline-junit.xml')).toContain('<failure');
  });

  it('says that a token is not accepted, and judges all the same', async () => {
    const { head, base } = await propose(repository, MORE_MEMORY, 'not rendered', 'stale');
    const { code, out } = await ran(head, { ...onRequest(base), PLUMBLINE_TOKEN: 'glpat-expired' });
    expect(code).toBe(1);
    expect(out).toContain('plumbline: error: the token is not accepted (GET /api/v4/user: 401 401 Unauthorized).');
    expect(out).toContain('plumbline: error: out/ does not show what the profiles say: shop.');
  });

  it('on the default branch compares with nothing', async () => {
    const { code, out } = await ran(bump.base, {});
    expect([code, out]).toEqual([0, expect.stringContaining('The rendered files show what the profiles say.')]);
  });
});
