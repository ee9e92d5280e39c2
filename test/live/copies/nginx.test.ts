import { describe, expect, it } from 'vitest';
import { listenPorts, nginxCopy, upstreamAddresses, type NginxPlace } from '../../../src/live/copies/nginx.ts';
import { directives } from '../../../src/live/copies/nginx-directives.ts';

const place: NginxPlace = {
  folder: '/s', host: '127.0.0.1', ports: new Map([[8080, 41000], [8443, 41001]]), upstreams: new Map([['api:3000', '127.0.0.2:42000']]), resolverPort: 53, bridge: '127.0.0.0/8', ipv6: 'yes',
};

const cases: readonly (readonly [from: string, to: string])[] = [
  ['pid /tmp/nginx.pid;', 'pid /s/files/tmp/nginx.pid;'],
  ['proxy_temp_path /tmp/proxy 1 2;', 'proxy_temp_path /s/files/tmp/proxy 1 2;'],
  ['proxy_cache_path /var/cache/nginx levels=1:2;', 'proxy_cache_path /s/files/var/cache/nginx levels=1:2;'],
  ['access_log /dev/stdout main;', 'access_log /dev/stdout main;'],
  ['error_log /var/log/nginx/error.log warn;', 'error_log /s/files/var/log/nginx/error.log warn;'],
  ['listen 8080 default_server reuseport;', 'listen 127.0.0.1:41000 default_server reuseport;'],
  ['listen 0.0.0.0:8443 ssl;', 'listen 127.0.0.1:41001 ssl;'],
  ['listen [::]:8080;', 'listen [::1]:41000;'],
  ['resolver 127.0.0.11 [::1] valid=10s;', 'resolver 127.0.0.1:53 valid=10s;'],
  ['upstream a { server api:3000 max_fails=0; }', 'upstream a { server 127.0.0.2:42000 max_fails=0; }'],
  ['upstream a { server api:3000 resolve; }', 'upstream a { server api:42000 resolve; }'],
  ['upstream a { server other:9; }', 'upstream a { server 127.0.0.1:9; }'],
  ['upstream a { server unix:/run/a.sock; } proxy_pass http://a/x;', 'upstream a { server unix:/run/a.sock; } proxy_pass http://a/x;'],
  ['proxy_pass http://api:3000/x;', 'proxy_pass http://127.0.0.2:42000/x;'],
  ['proxy_pass $backend;', 'proxy_pass $backend;'],
  ['set $backend "http://api:3000";', 'set $backend "http://api:42000";'],
  ['set_real_ip_from 172.16.0.0/12;', 'set_real_ip_from 127.0.0.0/8;'],
  ['set_real_ip_from 10.0.0.0/8;', 'set_real_ip_from 10.0.0.0/8;'],
  ['geo $a { 172.16.0.0/12 yes; }', 'geo $a { 127.0.0.0/8 yes; }'],
  ['ssl_certificate /run/secrets/tls.crt;', 'ssl_certificate /s/certificate.pem;'],
  ['include /etc/nginx/mime.types;', 'include /s/mime.types;'],
  ['include /etc/nginx/conf.d/*.conf;', 'include /etc/nginx/conf.d/*.conf;'],
  ['# listen 8080;\nserver_name "a;b";', '# listen 8080;\nserver_name "a;b";'],
];

describe('the copy of an nginx file', () => {
  it.each(cases)('%s', (from, to) => {
    const copy = nginxCopy(from, place);
    expect(copy.text).toBe(to);
    expect(copy.mapped).toHaveLength(from === to ? 0 : 1);
  });

  it('leaves the networks of bridges alone where nothing stands for them', () => {
    const { bridge: _, ...plain } = place;
    expect(nginxCopy('set_real_ip_from 172.16.0.0/12;', plain).text).toBe('set_real_ip_from 172.16.0.0/12;');
  });

  it('leaves out IPv6 where the machine has none', () => {
    expect(nginxCopy('listen 8080; listen [::]:8080; server_name a;', { ...place, ipv6: 'no' }).text).toBe('listen 127.0.0.1:41000;  server_name a;');
  });

  it('finds each port once', () => {
    expect(listenPorts('listen 8080; listen [::]:8080; listen unix:/a; listen 8443 ssl; listen 10.0.0.1;')).toEqual([8080, 8443, 80]);
  });

  it('finds the servers of upstreams only', () => {
    expect(upstreamAddresses('upstream a { server "api:3000" resolve; server api2; } server { listen 1; }')).toEqual(['api:3000', 'api2']);
  });

  it('reads words as nginx does', () => {
    expect(directives('map $a $b { "~^x{2}" \'y z\'; default "${a}"; } return 200 a\\;b;')).toMatchObject([
      { name: 'map', block: 'yes', within: 'main' },
      { name: '"~^x{2}"', args: ["'y z'"], within: 'map' },
      { name: 'default', args: ['"${a}"'] },
      { name: 'return', args: ['200', 'a\\;b'], within: 'main' },
    ]);
  });
});
