import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { onHead, onPull, onPush, onTarget } from './github.ts';
import { githubApi, tokens, type GithubApi } from './github-api.ts';
import { copied, merged, propose, PROFILE, scratchRepository, type Proposal, type Repository } from './repository.ts';

const MARKER = '<!-- plumbline diff -->';
const MORE_MEMORY = { 'profiles/shop.yaml': PROFILE.replace('8GiB', '12GiB') };
const HEAP_TOO_LARGE = { 'profiles/shop.yaml': `${PROFILE}settings: { api.node.max_old_space_size: 4GiB }\n` };
const TOO_FEW_CONNECTIONS = { 'profiles/shop.yaml': `${PROFILE}settings: { api.node.pool_max: 30, db.postgres.max_connections: 40 }\n` };

const folder = mkdtempSync(join(tmpdir(), 'plumbline-github-'));
const own = (): string => mkdtempSync(join(folder, 'of the test-'));
let [main, api]: [Repository, GithubApi] = [] as never;
beforeAll(async () => { main = await scratchRepository(own()); }, 120_000);
beforeEach(async () => { api = await githubApi(); });
afterEach(() => api.close());
afterAll(() => { rmSync(folder, { recursive: true, force: true }); }, 120_000);

/** Main as it is, and a proposal to change it. */
async function proposed(...change: [files: Readonly<Record<string, string>>, rendering: 'rendered' | 'not rendered']): Promise<[Repository, Proposal]> {
  const repository = await copied(main, own());
  return [repository, await propose(repository, ...change)];
}

