import { request } from './request.mjs';

/** Notes of one page, and the pages that are looked through at most. */
const PAGE = 100;
const PAGES = 50;

/** The notes of a merge request, by GitLab's API. */
export function gitlab(env) {
  const api = `${env.CI_API_V4_URL}/projects/${encodeURIComponent(env.CI_MERGE_REQUEST_PROJECT_ID)}/merge_requests/${encodeURIComponent(env.CI_MERGE_REQUEST_IID)}/notes`;
  const headers = { 'private-token': env.TOKEN };
  const linked = ({ json }) => `${env.CI_MERGE_REQUEST_PROJECT_URL}/-/merge_requests/${env.CI_MERGE_REQUEST_IID}#note_${json.id}`;
  return {
    async *comments() {
      const { json: own } = await request(`${env.CI_API_V4_URL}/user`, { headers });
      for (let page = 1; page <= PAGES; page++) {
        const { json, headers: answered } = await request(`${api}?per_page=${PAGE}&page=${page}&sort=asc`, { headers });
        for (const { id, body, author } of json) yield { id, body: body ?? '', isOurs: author?.id === own.id };
        if (!answered.get('x-next-page')) return;
      }
    },
    create: async (body) => linked(await request(api, { method: 'POST', headers, body: { body } })),
    update: async (id, body) => linked(await request(`${api}/${id}`, { method: 'PUT', headers, body: { body } })),
  };
}
