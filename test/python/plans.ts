import { planOf, type Said } from '../targets/profile-stack.ts';

/** A Flask application under gunicorn in the usual stack. */
export const FLASK: Said = {
  components: [{ name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'gunicorn' }, { name: 'db', kind: 'postgres' }, { name: 'cache', kind: 'redis' }],
  routes: [{ path: '/' }, { path: '/upload' }],
  settings: {
    'api.gunicorn.workers': 2, 'api.gunicorn.threads': 4, 'api.sqlalchemy.pool_size': 4, 'api.sqlalchemy.max_overflow': 1, 'api.redis_py.max_connections': 8,
    'api.route.body_limit[/upload]': 50 * 1024 ** 2, 'api.route.timeout[/upload]': 60_000,
  },
};

/** A FastAPI application, whose database is behind a pooler and which has a second one. */
export const FASTAPI: Said = {
  components: [
    { name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'gunicorn' }, { name: 'pooler', kind: 'pgbouncer' }, { name: 'db', kind: 'postgres' }, { name: 'reports-db', kind: 'postgres' },
    { name: 'cache', kind: 'redis' }, { name: 'queue', kind: 'kafka' }, { name: 'mongo', kind: 'mongodb' },
  ],
  links: [
    { from: 'proxy', to: 'api' }, { from: 'api', to: 'pooler' }, { from: 'pooler', to: 'db' }, { from: 'api', to: 'reports-db' },
    { from: 'api', to: 'cache' }, { from: 'api', to: 'queue' }, { from: 'api', to: 'mongo' },
  ],
  settings: {
    'api.component.interface': 'asgi', 'api.gunicorn.workers': 2, 'api.python.anyio_tokens': 6, 'api.python.pool_prepare': false, 'api.python.database_connect_timeout': 3000,
    'api.pymongo.maxPoolSize': 12, 'mongo.component.external': 'mongo.example.com:27017', 'api.python.statement_timeout': 9000,
  },
};

/** A worker that takes messages from a queue. */
export const WORKER: Said = {
  components: [{ name: 'worker', kind: 'python' }, { name: 'db', kind: 'postgres' }, { name: 'queue', kind: 'kafka' }],
  links: [{ from: 'worker', to: 'db' }, { from: 'worker', to: 'queue' }],
  routes: [],
};

/** The same profile with other statements. */
export const withSettings = (said: Said, settings: Said['settings']): Said => ({ ...said, settings: { ...said.settings, ...settings } });

export { planOf };
