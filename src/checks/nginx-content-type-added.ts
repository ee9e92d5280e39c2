import { inherited, within } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck } from '../model/check.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, word, wordInEffect } from './nginx-words.ts';

/** A second Content-Type beside nginx's own. */
export const nginxContentTypeAdded = defineCheck({
  id: 'nginx-content-type-added',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      named(config, 'add_header')
        .filter(({ directive, ancestors }) => word(directive)?.toLowerCase() === 'content-type' && !only(ancestors))
        .map(({ directive }) => breachAt(directive, `add_header adds ${word(directive, 1) ?? ''} as a second Content-Type: the answer then has 2`)),
    ),
  why: 'Clients take the first, the last or neither: text is offered as a download, or a download is run as a page.',
  fix: 'use default_type (for return and unknown files) or types; for an upstream hide its header with proxy_hide_header Content-Type first.',
  source: 'nginx.org add_header, default_type; measured with nginx 1.28.3: both headers are sent',
  examples: {
    holds: [
      { files: inHttp('server { location /ok { default_type text/plain; return 200 ok; } location /p { proxy_hide_header Content-Type; add_header Content-Type text/csv; proxy_pass http://api; } }') },
      { files: inHttp('server { location / { if ($request_method = OPTIONS) { add_header Content-Type text/plain; return 204; } } }') },
    ],
    breaks: [{ files: inHttp('server { location /ok { add_header Content-Type text/plain; return 200 ok; } }') }],
  },
});

/** Whether nothing else gives the answer a type: it has no body, the upstream's is hidden, or there is no default. */
const only = (ancestors: readonly Directive[]): boolean =>
  within(ancestors.at(-1), 'return').some((directive) => ['204', '304', '444'].includes(word(directive) ?? '')) ||
  inherited('proxy_hide_header', ancestors).some((directive) => word(directive)?.toLowerCase() === 'content-type') ||
  wordInEffect('default_type', ancestors) === '';
