import { forge, PAGE, type Answer, type Forge } from './forge.ts';

/** A note as GitLab keeps it. */
export interface Note { readonly id: number; body: string; readonly author: { readonly id: number } }

/** A GitLab that knows the notes of merge request 7 of project 3. */
export interface GitlabApi extends Forge { readonly notes: Note[] }

/** The token of a project's bot, whose user is 21, and that of a job, which may not ask. */
export const tokens = { project: 'glpat-ofTheProject', job: 'glcbt-ofTheJob' } as const;

const NOTES = '/api/v4/projects/3/merge_requests/7/notes';
const BOT = { id: 21 };

/** Starts it. */
export async function gitlabApi(): Promise<GitlabApi> {
  const notes: Note[] = [];
  const api = await forge(({ method, path, page, token, body }): Answer => {
    if (token !== tokens.project) return { status: 401, json: { message: '401 Unauthorized' } };
    if (method === 'GET' && path === '/api/v4/user') return { status: 200, json: BOT };
    if (method === 'GET' && path === NOTES) return { status: 200, json: notes.slice((page - 1) * PAGE, page * PAGE), headers: { 'x-next-page': page * PAGE >= notes.length ? '' : String(page + 1) } };
    if (method === 'POST' && path === NOTES) {
      const note = { id: 500 + notes.length, body, author: BOT };
      notes.push(note);
      return { status: 201, json: note };
    }
    const note = notes.find(({ id }) => path === `${NOTES}/${id}`);
    if (method !== 'PUT' || note === undefined) return { status: 404, json: { message: '404 Not found' } };
    note.body = body;
    return { status: 200, json: note };
  });
  return { ...api, notes };
}
