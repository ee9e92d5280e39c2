import { STYLE } from './assets.mjs';

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>items-api</title>
<link rel="stylesheet" href="${STYLE}">
<h1>items-api</h1>
<ul>
  <li><a href="/items?after=0"><code>/items?after=0</code></a>, <a href="/items/1"><code>/items/1</code></a>, <code>POST /items</code>
  <li><a href="/feed"><code>/feed</code></a>
  <li><a href="/search?q=lamp"><code>/search?q=lamp</code></a>
  <li><code>POST /login</code>, <a href="/me"><code>/me</code></a>
  <li><code>POST /upload</code>
</ul>
`;

/**
 * What there is.
 * @param {import('fastify').FastifyInstance} app
 */
export async function home(app) {
  app.get('/', async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
}
