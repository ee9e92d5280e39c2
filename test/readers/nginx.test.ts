import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacking } from '../../src/formats/nginx-lacking.ts';
import { misuses } from '../../src/formats/nginx-manual.ts';
import type { NginxConfig } from '../../src/formats/nginx-config.ts';
import { parseNginx } from '../../src/formats/nginx-syntax.ts';
import type { Facts } from '../../src/model/facts.ts';
import { nginxReader } from '../../src/readers/inside/nginx.ts';
import { nowhere, running, type Given } from './containers.ts';

const read = (given: Given, cores?: number): Facts => nginxReader.read(running(given), { ...nowhere, ...(cores === undefined ? {} : { cores }) });
const inServer = (text: string): Record<string, string> => ({ '/etc/nginx/conf.d/default.conf': `server {\n listen 80;\n${text}\n}\n` });
/** Entries with values, those of upstreams among them. */
const values = (facts: Facts): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...facts.entries, ...facts.connections.flatMap(({ entries = [] }) => entries)].toReversed().map((entry) => [entry.id.replace(/^one\.(?:nginx\.)?/, ''), entry.value]));
const connected = (facts: Facts): readonly string[] => facts.connections.map(({ host, port, protocol, routes = [] }) => `${host}:${port ?? ''} ${protocol} ${routes.map(({ path }) => path).join(' ')}`.trim());

describe('what runs nginx', () => {
  it.each([
    [{ image: 'nginx:1.28' }, true], [{ image: 'docker.io/nginxinc/nginx-unprivileged' }, true], [{ image: 'openresty/openresty:1.25.3.1-0-alpine' }, true],
    [{ image: 'alpine', entrypoint: ['/run.sh'], files: { '/run.sh': 'set -e\nexec nginx -g "daemon off;"\n' } }, true], [{ image: 'alpine', command: ['sh', '-c', 'exec nginx -g "daemon off;"'] }, true], [{ image: 'acme/web', files: { '/etc/nginx/nginx.conf': '' } }, true],
    [{ image: 'nginx/nginx-prometheus-exporter' }, false], [{ image: 'node:22', command: ['node', 'nginx.js'] }, false], [{ image: 'bench', command: ['hey', 'http://nginx'] }, false], [{ image: 'bench', command: ['wait-for', '-h', 'nginx'] }, false],
  ] as const)('%j: %j', (given, expected) => {
    expect(nginxReader.recognises(running(given))).toBe(expected);
  });
});

