import { createHash } from 'node:crypto';

/**
 * Counts and hashes a body as it arrives: it is never in memory as a whole. The runtime cuts it off at the route's limit.
 * @param {import('fastify').FastifyInstance} app
 */
export async function upload(app) {
  // Fastify hands the stream on instead of collecting it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_, payload, done) => done(null, payload));

  app.post('/upload', async ({ body }, reply) => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      hash.update(chunk);
    }
    return reply.code(201).send({ bytes, sha256: hash.digest('hex') });
  });
}
