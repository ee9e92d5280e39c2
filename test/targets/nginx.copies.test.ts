import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { renderNginxConf } from '../../src/targets/nginx.ts';
import { describeWith } from '../servers/describe-with.ts';
import { startNginx, type RunningNginx } from '../servers/nginx.ts';
import { requireTool } from '../servers/tools.ts';
import { componentOf, planOf } from './profile-stack.ts';
import { askOnce } from './running-proxy.ts';

/** Two applications; of `api` there are copies, as `docker compose up --scale api=2` makes them. */
const TWO = {
  components: [{ name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'node' }, { name: 'users', kind: 'node' }],
  links: [{ from: 'proxy', to: 'api' }, { from: 'proxy', to: 'users' }],
  routes: [{ path: '/', to: 'api' }, { path: '/users/', to: 'users' }],
  settings: { 'proxy.component.version': '1.28', 'proxy.nginx.resolver.valid': 1000, 'proxy.nginx.limit_req_zone.rate': 1000, 'proxy.nginx.limit_req.burst': 1000, 'proxy.nginx.limit_req.server_burst': 1000 },
} as const;

let nginx: RunningNginx | undefined;
const servers: Server[] = [];
afterEach(async () => {
  await nginx?.stop();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server that answers with a name, at an address of the loopback. */
async function copy(name: string, address: string, port = 0): Promise<number> {
  const server = createServer((_, response) => void response.end(name));
  servers.push(server);
  await once(server.listen(port, address), 'listening');
  return (server.address() as AddressInfo).port;
}

describeWith('copies of an application behind a rendered nginx-1.28', 'nginx-1.28', () => {
  it('all get requests, those that come later too, and no other application does', async () => {
    const port = await copy('api 1', '127.0.0.1');
    await copy('api 2', '127.0.0.2', port);
    const users = await copy('users', '127.0.0.1');
    const known: Record<string, readonly string[]> = { api: ['127.0.0.1'], users: ['127.0.0.1'] };
    const plan = planOf(TWO);
    const conf = renderNginxConf(plan, componentOf(plan, 'proxy'), { platform: 'compose' });
    nginx = await startNginx(conf, requireTool('nginx-1.28'), { upstreams: { 'api:3000': port, 'users:3000': users }, addresses: (name) => known[name] ?? [] });
    const at = nginx.port;
    const answers = async (path: string): Promise<readonly string[]> => [...new Set((await Promise.all(Array.from({ length: 8 }, () => askOnce(at, path)))).map(({ body }) => body))].sort();
    await expect.poll(() => answers('/'), { timeout: 5000 }).toEqual(['api 1']);
    known.api = ['127.0.0.1', '127.0.0.2'];
    await expect.poll(() => answers('/'), { timeout: 10_000 }).toEqual(['api 1', 'api 2']);
    expect(await answers('/users/1')).toEqual(['users']);
    known.api = ['127.0.0.2'];
    await expect.poll(() => answers('/'), { timeout: 10_000 }).toEqual(['api 2']);
  });
});
