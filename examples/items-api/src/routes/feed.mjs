import { COLUMNS, itemSchema, limitSchema, textSchema } from '../item.mjs';
import { statements } from '../statements.mjs';

/**
 * The best rated of the newest five thousand items: the same for everybody, so that the proxy may keep it.
 * @param {import('fastify').FastifyInstance} app
 * @param {import('plumbline/server').Context} context
 */
export async function feed(app, context) {
  const best = statements(context)('feed', `
    SELECT ${COLUMNS} FROM (SELECT ${COLUMNS} FROM items ORDER BY id DESC LIMIT 5000) AS newest
    WHERE $1::text IS NULL OR category = $1 ORDER BY rating DESC, id DESC LIMIT $2`);
  const shared = `public, max-age=0, s-maxage=${context.config.cache.short / 1000}`;

  app.get('/feed', {
    schema: {
      querystring: { type: 'object', properties: { category: { ...textSchema, maxLength: 50 }, limit: limitSchema } },
      response: { 200: { type: 'object', properties: { items: { type: 'array', items: itemSchema } } } },
    },
  }, async ({ query: { category = null, limit } }, reply) => {
    const found = await best(category, limit);
    reply.header('cache-control', shared);
    return { items: found };
  });
}
