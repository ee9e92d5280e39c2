import { repeats } from '../formats/nginx-repeats.ts';
import { placeOf, shown } from '../formats/nginx-syntax.ts';
import { defineCheck } from '../model/check.ts';
import { showPosition } from '../model/entry.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, nginxFiles } from './nginx-words.ts';

/** A directive, location, upstream or zone that nginx takes once, against how often it stands there. */
export const nginxDirectiveRepeated = defineCheck({
  id: 'nginx-directive-repeated',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, (config) => repeats(config).map(({ directive, first, what }) => breachAt(directive, `${shown(directive)} is the second ${what}; the first is ${shown(first)} (${showPosition(placeOf(first))})`))),
  why: 'nginx does not start ("is duplicate", "duplicate location"). Often one of the two comes from an included file, or from the command line of the image ("daemon off;").',
  fix: 'keep one of the two, or give one another block, path or name.',
  source: 'https://nginx.org/en/docs/dirindex.html; measured with nginx 1.22.1 and 1.28.3',
  examples: {
    holds: [{ files: inHttp('keepalive_timeout 65; add_header A 1; add_header B 2; server { keepalive_timeout 5; listen 80; listen 81; location = / { } location / { } location ~ x { } location ~ x { } }') }],
    breaks: [
      { files: inHttp('client_max_body_size 1m;\nserver { listen 80; }\nclient_max_body_size 10m;') },
      { files: inHttp('server { location / { proxy_pass http://a; proxy_pass http://b; } }') },
      { files: inHttp('server { location /api { } location ^~ /api { } }') },
      { files: inHttp('limit_req_zone $uri zone=a:1m rate=1r/s; limit_conn_zone $uri zone=a:1m; upstream b { server c; } upstream B { server c; }') },
    ],
  },
});
