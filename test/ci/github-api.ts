import { forge, PAGE, type Answer, type Forge } from './forge.ts';

/** A comment as GitHub keeps it. */
export interface Comment { readonly id: number; body: string; readonly user: { readonly login: string; readonly type: 'Bot' | 'User' } }

/** A GitHub that knows the comments of pull request 7 of acme/shop. */
export interface GithubApi extends Forge { readonly comments: Comment[] }

/** What a token may do: that of a workflow writes, that of a fork reads, one of a person has a user. */
export const tokens = { writes: 'ghs_aTokenOfTheWorkflow', reads: 'ghs_aTokenOfAFork', person: 'github_pat_ofAda', unknown: 'ghs_expired' } as const;

const BODY_LIMIT = 65_536;
const COMMENTS = '/repos/acme/shop/issues/7/comments';

/** Starts it; `failing` answers 502 are given first. */
export async function githubApi({ failing = 0 }: { readonly failing?: number } = {}): Promise<GithubApi> {
  const comments: Comment[] = [];
  let failures = failing;
  const api = await forge(({ method, path, page, token, body }): Answer => {
    if (failures-- > 0) return { status: 502, json: {} };
    if (!Object.values<string>(tokens).includes(token) || token === tokens.unknown) return { status: 401, json: { message: 'Bad credentials' } };
    if (method === 'GET' && path === '/user') return token === tokens.person ? { status: 200, json: { login: 'ada' } } : { status: 403, json: { message: 'Resource not accessible by integration' } };
    if (method !== 'GET' && token === tokens.reads) return { status: 403, json: { message: 'Resource not accessible by integration' } };
    if (method === 'GET' && path === COMMENTS) return { status: 200, json: comments.slice((page - 1) * PAGE, page * PAGE), headers: page * PAGE >= comments.length ? {} : { link: `<https://github.example${path}?page=${page + 1}>; rel="next"` } };
    if (body.length > BODY_LIMIT) return { status: 422, json: { message: `Body is too long (maximum is ${BODY_LIMIT} characters)` } };
    if (method === 'POST' && path === COMMENTS) {
      const id = 1000 + comments.length;
      comments.push({ id, body, user: token === tokens.person ? { login: 'ada', type: 'User' } : { login: 'github-actions[bot]', type: 'Bot' } });
      return { status: 201, json: written(id) };
    }
    const comment = comments.find(({ id }) => path === `/repos/acme/shop/issues/comments/${id}`);
    if (method !== 'PATCH' || comment === undefined) return { status: 404, json: { message: 'Not Found' } };
    comment.body = body;
    return { status: 200, json: written(comment.id) };
  });
  return { ...api, comments };
}

const written = (id: number): object => ({ id, html_url: `https://github.example/acme/shop/pull/7#issuecomment-${id}` });
