import { textSchema } from '../item.mjs';
import { matches } from '../passwords.mjs';
import { openSession, userOf } from '../sessions.mjs';
import { statements } from '../statements.mjs';

const credentials = {
  type: 'object',
  additionalProperties: false,
  required: ['name', 'password'],
  properties: { name: { ...textSchema, maxLength: 100 }, password: { type: 'string', maxLength: 200 } },
};

/**
 * Sessions: `POST /login` opens one, `GET /me` says whose it is. Nobody may keep these answers.
 * @param {import('fastify').FastifyInstance} app
 * @param {import('plumbline/server').Context} context
 */
export async function login(app, context) {
  const { redis } = context;
  const passwordOf = statements(context)('password', 'SELECT password FROM users WHERE name = $1');

  app.addHook('onRequest', async (_, reply) => { reply.header('cache-control', 'private, no-store'); });

  app.post('/login', { schema: { body: credentials } }, async (request, reply) => {
    const { name, password } = request.body;
    const [user] = await passwordOf(name);
    if (!(await matches(password, user?.password))) return reply.code(401).send({ error: 'no such name and password' });
    const cookie = await openSession(redis, name, { secure: request.protocol === 'https' });
    return reply.header('set-cookie', cookie).send({ name });
  });

  app.get('/me', async (request, reply) => {
    const name = await userOf(redis, request.headers.cookie);
    return name === null ? reply.code(401).send({ error: 'log in first' }) : { name };
  });
}
