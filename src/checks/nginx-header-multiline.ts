import { defineCheck } from '../model/check.ts';
import { breachAt, hasNginxFiles, httpDirectives, inEach, inHttp, nginxFiles, word } from './nginx-words.ts';

/** A header that is written over several lines. */
export const nginxHeaderMultiline = defineCheck({
  id: 'nginx-header-multiline',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      httpDirectives(config)
        .filter(({ directive }) => (directive.name === 'add_header' || directive.name === 'proxy_set_header') && /[\r\n]/.test(word(directive, 1) ?? ''))
        .map(({ directive }) => breachAt(directive, `the value of ${word(directive) ?? ''} goes over ${(word(directive, 1) ?? '').split('\n').length} lines and is sent with the line ends in it`)),
    ),
  why: 'Folded headers were abolished: HTTP/2 does not allow them, and clients drop the header or the whole answer.',
  fix: 'write the value in one line, or put it together with set.',
  source: 'RFC 9112 section 5.2; RFC 9113 section 8.2.1; gixy add_header_multiline',
  examples: {
    holds: [{ files: inHttp('server { add_header Content-Security-Policy "default-src \'self\'; img-src *"; }') }],
    breaks: [{ files: inHttp('server { add_header Content-Security-Policy "default-src \'self\';\n  img-src *"; }') }],
  },
});
