/** @type {Config} */
const planned = {
  listen: { host: '0.0.0.0', port: 8000, backlog: 511, reusePort: false },
  processes: { workers: 1, heap: 384 },
  http: { keepAliveTimeout: 72000, handlerTimeout: 20000 },
  postgres: {
    pool: { host: 'db', port: 5432, database: 'shop', user: 'api', max: 5, connectionTimeoutMillis: 2000 },
  },
};

export const config = planned;
