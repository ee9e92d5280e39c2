/** @type {Config} */
const planned = {
  listen: { host: '0.0.0.0', port: 8000, backlog: 511, reusePort: false },
  processes: { workers: 1, heap: 384 },
  http: { keepAliveTimeout: 72000, requestTimeout: 60000 },
};

export const config = planned;
