import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshFolder } from '../cli/folder.ts';
import type { Ended } from './composite.ts';
import { commenting, type Event } from './github.ts';
import { githubApi, tokens, type Comment, type GithubApi } from './github-api.ts';
import { resultsIn, type Found } from './results.ts';

const MARKER = '<!-- plumbline diff -->';
const BODY = `${MARKER}\n\nmemory 8GiB -> 12GiB\n`;

let api: GithubApi;
beforeEach(async () => { api = await githubApi(); });
afterEach(() => api.close());

/** Runs the step of the action that comments. */
function commented(found: Found = { differs: true }, event: Partial<Event> = {}): Promise<Ended> {
  const folder = freshFolder();
  return commenting(folder, resultsIn(folder, { body: BODY, ...found }), { api: api.url, ...event });
}

const byBot = (id: number, body: string): Comment => ({ id, body, user: { login: 'github-actions[bot]', type: 'Bot' } });
const byAda = (id: number, body: string): Comment => ({ id, body, user: { login: 'ada', type: 'User' } });

describe('the comment', () => {
  it('is made once and updated then', async () => {
    expect((await commented()).outputs['comment-url']).toBe('https://github.example/acme/shop/pull/7#issuecomment-1000');
    await commented({ differs: true, body: `${MARKER}\n\nmemory 8GiB -> 16GiB\n` });
    expect(api.comments).toEqual([byBot(1000, `${MARKER}\n\nmemory 8GiB -> 16GiB\n`)]);
    expect(api.asked).toEqual(['GET /repos/acme/shop/issues/7/comments', 'POST /repos/acme/shop/issues/7/comments', 'GET /repos/acme/shop/issues/7/comments', 'PATCH /repos/acme/shop/issues/comments/1000']);
  });

  it('is found on whatever page of the thread it stands, with line ends of Windows, and nobody else\'s is touched', async () => {
    const others = Array.from({ length: 12 }, (_, i) => (i === 3 ? byAda(i, `${MARKER}\nquoted by a person`) : i === 4 ? byBot(i, 'of another bot') : byAda(i, 'hm')));
    api.comments.push(...others.map((one) => ({ ...one })), byBot(77, `${MARKER}\r\n\r\nyesterday`));
    await commented();
    expect(api.comments).toEqual([...others, byBot(77, BODY)]);
  });

  it('with the token of a person is that person\'s', async () => {
    api.comments.push(byBot(77, `${MARKER}\nof a bot`), byAda(78, `${MARKER}\nof Ada`));
    await commented({ differs: true }, { token: tokens.person });
    expect(api.comments.map(({ body }) => body)).toEqual([`${MARKER}\nof a bot`, BODY]);
  });

  it('is not made where nothing differs, and says so where there was one', async () => {
    expect((await commented({})).log).toContain('nothing differs: no comment');
    expect(api.comments).toEqual([]);
    api.comments.push(byBot(77, BODY));
    await commented({ body: `${MARKER}\n\nNo differences.\n` });
    expect(api.comments).toEqual([byBot(77, `${MARKER}\n\nNo differences.\n`)]);
  });

  it('is made where out is stale, though the revisions do not differ', async () => {
    await commented({ stale: ['shop'] });
    expect(api.comments).toHaveLength(1);
  });

  it('on one folder leaves that on another alone', async () => {
    api.comments.push(byBot(70, `${MARKER}\n<!-- in services%2Fmail -->\nmail`), byBot(71, `${MARKER}\ntop`), byBot(72, `${MARKER}\n<!-- in services%2Fshop -->\nshop`));
    await commented({ differs: true, body: 'new' }, { inputs: { 'working-directory': './services/shop/' } });
    await commented({ differs: true, body: 'newer' });
    expect(api.comments.map(({ body }) => body.split('\n').at(-1))).toEqual(['mail', 'newer', 'new']);
  });

  it('is left out, and the check goes on, where the token of a fork only reads', async () => {
    const { outcome, log } = await commented({ differs: true }, { token: tokens.reads });
    expect(outcome).toBe('success');
    expect(log).toMatch(/::notice title=Plumbline::no comment: this token may not write here \(POST .*: 403 Resource not accessible by integration\)/);
  });

  it('is asked for again when GitHub falters', async () => {
    const faltering = await githubApi({ failing: 1 });
    await commented({ differs: true }, { api: faltering.url });
    await faltering.close();
    expect(faltering.comments).toHaveLength(1);
  });

  it('is left out, and the check goes on, when GitHub is away', async () => {
    const { outcome, log } = await commented({ differs: true }, { api: 'http://127.0.0.1:1' });
    expect(outcome).toBe('success');
    expect(log).toMatch(/::warning title=Plumbline::no comment: GET \/repos\/acme\/shop\/issues\/7\/comments: /);
  });

  it('fails where a token is not accepted, and the rest is judged all the same', async () => {
    const { outcome, log, steps } = await commented({ differs: true }, { token: tokens.unknown });
    expect(log).toMatch(/::error title=Plumbline::the token is not accepted \(GET .*: 401 Bad credentials\)/);
    expect([outcome, steps['Judge']]).toEqual(['failure', 'success']);
  });
});
