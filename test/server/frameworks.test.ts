import express from 'express';
import Fastify from 'fastify';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { expressHandler, fastifyHandler, fastifyOptions, type Handler } from '../../src/server/index.ts';
import { configWith } from './config.ts';

const config = configWith({ log: { level: 'silent' } });

/** Asks a handler that no runtime stands in front of. */
async function ask({ handle }: Handler, path: string): Promise<readonly [number, string]> {
  const server = http.createServer((request, response) => { handle(request, response); });
  onTestFinished(() => { server.close(); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: { connection: 'close' } });
  return [response.status, await response.text()];
}

it('takes what Fastify makes, in its own types', async () => {
  const app = Fastify(fastifyOptions(config));
  app.get('/', async () => 'fastify');
  expect(await ask(await fastifyHandler(app), '/')).toEqual([200, 'fastify']);
});

it('takes what Express makes, in its own types', async () => {
  const app = express();
  app.get('/', (_request, response) => { response.send('express'); });
  expect(await ask(expressHandler(app), '/')).toEqual([200, 'express']);
});