describe('the files of nginx', () => {
  it('puts conf.d into the configuration of the image, whose values are defaults', () => {
    const facts = read({ image: 'nginx:1.28.0', files: inServer('location / { proxy_pass http://api:3000; }') });
    expect(values(facts)).toMatchObject({ worker_connections: 1024, keepalive_timeout: 65_000, 'container.listens[80]': true, 'component.version': '1.28.0', 'upstream.keepalive[api]': 0 });
    expect(facts.entries.find(({ setting }) => setting.name === 'worker_connections')?.origin).toEqual({ from: 'default', of: 'nginx image' });
    expect(connected(facts)).toEqual(['api:3000 http /']);
    expect(facts.documents.map(({ file }) => file)).toEqual(['etc/nginx/conf.d/default.conf']);
  });

  it('resolves includes and masks, and names a file that is not there', () => {
    const facts = read({
      image: 'nginx',
      files: { '/etc/nginx/nginx.conf': 'worker_processes 2;\ninclude /etc/nginx/mime.types;\nhttp {\n include sites/*.conf;\n include snippets/tls.conf;\n}', '/etc/nginx/sites/a.conf': 'server { listen 81; include common.conf; }', '/etc/nginx/common.conf': 'client_max_body_size 9m;', '/etc/nginx/sites/b.txt': 'broken {' },
    });
    expect(values(facts)).toMatchObject({ worker_processes: 2, client_max_body_size: 9 * 1024 ** 2, 'container.listens[81]': true });
    expect(facts.unread.map(({ what, at }) => [what, at?.line])).toEqual([['include snippets/tls.conf', 5]]);
    expect(facts.problems).toEqual([]);
    expect((facts.documents[0]?.content as NginxConfig).complete).toBe(false);
  });

  it('says that it does not read what is too much', () => {
    const facts = read({ image: 'nginx', files: inServer('set $a 1;\n'.repeat(100_000)) });
    expect(facts.unread.filter(({ what }) => what === 'the rest of nginx.conf')).toHaveLength(1);
    expect((facts.documents[0]?.content as NginxConfig).complete).toBe(false);
  });

  it('tells an include that leads back to its own file', () => {
    const facts = read({ image: 'nginx', files: { '/etc/nginx/conf.d/a.conf': 'client_max_body_size 9m;\ninclude conf.d/*.conf;' } });
    expect(values(facts)).toMatchObject({ client_max_body_size: 9 * 1024 ** 2 });
    expect(facts.problems.map(({ at, message }) => [at?.line, message])).toEqual([[2, 'include conf.d/*.conf leads back to a file that it stands in: nginx does not start']]);
  });

  it('fills templates in as the entrypoint of the image does, and keeps positions', () => {
    const facts = read({ image: 'nginx:1.28', environment: { API: 'backend:9000', SIZE: '20m' }, files: { '/etc/nginx/templates/default.conf.template': 'server { listen 80; location / { proxy_pass http://${API}; client_max_body_size ${SIZE}; } location /x { proxy_pass http://$host; } }' } });
    expect(connected(facts)).toEqual(['backend:9000 http /']);
    expect(facts.entries.find(({ setting }) => setting.name === 'client_max_body_size.route')?.origin).toMatchObject({ at: { line: 1, column: 60 } });
    expect(facts.unread.map(({ because }) => because)).toContain('$host is known only at run time');
  });

  it('reads what envsubst of the command makes', () => {
    const facts = read({ image: 'nginx', environment: { TARGET: 'app:80' }, command: ['/bin/bash', '-c', "envsubst '$TARGET' < /tmp/t.conf > /etc/nginx/conf.d/default.conf && nginx -g 'daemon off; worker_processes 3;'"], files: { '/tmp/t.conf': 'server { location / { proxy_pass http://$TARGET; proxy_set_header Host $host; } }' } });
    expect(connected(facts)).toEqual(['app:80 http /']);
    expect(values(facts)).toMatchObject({ worker_processes: 3, 'container.listens[80]': true });
  });

  it('reads -c, and nothing of the image then', () => {
    const facts = read({ image: 'nginx:1.28', command: ['nginx', '-c', '/srv/my.conf'], files: { '/srv/my.conf': 'events { worker_connections 99; }\nhttp {}' } });
    expect(values(facts)).toMatchObject({ worker_connections: 99 });
    expect(values(facts)).not.toHaveProperty('keepalive_timeout');
  });

  it('knows what the command of the image says, and that one for a lone file is only supposed', () => {
    const main = (facts: Facts): readonly string[] => (facts.documents[0]?.content as NginxConfig).main.map(({ name }) => name);
    const files = { '/etc/nginx/nginx.conf': 'daemon off; http { server { brotli on; } }' };
    expect(main(read({ image: 'nginx:1.28', files }))).toEqual(['daemon', 'daemon', 'http']);
    const alone = nginxReader.read({ ...running({ image: 'nginx', command: ['nginx', '-g', 'daemon off;'], files }), supposed: true }, nowhere);
    expect(main(alone)).toEqual(['daemon', 'http']);
    expect([alone.documents[0]?.content].flatMap((content) => misuses(content as NginxConfig))).toEqual([]);
    const site = nginxReader.read({ ...running({ image: 'nginx', files: inServer('') }), supposed: true }, nowhere);
    expect(site.unread.map(({ id }) => id)).toEqual(['one.nginx.worker_processes', 'one.container.host_count', 'one.nginx.worker_connections', 'one.nginx.keepalive_timeout']);
    expect((site.documents[0]?.content as NginxConfig).complete).toBe(false);
  });

  it('tells broken syntax with its place', () => {
    const facts = read({ image: 'nginx', files: inServer('location / {\n proxy_pass http://api:3000\n}') });
    expect(facts.problems).toEqual([{ at: { file: 'etc/nginx/conf.d/default.conf', line: 4, column: 28 }, message: 'expected ";" after "proxy_pass http://api:3000", found "}"', hint: 'end the directive with ;' }]);
    expect(connected(facts)).toEqual(['api:3000 http /']);
  });
});

describe('workers', () => {
  it('takes auto from the host: unread, or the cores that are named', () => {
    const alone = read({ image: 'nginx', files: { '/etc/nginx/nginx.conf': 'worker_processes auto;' } });
    expect(alone.unread.map(({ id }) => id)).toEqual(['one.nginx.worker_processes']);
    expect(values(read({ image: 'nginx', files: { '/etc/nginx/nginx.conf': 'worker_processes auto;' } }, 16))).toMatchObject({ worker_processes: 16, 'container.host_count': 'worker_processes auto' });
  });
});

