import { cached } from '../cached.mjs';
import { COLUMNS, idSchema, itemSchema, limitSchema, textSchema } from '../item.mjs';
import { statements } from '../statements.mjs';

const newItem = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'category', 'price_cents'],
  properties: {
    name: { ...textSchema, minLength: 1, maxLength: 200 },
    category: { ...textSchema, minLength: 1, maxLength: 50 },
    description: { ...textSchema, maxLength: 10_000, default: '' },
    price_cents: { type: 'integer', minimum: 0, maximum: 100_000_000 },
  },
};

/**
 * One item, pages of items, and new ones.
 * @param {import('fastify').FastifyInstance} app
 * @param {import('plumbline/server').Context} context
 */
export async function items(app, context) {
  const { redis, config } = context;
  const statement = statements(context);
  const byId = statement('item', `SELECT ${COLUMNS} FROM items WHERE id = $1`);
  // By the last id seen, not by an offset: every page costs the same.
  const page = statement('items', `SELECT ${COLUMNS} FROM items WHERE id > $1 ORDER BY id LIMIT $2`);
  const insert = statement('new_item', `INSERT INTO items (name, category, description, price_cents) VALUES ($1, $2, $3, $4) RETURNING ${COLUMNS}`);

  app.get('/items/:id', {
    schema: { params: { type: 'object', properties: { id: idSchema } }, response: { 200: itemSchema } },
  }, async (request, reply) => {
    const { id } = request.params;
    const item = await cached(redis, `item:${id}`, config.cache.short, async () => (await byId(id))[0]);
    return item ?? reply.code(404).send({ error: `there is no item ${id}` });
  });

  app.get('/items', {
    schema: {
      querystring: { type: 'object', properties: { after: { ...idSchema, default: 0 }, limit: limitSchema } },
      response: { 200: { type: 'object', properties: { items: { type: 'array', items: itemSchema }, next: { type: ['integer', 'null'] } } } },
    },
  }, async ({ query: { after, limit } }) => {
    const found = await page(after, limit);
    return { items: found, next: found.length === limit ? found.at(-1).id : null };
  });

  app.post('/items', { schema: { body: newItem, response: { 201: itemSchema } } }, async (request, reply) => {
    const { name, category, description, price_cents: price } = request.body;
    const [item] = await insert(name, category, description, price);
    return reply.code(201).header('location', `/items/${item.id}`).send(item);
  });
}
