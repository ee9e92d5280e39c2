import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../assets/', import.meta.url);
/** Every file by its name, which holds the hash of its content: a changed file has another name. */
const files = new Map(readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder))]));

/** Where the style sheet is. */
export const STYLE = `/assets/${[...files.keys()].find((name) => name.endsWith('.css'))}`;

/**
 * Files that never change.
 * @param {import('fastify').FastifyInstance} app
 */
export async function assets(app) {
  app.get('/assets/:name', async ({ params: { name } }, reply) => {
    const file = files.get(name);
    if (file === undefined) return reply.code(404).send({ error: `there is no file ${name}` });
    return reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(file);
  });
}
