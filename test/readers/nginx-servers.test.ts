import { spawnSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';
import { nginxZoneUnknown } from '../../src/checks/nginx-zone-unknown.ts';
import { lacking } from '../../src/formats/nginx-lacking.ts';
import { misuses } from '../../src/formats/nginx-manual.ts';
import { repeats } from '../../src/formats/nginx-repeats.ts';
import { parseNginx } from '../../src/formats/nginx-syntax.ts';
import { breachesOf } from '../../src/model/check.ts';
import { describeWith } from '../servers/describe-with.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';

const VALUES = ['0', '5', '5s', '5ms', '1M', '1y', '"1h 5m"', '1m30s', '30s1m', '5q', '10MB', '5.5s', '-1', '1h30', '5s500ms', '1g', '10m', '10K', 'off', 'unlimited'];
const DIRECTIVES = ['proxy_read_timeout', 'ssl_session_timeout', 'keepalive_timeout', 'client_max_body_size', 'proxy_buffer_size', 'keepalive_requests', 'proxy_buffers 8', 'resolver_timeout'];
const REQ = 'limit_req_zone $uri zone=a:1m rate=1r/s;';

/** What stands in `http`; of each pair one is refused and one is taken. */
const BLOCKS = [
  'server { location / { } location / { } }', 'server { location / { } location = / { } }', 'server { location /a { } location ^~ /a { } }', 'server { location /A { } location /a { } }',
  'server { location = / { } location =/ { } }', 'server { location ~ a { } location ~ a { } }', 'server { location /a { location /a/b { } location /a/b { } } }', 'server { location @a { } location @a { } }',
  'upstream a { server 127.0.0.1; } upstream A { server 127.0.0.2; }', 'upstream a { zone a 64k; }', 'upstream a { server 127.0.0.1 down; }',
  `${REQ} limit_conn_zone $uri zone=a:1m;`, `${REQ} limit_conn_zone $uri zone=b:1m;`, `${REQ} ${REQ}`, `${REQ} server { limit_req zone=a; }`, `${REQ} server { limit_req zone=A; }`, `${REQ} server { limit_conn a 3; }`,
  'server { proxy_cache a; }', 'server { proxy_cache off; }', 'server { proxy_cache $host; }',
];

describeWith('what nginx refuses', ['nginx', 'nginx-1.28'], () => {
  const sandbox = makeSandbox('nginx-refuses');
  sandbox.makeFolder('logs');
  afterAll(() => sandbox.remove());
  const refusedBy = (id: 'nginx' | 'nginx-1.28', text: string): boolean => {
    const file = sandbox.write('nginx.conf', `pid ${sandbox.folder}/nginx.pid;\nerror_log stderr;\n${text}\n`);
    return spawnSync(requireTool(id).path, ['-t', '-p', sandbox.folder, '-c', file]).status !== 0;
  };
  const refusedHere = (text: string): boolean => {
    const content = { main: parseNginx({ path: 'nginx.conf', text }).directives, complete: true };
    return [...misuses(content), ...lacking(content), ...repeats(content), ...breachesOf(nginxZoneUnknown.broken({ files: [{ file: 'nginx.conf', content }], volumes: [] }))].length > 0;
  };
  const cases = [
    'events { } http { }', 'http { }', ...BLOCKS.map((block) => `events { } http { ${block} }`),
    ...DIRECTIVES.flatMap((directive) => VALUES.map((value) => `events { } http { ${directive} ${value}; }`)),
  ];

  it.each(['nginx', 'nginx-1.28'] as const)('is told as %s does', (id) => {
    // A buffer may be of the right form and too small or too large for others.
    const judged = cases.filter((text) => !/buffers? (?:8 )?(?:0|5|1m|10m);/.test(text));
    expect(judged.filter((text) => refusedHere(text) !== refusedBy(id, text))).toEqual([]);
  });
});
