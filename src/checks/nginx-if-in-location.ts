import { within } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { breachAt, called, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles } from './nginx-words.ts';

/** Directives of the rewrite module: they alone do in an `if` what they say. */
const REWRITES: ReadonlySet<string> = new Set(['return', 'rewrite', 'set', 'break', 'rewrite_log']);

/** An `if` that changes more of its location than its author thinks. */
export const nginxIfInLocation = defineCheck({
  id: 'nginx-if-in-location',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, (config) => httpDirectives(config).flatMap(({ directive }) => (directive.name === 'location' ? judged(directive) : []))),
  why: 'An if that matches is a location of its own: try_files of the outer one is not run, and of several that match only the last counts.',
  fix: 'set a variable with map and use it outside, or let the if only return or rewrite.',
  source: 'nginx.org, If is Evil; ngx_http_rewrite_module',
  examples: {
    holds: [
      { files: inHttp('server { location / { if ($request_method = OPTIONS) { add_header Access-Control-Max-Age 600; return 204; } try_files $uri /index.html; } }') },
      { files: inHttp('server { location / { if ($bad) { set $x 1; } if ($slow) { limit_rate 1k; } proxy_pass http://api; } }') },
    ],
    breaks: [
      { files: inHttp('server { location / { if ($arg_a) { add_header X-A 1; } try_files $uri /index.html; } }') },
      { files: inHttp('server { location / { if ($arg_a) { add_header X-A 1; } if ($arg_b) { add_header X-B 1; } proxy_pass http://api; } }') },
    ],
  },
});

function judged(location: Directive): readonly Breach[] {
  const evil = within(location, 'if').filter((block) => within(block, 'return').length === 0 && (block.block ?? []).some((inner) => !REWRITES.has(inner.name)));
  const [first] = evil;
  if (first === undefined) return [];
  if (within(location, 'try_files').length > 0) return [breachAt(first, `${called(location)}: where this if matches, try_files is not run`)];
  const adding = evil.filter((block) => within(block, 'add_header').length > 0);
  const [, second] = adding;
  return second === undefined ? [] : [breachAt(second, `${called(location)}: ${adding.length} ifs add headers; where several match, only the last one does`)];
}
