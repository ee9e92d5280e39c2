import Fastify from 'fastify';
import { fastifyOptions } from 'plumbline/server';
import { assets } from './routes/assets.mjs';
import { feed } from './routes/feed.mjs';
import { home } from './routes/home.mjs';
import { items } from './routes/items.mjs';
import { login } from './routes/login.mjs';
import { search } from './routes/search.mjs';
import { upload } from './routes/upload.mjs';

/**
 * The application: all routes over the pools of the context.
 * @param {import('plumbline/server').Context} context
 */
export function buildApp(context) {
  const app = Fastify(fastifyOptions(context.config));
  for (const routes of [home, items, feed, search, login, upload, assets]) app.register(routes, context);
  return app;
}
