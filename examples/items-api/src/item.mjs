/** The columns that an item is shown with. */
export const COLUMNS = 'id, name, category, description, price_cents, rating, created_at';

/** An item, as every route answers with it. */
export const itemSchema = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    name: { type: 'string' },
    category: { type: 'string' },
    description: { type: 'string' },
    price_cents: { type: 'integer' },
    rating: { type: 'integer' },
    created_at: { type: 'string', format: 'date-time' },
  },
};

/** Any text but one with a NUL, which PostgreSQL cannot hold. */
export const textSchema = { type: 'string', pattern: '^[^\\0]*$' };

/** How many items a list has. */
export const limitSchema = { type: 'integer', minimum: 1, maximum: 100, default: 20 };

/** The numbers that PostgreSQL calls integer, and an item has. */
export const idSchema = { type: 'integer', minimum: 0, maximum: 2_147_483_647 };