describe('where requests go', () => {
  const upstream = 'upstream app { server api:3000 max_fails=2; server old:1 down; keepalive 32; }';
  const conf = (http: string): Given => ({ image: 'nginx:1.28.0', files: { '/etc/nginx/nginx.conf': `http {\n${http}\n}` } });

  it.each([
    ['proxy_http_version 1.1; proxy_set_header Connection "";', 32],
    ['', 0],
    ['proxy_http_version 1.1;', 0],
    ['proxy_set_header Connection "";', 0],
    ['proxy_http_version 1.1; proxy_set_header Connection $upgrade;', 0],
  ])('an upstream keeps its connections only when a request can leave them: %j', (text, expected) => {
    const facts = read(conf(`map $http_upgrade $upgrade { default upgrade; '' close; }\n${upstream}\nserver { ${text} location / { proxy_pass http://app; } }`));
    expect(values(facts)['upstream.keepalive[api]']).toBe(expected);
    expect(connected(facts)).toEqual(['api:3000 http /']);
  });

  it('a variable leads where set or map say', () => {
    const facts = read(conf('map $uri $m { default http://a:1; /x http://b:2; }\nserver { set $api http://api:3000; location / { proxy_pass $api; } location /m { proxy_pass $m; } location /n { proxy_pass http://api:3000$request_uri; } location /u { proxy_pass http://$arg_h; } }'));
    expect(connected(facts)).toEqual(['api:3000 http / /n', 'a:1 http /m', 'b:2 http /m']);
    expect(facts.unread.map(({ because }) => because)).toEqual(['$arg_h is known only at run time']);
  });

  it('other protocols are no HTTP, and stream passes bytes on', () => {
    const facts = read({ image: 'nginx', files: { '/etc/nginx/nginx.conf': 'http { server { location ~ \\.php$ { fastcgi_pass php:9000; } location /u { uwsgi_pass unix:/s; } } }\nstream { upstream d { server db:5432; } server { listen 5432; proxy_pass d; } }' } });
    expect(connected(facts)).toEqual(['php:9000 other ~ \\.php$', 'db:5432 other']);
    expect(values(facts)['container.listens[5432]']).toBe(true);
  });

  it('routes of a named location are those that lead to it; two servers do not share a path', () => {
    const facts = read(conf('server { server_name a.test; location / { try_files $uri @app; } location @app { proxy_pass http://a; } } server { server_name b.test; location / { auth_basic x; proxy_pass http://b:1; } }'));
    expect(connected(facts)).toEqual(['a:80 http /', 'b:1 http b.test/']);
    expect(facts.connections[1]?.routes?.[0]).toMatchObject({ auth: true, cache: 'none', stream: 'none' });
  });

  it('limits of a location are its route\'s, those of the server all routes\'', () => {
    const facts = read(conf('limit_req_zone $binary_remote_addr zone=one:2m rate=30r/m; limit_req_zone $binary_remote_addr zone=two:1m rate=9r/s; server { limit_req zone=two burst=5; location /login { limit_req zone=one; proxy_pass http://a; } location / { proxy_pass http://a; } }'));
    expect(values(facts)).toMatchObject({ 'limit_req_zone.rate': 9, 'limit_req.burst': 5, 'limit_req_zone.route_rate[/login]': 0.5, 'limit_req.route_burst[/login]': 0 });
  });

  it('a value of one location is its route\'s alone while others leave it to the default', () => {
    const facts = read(conf('server { location / { proxy_pass http://a; } location /slow { proxy_read_timeout 5m; proxy_pass http://a; } }'));
    expect(values(facts)).toMatchObject({ 'proxy_read_timeout.route[/slow]': 300_000 });
    expect(values(facts)).not.toHaveProperty('proxy_read_timeout');
  });

  it('ports of the loopback, of UDP and of sockets are nobody else\'s', () => {
    const facts = read(conf('server { listen 127.0.0.1:81; listen [::]:82; listen unix:/a; listen *:83 ssl; listen 443 quic; listen 8001-8003; }'));
    expect(Object.keys(values(facts)).filter((id) => id.includes('listens'))).toEqual(['container.listens[8003]', 'container.listens[8002]', 'container.listens[8001]', 'container.listens[83]', 'container.listens[82]']);
  });
});

