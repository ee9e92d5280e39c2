import { defineCheck } from '../model/check.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, wordsOf } from './nginx-words.ts';

/** A list of referers that also lets requests without one through. */
export const nginxReferersWithNone = defineCheck({
  id: 'nginx-referers-with-none',
  severity: 'note',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) =>
      named(config, 'valid_referers')
        .filter(({ directive }) => wordsOf(directive).includes('none'))
        .map(({ directive }) => breachAt(directive, `valid_referers lets requests without a Referer through, beside ${wordsOf(directive).length - 1} that it names`)),
    ),
  why: 'A page of a stranger needs only Referrer-Policy: no-referrer to get past it.',
  fix: 'leave none out where the list guards anything; against forged requests use tokens.',
  source: 'nginx.org valid_referers; gixy valid_referers',
  examples: {
    holds: [{ files: inHttp('server { location /img/ { valid_referers server_names *.example.com; } }') }],
    breaks: [{ files: inHttp('server { location /img/ { valid_referers none blocked server_names; } }') }],
  },
});
