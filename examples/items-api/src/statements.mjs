/**
 * Makes queries that PostgreSQL plans once in each connection, where the plan allows it.
 * @param {Pick<import('plumbline/server').Context, 'postgres' | 'statement'>} context
 * @returns {(name: string, text: string) => (...values: unknown[]) => Promise<any[]>}
 */
export const statements = ({ postgres, statement }) => (name, text) => {
  const query = statement(name, text);
  return async (...values) => (await postgres.query({ ...query, values })).rows;
};