describe('directives by the manual', () => {
  const judged = (text: string, version?: string, image = 'nginx'): readonly string[] =>
    misuses({ main: parseNginx({ path: 'nginx.conf', text }).directives, complete: true, image, ...(version === undefined ? {} : { version }) }).map(({ message, effect }) => `${effect}: ${message}`);
  it.each([
    ['http { servr { listen 80; } }', undefined, ['refused: servr is no directive of nginx or its modules: did you mean server?']],
    ['http { brotli on; }', undefined, ['perhaps refused: brotli belongs to ngx_brotli, which the image of nginx does not have']],
    ['load_module modules/x.so; http { brotli on; }', undefined, []],
    ['http { server { http2 on; } }', '1.25', []],
    ['http { server { http2 on; } }', '1.24', ['refused: http2 is known from nginx 1.25.1 on; this is 1.24']],
    ['http { server { listen 443 ssl http2; } }', '1.27.0', ['ignored: http2 behind listen is deprecated since nginx 1.25.1; this is 1.27.0: write http2 on; instead']],
    ['http { upstream a { server b resolve; } }', '1.26.0', ['refused: resolve behind server is known from nginx 1.27.3 on; this is 1.26.0']],
    ['worker_connections 5;', undefined, ['refused: worker_connections is not allowed at the top of nginx.conf; it stands in events']],
    ['http { server { location / { if ($a) { proxy_set_header A b; } } } }', undefined, ['refused: proxy_set_header is not allowed in an if of a location; it stands in http, server of http, location of http']],
    ['http { gzip yes; }', undefined, ['refused: gzip is on or off, not "yes"']],
    ['http { client_max_body_size 10mb; proxy_read_timeout 5q; proxy_buffers 8 1g; gzip_comp_level six; ssl_session_timeout 500ms; }', undefined, [
      'refused: client_max_body_size takes a size such as 10m, not "10mb"', 'refused: proxy_read_timeout takes a time such as 60s or 1m30s, not "5q"', 'refused: proxy_buffers takes a size such as 10m, not "1g"',
      'refused: gzip_comp_level takes a whole number, not "six"', 'refused: ssl_session_timeout takes a time in whole seconds, such as 60s, not "500ms"',
    ]],
    ['http { client_max_body_size 1G; proxy_read_timeout "1h 5m"; keepalive_timeout 500ms 1M; proxy_send_timeout $t; send_timeout __T__; client_body_timeout ${T}; limit_rate 5x; }', undefined, []],
    ['http { keepalive_timeout; sendfile on off; }', undefined, ['refused: keepalive_timeout takes 1 or 2 arguments, not 0', 'refused: sendfile takes 1 argument, not 2']],
    ['http { server; gzip { } }', undefined, ['refused: server lacks its block: { }', 'refused: gzip has no block; expected ; behind it']],
    ['http { server { ssl on; } }', '1.28.0', ['refused: nginx 1.28.0 no longer has ssl, removed in 1.25.1: write ssl behind listen']],
    ['http { map $a $b { servr 1; } types { text/x x; } geo $c { default 0; } split_clients $a $d { 5% x; * y; } }', undefined, []],
  ] as const)('%j in %j', (text, version, expected) => {
    expect(judged(text, version)).toEqual(expected);
  });
});

describe('what nginx does not start without', () => {
  const lacks = (text: string, path = 'nginx.conf', complete = true): readonly string[] => lacking({ main: parseNginx({ path, text }).directives, complete }).map(({ message }) => message);
  it.each([
    ['http { }', ['there is no events section beside http; nginx wants one, if only events {}']], ['events { } http { }', []], ['include more.conf; http { }', []], ['server { }', []],
    ['events { } http { upstream a { zone a 64k; } upstream b { server c down; } upstream d { include d/*.conf; } upstream e { upsync consul; } }', ['upstream a has no server']],
  ])('%j', (text, expected) => {
    expect(lacks(text)).toEqual(expected);
  });

  it('may stand in another file', () => {
    expect([lacks('http { }', 'http.conf'), lacks('http { }', 'nginx.conf', false)]).toEqual([[], []]);
  });
});

describe('real files', () => {
  const OUT = join(import.meta.dirname, '../../out');
  const CORPUS = join(import.meta.dirname, '../corpus/awesome-compose');
  const configs = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.conf') && path.includes('nginx')).map((path) => join(folder, path));
  const sound = (path: string): void => {
    const { directives, flaws } = parseNginx({ path, text: readFileSync(path, 'utf8') });
    expect(flaws).toEqual([]);
    const main = directives.some(({ name }) => name === 'http') ? directives : [{ ...(directives[0] ?? { args: [], at: { line: 1, column: 1 }, file: { path, text: '' } }), name: 'http', args: [], block: directives }];
    expect(misuses({ main, complete: true, image: 'nginx' })).toEqual([]);
  };

  it.each(configs(OUT).filter((path) => path.endsWith('nginx.conf')).map((path) => [path.slice(OUT.length), path]))('of ours: %s', (_, path) => sound(path));

  it.each(configs(CORPUS).map((path) => [path.slice(CORPUS.length), path]))('of others: %s', (_, path) => sound(path));
});
