import { request } from './request.mjs';

/** Comments of one page, and the pages that are looked through at most. */
const PAGE = 100;
const PAGES = 50;

/** The comments of a pull request, by the REST API of GitHub or of a GitHub server. */
export function github(env) {
  const api = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`;
  const headers = { authorization: `Bearer ${env.TOKEN}`, accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
  const isOurs = authorship(env, headers);
  return {
    async *comments() {
      for (let page = 1; page <= PAGES; page++) {
        const { json, headers: answered } = await request(`${api}/${env.PULL}/comments?per_page=${PAGE}&page=${page}`, { headers });
        for (const { id, body, user } of json) yield { id, body: body ?? '', isOurs: await isOurs(user) };
        if (!/rel="next"/.test(answered.get('link') ?? '')) return;
      }
    },
    create: async (body) => (await request(`${api}/${env.PULL}/comments`, { method: 'POST', headers, body: { body } })).json.html_url,
    update: async (id, body) => (await request(`${api}/comments/${id}`, { method: 'PATCH', headers, body: { body } })).json.html_url,
  };
}

/** Tokens of installations, as that of every workflow, have no user of their own: a bot speaks for them. Others are asked whose they are. */
function authorship(env, headers) {
  if (env.TOKEN?.startsWith('ghs_')) return async (user) => user?.type === 'Bot';
  let own;
  return async (user) => {
    own ??= request(`${env.GITHUB_API_URL}/user`, { headers }).then(({ json }) => json.login);
    return user?.login === (await own);
  };
}