describe('on a pull request the action', () => {
  it('comments what changes, updates that, and says so when the difference is gone', async () => {
    const [repository, more] = await proposed(MORE_MEMORY, 'rendered');
    const first = await onPull(repository, more, { api: api.url });
    expect(first.log).not.toContain('::error');
    expect(first).toMatchObject({ outcome: 'success', outputs: { changed: 'true', stale: 'false', 'new-errors': '0', 'comment-url': 'https://github.example/acme/shop/pull/7#issuecomment-1000' } });
    expect(first.summary).toContain('12GiB');
    expect(first.used).toEqual([{ uses: expect.stringMatching(/^github\/codeql-action\/upload-sarif@[0-9a-f]{40}$/), with: { sarif_file: expect.stringMatching(/findings\.sarif$/), category: 'plumbline/.', token: tokens.writes } }]);
    expect(api.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/^<!-- plumbline diff -->\n[^]*8GiB[^]*12GiB[^]*\[The whole report\]\(https:\/\/github\.example\/acme\/shop\/actions\/runs\/42\)/)]);

    await onPull(repository, await propose(repository, { 'profiles/shop.yaml': PROFILE.replace('8GiB', '16GiB') }, 'rendered'), { api: api.url });
    expect(api.comments.map(({ body }) => body)).toEqual([expect.stringContaining('16GiB')]);

    const back = await onPull(repository, await propose(repository, { 'profiles/shop.yaml': PROFILE }, 'rendered'), { api: api.url });
    expect(back.outputs['changed']).toBe('false');
    expect(api.comments.map(({ body }) => body)).toEqual([expect.stringMatching(/^<!-- plumbline diff -->\n[^]*[Nn]o(thing| difference)/)]);
    expect(api.comments[0]?.body).not.toContain('GiB');
  });

  it('compares with what main is in the merge, not with where it was when the branch was made', async () => {
    const repository = await copied(main, own());
    const { head, base } = await propose(repository, { 'README.md': 'A shop.\n' }, 'not rendered');
    await repository.commit(MORE_MEMORY, 'rendered');
    const { outcome, outputs } = await onPull(repository, { ...(await merged(repository.git, head)), base }, { api: api.url });
    expect([outcome, outputs['changed']]).toEqual(['success', 'false']);
  });

  it('compares a checkout of the head with where it left main, behind the edge of a shallow clone', async () => {
    const repository = await copied(main, own());
    const { head } = await propose(repository, { 'README.md': 'A shop.\n' }, 'not rendered');
    const base = await repository.commit(MORE_MEMORY, 'rendered');
    const { outcome, outputs, log } = await onHead(repository, { head, base, merge: head }, { api: api.url });
    expect(log).not.toContain('::error');
    expect([outcome, outputs['changed']]).toEqual(['success', 'false']);
  });

  it('fails when out was not rendered again, and says what to run', async () => {
    const { outcome, log, outputs } = await onPull(...(await proposed(MORE_MEMORY, 'not rendered')), { api: api.url });
    expect([outcome, outputs['stale']]).toEqual(['failure', 'true']);
    expect(log).toContain('::error title=Plumbline::out/ does not show what the profiles say: shop. Run npx gen --all and commit out/.');
    expect(api.comments[0]?.body).toContain('does not show what the profiles say: `shop`');
  });

  it('fails when a file of out was edited by hand', async () => {
    const { outcome, log } = await onPull(...(await proposed({ 'out/shop/redis/redis.conf': 'maxmemory 1gb\n' }, 'not rendered')), { api: api.url });
    expect(outcome).toBe('failure');
    expect(log).toMatch(/::error title=Plumbline::Edited by hand since it was rendered: .*redis\.conf/);
  });

  it('fails on a new error, shown in place where code scanning does not take it, and not on one that main has', async () => {
    const [repository, proposal] = await proposed(HEAP_TOO_LARGE, 'rendered');
    const found = await onPull(repository, proposal, { api: api.url, uses: () => 'failure' });
    expect(found.log).toContain('::error title=Plumbline::1 new error: the report says which, and what to do.');
    expect(found.log).toContain('::error file=profiles/shop.yaml,line=4,col=42,title=heap-exceeds-limit::shop: ');
    expect(found.log).toMatch(/::error file=out\/shop\/.*title=heap-exceeds-limit/);
    expect([found.outcome, found.outputs['new-errors']]).toEqual(['failure', '1']);

    await repository.git('merge', '--quiet', '--ff-only', proposal.merge);
    await repository.git('push', '--quiet', 'origin', 'main');
    const later = await onPull(repository, await propose(repository, { 'README.md': 'A shop.\n' }, 'not rendered', 'words'), { api: api.url });
    expect([later.outcome, later.outputs['new-errors']]).toEqual(['success', '0']);
  });

  it('does not fail on a new warning, nor for a fork, which gets the report in the summary', async () => {
    const { outcome, log, summary } = await onPull(...(await proposed(TOO_FEW_CONNECTIONS, 'rendered')), { api: api.url, token: tokens.reads, uses: () => 'failure' });
    expect(outcome).toBe('success');
    expect(log).toContain('::notice title=Plumbline::1 new warning');
    expect(log).toContain('::notice title=Plumbline::no comment: this token may not write here');
    expect(summary).toContain('connections-exceed-max');
    expect(api.comments).toEqual([]);
  });

  it('speaks of one folder of a repository beside another, by names that shells would take for commands', async () => {
    const [inside, profile, branch] = ['the; touch pwned', 'profiles/shop (eu) ~ @home.yaml', 'a;touch${IFS}pwned;$(touch${IFS}pwned)'];
    const repository = await scratchRepository(own(), inside, profile);
    const proposal = await propose(repository, { [profile]: PROFILE.replace('8GiB', '12GiB') }, 'not rendered', branch);
    api.comments.push({ id: 77, body: `${MARKER}\nof the top folder`, user: { login: 'github-actions[bot]', type: 'Bot' } });
    const inputs = { 'working-directory': inside, profiles: `${profile}\n` };
    const { log } = await onPull(repository, proposal, { api: api.url, branch, inputs });
    expect(log).toContain(`Run cd '${inside}' && npx gen --profile '${profile}' and commit out/.`);
    expect(api.comments.map(({ body }) => body.split('\n').slice(0, 2))).toEqual([[MARKER, 'of the top folder'], [MARKER, '<!-- in the%3B%20touch%20pwned -->']]);

    const hostile = '$(touch pwned)`touch pwned`";touch pwned #';
    expect((await onPull(repository, proposal, { api: api.url, inputs: { ...inputs, profiles: hostile } })).log).toContain('::error title=Plumbline::gen diff: exit code 2');
    expect((await onPull(repository, proposal, { api: api.url, inputs: { ...inputs, base: `--upload-pack=${hostile}` } })).log).toContain(`the base is no revision: --upload-pack=${hostile}`);
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /(^|\/)pwned$/.test(path))).toEqual([]);
  });

  it('compares where what is rendered is not committed', async () => {
    const repository = await copied(main, own());
    rmSync(join(repository.work, 'out'), { recursive: true });
    await repository.commit({}, 'not rendered');
    const { outcome, outputs, log } = await onPull(repository, await propose(repository, MORE_MEMORY, 'not rendered'), { api: api.url });
    expect(log).toContain('::notice title=Plumbline::there is no folder out: what is rendered is not committed here, and cannot be stale');
    expect([outcome, outputs['changed'], outputs['stale']]).toEqual(['success', 'true', 'false']);
  });

  it('tells where a profile cannot be read', async () => {
    const { outcome, log } = await onPull(...(await proposed({ 'profiles/shop.yaml': `${PROFILE}colour: red\n` }, 'not rendered')), { api: api.url });
    expect(outcome).toBe('failure');
    expect(log).toMatch(/::error title=Plumbline::gen diff: exit code 2%0A.*profiles\/shop\.yaml:4:1/);
  });

  it('keeps a long report within one comment, and all of it in the summary', async () => {
    const { log, summary } = await onPull(...(await proposed({ 'profiles/shop.yaml': 'extends: xlarge\nname: shop\n' }, 'not rendered')), { api: api.url });
    expect(log).not.toContain('no comment');
    expect(api.comments[0]?.body.length).toBeGreaterThan(30_000);
    expect(api.comments[0]?.body.length).toBeLessThanOrEqual(65_536);
    expect(api.comments[0]?.body).toContain('Left out to stay within 60000 characters');
    expect(summary.length).toBeGreaterThan(200_000);
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 ** 2);
  });

  it('refuses the secrets that pull_request_target would hand to a fork', async () => {
    const { outcome, log } = await onTarget(...(await proposed({}, 'not rendered')), { api: api.url });
    expect(outcome).toBe('failure');
    expect(log).toContain('Use pull_request');
  });
});

describe('on a push to main the action', () => {
  it('sends the findings, compares with nothing and comments nowhere', async () => {
    const { outcome, used, summary } = await onPush(main, await main.git('rev-parse', 'HEAD'), { api: api.url });
    expect([outcome, used.length]).toEqual(['success', 1]);
    expect(summary).toBe('The rendered files show what the profiles say.\n');
    expect(api.asked).toEqual([]);
  });

  it('fails when out is stale', async () => {
    const repository = await copied(main, own());
    const { outcome, log } = await onPush(repository, await repository.commit(MORE_MEMORY, 'not rendered'), { api: api.url });
    expect(outcome).toBe('failure');
    expect(log).toContain('does not show what the profiles say: shop');
  });
});
