import { expect, it } from 'vitest';
import { launched, type RunningServer } from './runtime.ts';

const AWAY = "Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })";

const FASTIFY = `const { default: Fastify } = await import('fastify');
  const app = Fastify(fastifyOptions(context.config));
  app.get('/items/:id', async (request) => ({ id: request.params.id }));
  app.get('/away', async () => { throw ${AWAY}; });
  app.get('/mistake', async () => { throw new Error('a mistake'); });
  app.get('/slow', async () => { await new Promise((resolve) => setTimeout(resolve, 300)); return 'late'; });
  app.post('/upload', async (request) => ({ size: request.body.length }));
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));
  app.addHook('onClose', async () => { context.log.info('the application closes'); });`;

const EXPRESS = `const { default: express } = await import('express');
  const app = express();
  const items = express.Router();
  items.get('/:id', (request, response) => { response.json({ id: request.params.id }); });
  app.use('/items', items);
  app.get('/away', async () => { throw ${AWAY}; });
  app.get('/mistake', async () => { throw new Error('a mistake'); });
  app.get('/slow', async (request, response) => { await new Promise((resolve) => setTimeout(resolve, 300)); response.set('x-late', 'yes').json('late'); });
  app.post('/upload', express.raw({ type: '*/*', limit: context.config.http.bodyLimit * 10 }), (request, response) => { response.json({ size: request.body.length }); });`;

const changes = { http: { handlerTimeout: 150 }, routes: [{ path: '/upload', bodyLimit: 5000, stream: 'none' as const }] };

const json = async (server: RunningServer, path: string, init: RequestInit = {}) => {
  const response = await fetch(`${server.url}${path}`, init);
  return [response.status, await response.json()];
};
const routesOf = async (server: RunningServer) =>
  [...(await (await fetch(server.metricsUrl)).text()).matchAll(/^http_requests_total\{method="(\w+)",route="([^"]*)",status="(\d+)"\} (\d+)$/gm)].map(([, ...words]) => words.join(' ')).sort();

it.each([['Fastify', `${FASTIFY} return fastifyHandler(app);`], ['Express', `${EXPRESS} return expressHandler(app);`]])('serves %s', async (_, body) => {
  const server = await launched(body, { changes });
  expect(await json(server, '/items/1')).toEqual([200, { id: '1' }]);
  expect(await json(server, '/items/2')).toEqual([200, { id: '2' }]);
  const away = await fetch(`${server.url}/away`);
  expect([away.status, away.headers.get('retry-after'), await away.json()]).toEqual([503, '5', { statusCode: 503, error: 'Service Unavailable', message: 'a service behind this one is not available' }]);
  const mistake = await fetch(`${server.url}/mistake`);
  expect([mistake.status, (await mistake.text()).includes('a mistake')]).toEqual([500, false]);
  expect((await fetch(`${server.url}/nowhere/1`)).status).toBe(404);
  expect(await json(server, '/slow')).toEqual([503, { statusCode: 503, error: 'Service Unavailable', message: 'no answer within 150 ms' }]);
  const body5000 = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: Buffer.alloc(5000) };
  expect(await json(server, '/upload', body5000)).toEqual([200, { size: 5000 }]);
  expect((await fetch(`${server.url}/upload`, { ...body5000, body: Buffer.alloc(5001) })).status).toBe(413);
  const stream = () => new ReadableStream({ start(controller) { controller.enqueue(Buffer.alloc(6000)); controller.close(); } });
  expect((await fetch(`${server.url}/upload`, { ...body5000, body: stream(), duplex: 'half' } as RequestInit)).status).toBe(413);
  expect(await json(server, '/items/3')).toEqual([200, { id: '3' }]);
  expect(await routesOf(server)).toEqual(expect.arrayContaining(['GET /items/:id 200 3', 'GET /away 503 1', 'GET /mistake 500 1', 'GET unnamed 404 1', 'POST /upload 200 1']));
  server.signal('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

it('closes Fastify after the last request', async () => {
  const server = await launched(`${FASTIFY} return fastifyHandler(app);`);
  server.signal('SIGTERM');
  await server.ended;
  expect(server.log().map(({ msg }) => msg).slice(-3)).toEqual(['closing the application and its pools', 'the application closes', 'stopped']);
});

it('leaves an error handler of the application alone', async () => {
  const fastify = await launched(`${FASTIFY} app.setErrorHandler((error, request, reply) => reply.code(418).send('mine')); return fastifyHandler(app);`);
  expect((await fetch(`${fastify.url}/away`)).status).toBe(418);
  const express = await launched(`${EXPRESS} app.use((error, request, response, next) => response.status(418).send('mine')); return expressHandler(app);`);
  expect((await fetch(`${express.url}/away`)).status).toBe(418);
});

it('names the routes of Fastify plugins that were loaded before', async () => {
  const server = await launched(`${FASTIFY} await app.register(async (plugin) => { plugin.get('/:name', async () => 'ok'); }, { prefix: '/plugin' }); return fastifyHandler(app);`);
  await fetch(`${server.url}/plugin/a`);
  expect(await routesOf(server)).toEqual(['GET /plugin/:name 200 1']);
});
