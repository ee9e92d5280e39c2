import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeWith } from '../describe-with.ts';
import { nginxTest, startNginx } from '../nginx.ts';
import { requireTool } from '../tools.ts';

interface Parts { readonly main?: string; readonly http?: string; readonly server?: string; readonly upstream?: string }

const conf = ({ main = '', http = '', server = '', upstream = '' }: Parts = {}) => `
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
worker_processes 1;
worker_rlimit_nofile 4096;
${main}
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  access_log /dev/stdout;
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  proxy_cache_path /var/cache/nginx levels=1:2 keys_zone=pages:1m;
  resolver 127.0.0.11 valid=10s ipv6=off;
  ${http}
  upstream api { zone api 64k; server api:3000 ${upstream}; keepalive 4; }
  server {
    listen 8080;
    ${server}
    location / { proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header X-From nginx; proxy_pass http://api; }
  }
}
`;

const versions = ['nginx', 'nginx-1.28'] as const;

for (const id of versions) {
  describeWith(`the harness of ${id}`, id, () => {
    const tool = () => requireTool(id);
    let upstream: Server;
    let upstreamPort: number;

    beforeAll(async () => {
      upstream = createServer((request, response) => { response.end(`${request.method} ${request.url} from ${request.headers['x-from']}`); }).listen(0, '127.0.0.1');
      await once(upstream, 'listening');
      upstreamPort = (upstream.address() as AddressInfo).port;
    });
    afterAll(() => { upstream.closeAllConnections(); upstream.close(); });

    it('accepts a good file and tells what it mapped', async () => {
      const verdict = await nginxTest(conf({ server: 'listen 8443 ssl; listen [::]:8080; ssl_certificate /c.crt; ssl_certificate_key /c.key; ssl_stapling on;' }), tool());
      expect(verdict.problems).toEqual([]);
      expect(verdict.accepted).toBe(true);
      expect(verdict.mapped.map(({ from }) => from)).toContain('ssl_certificate_key /c.key');
    });

    describe('refuses, with nginx\'s own message,', () => {
      const refused: readonly (readonly [what: string, text: string, message: RegExp])[] = [
        ['an unknown directive', conf({ http: 'keepalive_timeouts 5s;' }), /emerg: unknown directive "keepalive_timeouts" in nginx.conf:\d+/],
        ['a wrong value', conf({ http: 'sendfile yes;' }), /emerg: invalid value "yes"/],
        ['a missing semicolon', conf({ server: 'server_name a' }), /emerg: /],
        ['a zone that is not there', conf({ server: 'limit_req zone=none;' }), /emerg: zero size shared memory zone "none"/],
        ['what is only a warning', conf({ http: 'server { listen 8080; server_name a; } server { listen 8080; server_name a; }' }), /warn: conflicting server name "a"/],
        ['a user, as the container has no root', conf({ main: 'user nginx;' }), /warn: the "user" directive makes sense only if/],
        ['more connections than files', conf().replace('worker_rlimit_nofile 4096;', '').replace('1024', '900000'), /warn: 900000 worker_connections exceed open file resource limit/],
      ];
      it.each(refused)('%s', async (_, text, message) => {
        const verdict = await nginxTest(text, tool());
        expect(verdict.accepted).toBe(false);
        expect(verdict.problems.join('\n')).toMatch(message);
      });
    });

    it('carries a request to an upstream and back', async () => {
      const nginx = await startNginx(conf(), tool(), { upstreams: { 'api:3000': upstreamPort } });
      try {
        const response = await fetch(`http://127.0.0.1:${nginx.port}/hello?x=1`);
        expect(await response.text()).toBe('GET /hello?x=1 from nginx');
        expect(nginx.log()).toContain('GET /hello?x=1');
      } finally {
        await nginx.stop();
      }
      await expect(fetch(`http://127.0.0.1:${nginx.port}/`)).rejects.toThrow();
    });

    it('does not start on a bad file', async () => {
      await expect(startNginx(conf({ http: 'nonsense on;' }), tool())).rejects.toThrow(/unknown directive "nonsense"/);
    });

    if (id === 'nginx-1.28') it('finds an upstream by its name while it runs', async () => {
      const nginx = await startNginx(conf({ upstream: 'resolve' }), tool(), { upstreams: { 'api:3000': upstreamPort } });
      try {
        await expect.poll(async () => (await fetch(`http://127.0.0.1:${nginx.port}/named`)).text(), { timeout: 5000 }).toBe('GET /named from nginx');
      } finally {
        await nginx.stop();
      }
    });

    if (id === 'nginx') it('refuses what is newer than it', async () => {
      expect((await nginxTest(conf({ upstream: 'resolve' }), tool())).problems.join()).toMatch(/invalid parameter "resolve"/);
    });
  });
}
