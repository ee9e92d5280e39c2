import { within } from '../formats/nginx-config.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { counted } from '../model/quote.ts';
import { breachAt, called, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, word, wordInEffect } from './nginx-words.ts';

/** A list of addresses that are let in, and nothing that keeps the others out. */
export const nginxAllowWithoutDeny = defineCheck({
  id: 'nginx-allow-without-deny',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      config.complete ? httpDirectives(config).flatMap(({ directive, ancestors }) => (BLOCKS.has(directive.name) ? openTo(directive, ancestors) : [])) : [],
    ),
  why: 'What no line names is let in: the list looks like a lock and is none.',
  fix: 'end the list with deny all.',
  source: 'nginx.org ngx_http_access_module: rules are tried until one matches; gixy allow_without_deny',
  examples: {
    holds: [
      { files: inHttp('server { location /admin { allow 10.0.0.0/8; deny all; } location /open { allow all; } }') },
      { files: inHttp('server { location /admin { satisfy any; allow 10.0.0.0/8; auth_basic "x"; } }') },
    ],
    breaks: [{ files: inHttp('server { location /admin { allow 10.0.0.0/8; allow 192.168.0.0/16; proxy_pass http://api; } }') }],
  },
});

const BLOCKS: ReadonlySet<string> = new Set(['http', 'server', 'location', 'limit_except']);

/** A child's allow replaces both lists of its parent, so that one block shows all of it. */
function openTo(block: Directive, ancestors: readonly Directive[]): readonly Breach[] {
  const allowed = within(block, 'allow');
  const [first] = allowed;
  if (first === undefined || within(block, 'deny').length > 0 || allowed.some((allow) => word(allow) === 'all')) return [];
  if (wordInEffect('satisfy', [...ancestors, block]) === 'any') return [];
  return [breachAt(first, `${called(block)} allows ${counted(allowed.length, 'range')} and denies none: everybody is let in`)];
}
