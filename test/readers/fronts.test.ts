import { describe, expect, it } from 'vitest';
import { showPosition } from '../../src/model/entry.ts';
import type { Facts } from '../../src/model/facts.ts';
import { caddyReader } from '../../src/readers/inside/caddy.ts';
import { haproxyReader } from '../../src/readers/inside/haproxy.ts';
import { traefikReader } from '../../src/readers/inside/traefik.ts';
import { nowhere, running } from './containers.ts';

const said = (facts: Facts): readonly string[] =>
  facts.entries.filter((entry) => !['image', 'version'].includes(entry.setting.name)).map((entry) => `${entry.id}=${String(entry.value)} ${entry.origin.from === 'stated' ? showPosition(entry.origin.at) : 'default'}`);
const targets = (facts: Facts): readonly string[] => facts.connections.map(({ host, port, at }) => `${host}:${port ?? ''} ${showPosition(at)}`);

describe('HAProxy', () => {
  const text = `global
  maxconn 2000
defaults
  mode http
  timeout connect 5s   # not long
  timeout client 1m
  timeout server 30000
frontend web
  bind *:80,:443 ssl crt /etc/cert.pem
  default_backend api
backend api
  compression algo gzip
  server one api:3000 check
  server two "10.0.0.2:3000"
  server-template app 2 app:8081 check resolvers docker
`;

  it('is recognised by image and command', () => {
    expect(haproxyReader.recognises(running({ image: 'haproxy:3.0-alpine' }))).toBe(true);
    expect(haproxyReader.recognises(running({ command: ['haproxy', '-f', '/x.cfg'] }))).toBe(true);
    expect(haproxyReader.recognises(running({ image: 'nginx:1.28' }))).toBe(false);
  });

  it('gives ports, upstreams and timeouts with their places', () => {
    const facts = haproxyReader.read(running({ image: 'haproxy:3.0', command: ['haproxy', '-f', '/h/haproxy.cfg'], files: { '/h/haproxy.cfg': text } }), nowhere);
    expect(said(facts)).toEqual([
      'one.front.connect_timeout=5000 h/haproxy.cfg:5:19', 'one.front.client_idle_timeout=60000 h/haproxy.cfg:6:18', 'one.front.response_timeout=30000 h/haproxy.cfg:7:18',
      'one.container.listens[80]=true h/haproxy.cfg:9:8', 'one.container.listens[443]=true h/haproxy.cfg:9:8', 'one.front.compresses=true h/haproxy.cfg:12:3',
    ]);
    expect(targets(facts)).toEqual(['api:3000 h/haproxy.cfg:13:14', '10.0.0.2:3000 h/haproxy.cfg:14:14', 'app:8081 h/haproxy.cfg:15:25']);
  });

  it('says when there is no file to read', () => {
    expect(haproxyReader.read(running({ image: 'haproxy:3.0' }), nowhere).unread).toHaveLength(1);
  });
});

describe('Traefik', () => {
  it('gives ports of flags and variables, and its own defaults', () => {
    const facts = traefikReader.read(running({
      image: 'traefik:v3.2', command: ['--providers.docker', '--entrypoints.web.address=:80', '--serversTransport.forwardingTimeouts.idleConnTimeout=20s'], environment: { TRAEFIK_ENTRYPOINTS_SECURE_ADDRESS: ':443' },
    }), nowhere);
    expect(said(facts)).toEqual([
      'one.container.listens[80]=true compose.yaml:1:1', 'one.front.idle_timeout=20000 compose.yaml:1:1', 'one.container.listens[443]=true compose.yaml:1:1',
      'one.front.connect_timeout=30000 default', 'one.front.response_timeout=0 default',
    ]);
  });

  it('reads upstreams of YAML files, and names TOML as not read', () => {
    const file = 'http:\n  services:\n    api:\n      loadBalancer:\n        servers:\n          - url: "http://api:3000/"\n  middlewares:\n    small:\n      compress: {}\n';
    const facts = traefikReader.read(running({ image: 'traefik:v3.2', files: { '/etc/traefik/dynamic/api.yml': file, '/etc/traefik/traefik.toml': '' } }), nowhere);
    expect(targets(facts)).toEqual(['api:3000 etc/traefik/dynamic/api.yml:6:18']);
    expect(facts.unread.map(({ what }) => what)).toEqual(['etc/traefik/traefik.toml']);
  });
});

describe('Caddy', () => {
  const text = `{
	email ops@example.com
}
(common) {
	encode zstd gzip
}
example.com, :8080 {
	import common
	handle /api/* {
		reverse_proxy api:3000 {$SECOND:other:3001} {
			lb_policy first
			transport http {
				keepalive 30s
			}
		}
	}
	reverse_proxy /static/* {
		to static:80
	}
	reverse_proxy {http.vars.upstream}
}
`;

  it('gives sites, upstreams and timeouts with their places', () => {
    const facts = caddyReader.read(running({ image: 'caddy:2.8', files: { '/etc/caddy/Caddyfile': text } }), nowhere);
    expect(said(facts)).toEqual([
      'one.front.compresses=true etc/caddy/Caddyfile:5:2', 'one.container.listens[80]=true etc/caddy/Caddyfile:7:1', 'one.container.listens[443]=true etc/caddy/Caddyfile:7:1', 'one.container.listens[8080]=true etc/caddy/Caddyfile:7:14',
      'one.front.idle_timeout=30000 etc/caddy/Caddyfile:13:15', 'one.front.connect_timeout=3000 default', 'one.front.response_timeout=0 default',
    ]);
    expect(targets(facts)).toEqual(['api:3000 etc/caddy/Caddyfile:10:17', 'other:3001 etc/caddy/Caddyfile:10:26', 'static:80 etc/caddy/Caddyfile:18:6']);
    expect(facts.unread.map(({ what }) => what)).toEqual(['upstream {http.vars.upstream}']);
  });

  it('reads the flags of caddy reverse-proxy', () => {
    const facts = caddyReader.read(running({ image: 'caddy:2.8', command: ['caddy', 'reverse-proxy', '--from', ':80', '--to=api:4000'] }), nowhere);
    expect(targets(facts)).toEqual(['api:4000 compose.yaml:1:1']);
    expect(said(facts)).toContain('one.container.listens[80]=true compose.yaml:1:1');
  });

  it('needs no braces for one site', () => {
    const facts = caddyReader.read(running({ image: 'caddy:2', files: { '/etc/caddy/Caddyfile': ':80\nencode gzip\nreverse_proxy api:3000\n' } }), nowhere);
    expect(said(facts).filter((line) => line.includes('listens'))).toEqual(['one.container.listens[80]=true etc/caddy/Caddyfile:1:1']);
    expect(targets(facts)).toEqual(['api:3000 etc/caddy/Caddyfile:3:15']);
  });
});
