import { inherited, within } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { counted } from '../model/quote.ts';
import { breachAt, called, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, word, wordInEffect } from './nginx-words.ts';

/** Headers that tell the browser what a page may not do, in lower case. */
const SECURITY: ReadonlySet<string> = new Set([
  'content-security-policy', 'cross-origin-embedder-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy',
  'permissions-policy', 'referrer-policy', 'strict-transport-security', 'x-content-type-options', 'x-frame-options',
]);

/** Directives that make a block answer with content of its own. */
const CONTENT: ReadonlySet<string> = new Set(['proxy_pass', 'fastcgi_pass', 'uwsgi_pass', 'grpc_pass', 'root', 'alias', 'try_files']);

/** Headers of a block that those of a block inside of it replace. */
export const securityHeadersLost = defineCheck({
  id: 'security-headers-lost',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      httpDirectives(config).flatMap(({ directive, ancestors }) => (['server', 'location', 'if'].includes(directive.name) ? lostIn(directive, ancestors) : [])),
    ),
  why: 'add_header is inherited only by blocks that have none of their own: pages of this one are sent without the others.',
  fix: 'repeat all headers in this block, include them from one file, or use add_header_inherit merge (nginx 1.29.3).',
  source: 'nginx.org add_header',
  examples: {
    holds: [
      { files: inHttp('add_header X-Frame-Options DENY; server { location / { root /www; } }') },
      { files: inHttp('server { add_header X-Frame-Options DENY; location /a { root /www; add_header X-Frame-Options DENY; add_header Cache-Control no-store; } }') },
      { files: inHttp('add_header_inherit merge; server { add_header X-Frame-Options DENY; location /a { add_header Cache-Control no-store; } }') },
    ],
    breaks: [{ files: inHttp('server { add_header X-Frame-Options DENY; location /a { root /www; add_header Cache-Control no-store; } }') }],
  },
});

function lostIn(block: Directive, ancestors: readonly Directive[]): readonly Breach[] {
  const own = within(block, 'add_header');
  const [first] = own;
  if (first === undefined || ['merge', 'off'].includes(wordInEffect('add_header_inherit', [...ancestors, block]) ?? '')) return [];
  const kept = new Set(own.map(nameOf));
  const lost = [...new Set(inherited('add_header', ancestors).map(nameOf))].filter((name) => !kept.has(name.toLowerCase()));
  if (lost.length === 0) return [];
  const security = lost.filter((name) => SECURITY.has(name));
  // A block that only refuses or redirects shows no page that the headers would guard.
  const pages = (block.block ?? []).some((directive) => CONTENT.has(directive.name)) || within(block, 'return').length === 0;
  const severity = security.length > 0 && pages ? 'warning' : 'note';
  return [breachAt(first, `${called(block)} states ${counted(kept.size, 'header')} of its own and so loses ${lost.length}: ${lost.join(', ')}`, { severity })];
}

const nameOf = (header: Directive): string => (word(header) ?? '').toLowerCase();
