import { COLUMNS, itemSchema, limitSchema, textSchema } from '../item.mjs';
import { statements } from '../statements.mjs';

/**
 * Full-text search.
 * @param {import('fastify').FastifyInstance} app
 * @param {import('plumbline/server').Context} context
 */
export async function search(app, context) {
  // Ranking reads every hit: a word that is everywhere is ranked by its first thousand.
  const find = statements(context)('search', `
    SELECT ${COLUMNS} FROM (
      SELECT items.*, ts_rank(search, query) AS rank
      FROM items, websearch_to_tsquery('english', $1) AS query WHERE search @@ query LIMIT 1000
    ) AS hits ORDER BY rank DESC, id LIMIT $2`);

  app.get('/search', {
    schema: {
      querystring: { type: 'object', required: ['q'], properties: { q: { ...textSchema, minLength: 1, maxLength: 200 }, limit: limitSchema } },
      response: { 200: { type: 'object', properties: { items: { type: 'array', items: itemSchema } } } },
    },
  }, async ({ query: { q, limit } }) => ({ items: await find(q, limit) }));
}
