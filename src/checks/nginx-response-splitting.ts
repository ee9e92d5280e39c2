import { locationMatch } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { variablesIn } from './nginx-proxies.ts';
import { groupsOf, mayHoldNewline } from './nginx-regex.ts';
import { around, breachAt, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, wordsOf } from './nginx-words.ts';

/** The decoded path of the request written into a header. */
export const nginxResponseSplitting = defineCheck({
  id: 'nginx-response-splitting',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, (config) => httpDirectives(config).flatMap(({ directive, ancestors }) => split(directive, ancestors))),
  why: 'nginx decodes %0d%0a in the path: whoever makes the link writes headers, cookies and pages.',
  fix: 'use $request_uri, which stays encoded.',
  source: 'measured with nginx 1.28: return, rewrite, add_header, proxy_set_header and proxy_pass with $uri all send a header of the request\'s choice; gixy http_splitting',
  examples: {
    holds: [
      { files: inHttp('server { return 301 https://$host$request_uri; }') },
      { files: inHttp('server { location ~ ^/(?<page>[a-z]+)$ { return 302 /p/$page; } location / { try_files $uri =404; rewrite ^/a$ /b$uri last; } location /c { return 200 "$uri"; } }') },
    ],
    breaks: [
      { files: inHttp('server { return 301 https://$host$uri; }') },
      { files: inHttp('server { rewrite ^ https://$host$uri permanent; location / { proxy_pass http://api$uri; } }') },
      { files: inHttp('server { location ~ ^/v1/(?<action>[^.]*)\\.json$ { add_header X-Action $action; } }') },
    ],
  },
});

function split(directive: Directive, ancestors: readonly Directive[]): readonly Breach[] {
  const written = headerText(directive);
  if (written === undefined) return [];
  const where = directive.name.startsWith('proxy_') ? 'the request to the upstream' : 'a header of the answer';
  const variables = variablesIn(written);
  const path = variables.find((name) => name === 'uri' || name === 'document_uri');
  if (path !== undefined) return [breachAt(directive, `${directive.name} writes $${path} into ${where}: the path with %0d%0a decoded`)];
  const location = around('location', ancestors);
  const { modifier, path: regex } = location === undefined ? { modifier: '', path: '' } : locationMatch(location);
  const group = modifier.startsWith('~') ? groupsOf(regex).find(({ name, body }) => variables.includes(name) && mayHoldNewline(body)) : undefined;
  return group === undefined ? [] : [breachAt(directive, `${directive.name} writes $${group.name} into ${where}, and (${group.body}) also matches the end of a line`)];
}

/** The text that a directive puts into a header or request line; `undefined` where it puts none. */
function headerText(directive: Directive): string | undefined {
  const [first = '', second, third] = wordsOf(directive);
  switch (directive.name) {
    case 'add_header':
    case 'proxy_set_header':
      return second;
    case 'proxy_pass':
      return first;
    case 'rewrite':
      return third === 'redirect' || third === 'permanent' || /^(?:https?:|\$scheme)/.test(second ?? '') ? second : undefined;
    case 'return':
      if (second === undefined) return /^(?:https?:|\$scheme)/.test(first) ? first : undefined;
      return /^30[12378]$/.test(first) ? second : undefined;
    default:
      return undefined;
  }
}
