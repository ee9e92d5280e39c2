import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { runAction, type Ended, type Used } from './composite.ts';
import type { Contexts, Status } from './expression.ts';
import { tokens } from './github-api.ts';
import { checkout, ROOT, type Proposal, type Repository } from './repository.ts';

/** What an event brings, and what is not as usual. */
export interface Event {
  readonly api: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly depth?: number;
  readonly uses?: (used: Used) => Status;
  /** The branch that is proposed. */
  readonly branch?: string;
}

interface Happened { readonly name: string; readonly payload: Contexts; readonly commit: string; readonly ref: string }

/** What the action does on pull request 7, whose merge is checked out. */
export const onPull = (repository: Repository, proposal: Proposal, event: Event): Promise<Ended> =>
  on(repository, { name: 'pull_request', payload: payloadOf(proposal, event.branch), commit: proposal.merge, ref: 'refs/pull/7/merge' }, event);

/** The same where the workflow checks out the head instead. */
export const onHead = (repository: Repository, proposal: Proposal, event: Event): Promise<Ended> =>
  on(repository, { name: 'pull_request', payload: payloadOf(proposal, event.branch), commit: proposal.head, ref: 'refs/heads/feature' }, event);

/** What the action does on a push of a commit to main. */
export const onPush = (repository: Repository, commit: string, event: Event): Promise<Ended> =>
  on(repository, { name: 'push', payload: {}, commit, ref: 'refs/heads/main' }, event);

/** What the action does where a workflow hands it `pull_request_target`. */
export const onTarget = (repository: Repository, { base }: Proposal, event: Event): Promise<Ended> =>
  on(repository, { name: 'pull_request_target', payload: {}, commit: base, ref: 'refs/heads/main' }, event);

/** What the step that comments does with results that are there already. */
export const commenting = (folder: string, results: string, { api, inputs = {}, token = tokens.writes }: Event): Promise<Ended> =>
  runAction({ action: ROOT, workspace: folder, temporary: join(folder, 'temporary'), inputs: { 'fail-on': 'never', ...inputs }, github: { token, event_name: 'pull_request', event: { pull_request: { number: 7 } } }, env: environment(api), uses: () => 'success', done: { get: {}, compare: { results } } });

const payloadOf = ({ head, base }: Proposal, branch = 'feature'): Contexts => ({ pull_request: { number: 7, base: { sha: base, ref: 'main' }, head: { sha: head, ref: branch } } });

const environment = (api: string): NodeJS.ProcessEnv =>
  ({ PATH: process.env['PATH'], CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_API_URL: api, GITHUB_REPOSITORY: 'acme/shop', GITHUB_SERVER_URL: 'https://github.example' });

function on(repository: Repository, { name, payload, commit, ref }: Happened, { api, inputs = {}, token = tokens.writes, depth = 1, uses = () => 'success' }: Event): Promise<Ended> {
  const home = mkdtempSync(join(repository.work, '../run of-'));
  const github: Contexts = { token, event: payload, event_name: name, ref, sha: commit, repository: 'acme/shop', server_url: 'https://github.example', run_id: '42' };
  const env = { ...repository.env, ...environment(api), GITHUB_REF: ref, GITHUB_SHA: commit, GITHUB_EVENT_NAME: name };
  return checkout(repository, join(home, 'shop'), commit, { ref: ref.replace('refs/heads/', 'refs/remotes/origin/').replace('refs/pull/', 'refs/remotes/pull/'), depth })
    .then((workspace) => runAction({ action: ROOT, workspace, temporary: join(home, 'temporary'), inputs, github, env, uses }));
}
