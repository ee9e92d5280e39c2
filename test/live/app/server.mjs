import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const { config } = await import(process.env.SERVER_CONFIG);
const pool = new pg.Pool(config.postgres.pool);
pool.on('error', () => undefined);

const answers = {
  '/readyz': async () => 'ready',
  // A cookie on an answer that the proxy may keep.
  '/feed': async (response) => { response.setHeader('set-cookie', `visitor=${randomUUID()}`); return 'feed'; },
  '/who': async () => `${config.listen.host} ${(await pool.query('SELECT current_user')).rows[0].current_user}`,
};

const server = createServer((request, response) => {
  const answer = answers[request.url];
  if (answer === undefined) response.writeHead(404).end();
  else answer(response).then((text) => response.end(text), (error) => response.writeHead(500).end(String(error)));
});
server.keepAliveTimeout = config.http.keepAliveTimeout;
server.listen(config.listen.port, config.listen.host);
process.once('SIGTERM', () => { server.close(); server.closeIdleConnections(); void pool.end(); });
