import { defineCheck } from '../model/check.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, wordInEffect } from './nginx-words.ts';

/** Servers that tell their version to everybody. */
export const nginxVersionDisclosed = defineCheck({
  id: 'nginx-version-disclosed',
  severity: 'note',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) =>
    inEach(files, (config) => {
      if (!config.complete) return [];
      const telling = named(config, 'server').filter(({ directive, ancestors }) => ancestors.at(-1)?.name === 'http' && (wordInEffect('server_tokens', [...ancestors, directive]) ?? 'on') !== 'off');
      const [first] = telling;
      return first === undefined ? [] : [breachAt(first.directive, `${telling.length} ${telling.length === 1 ? 'server tells its' : 'servers tell their'} exact version in the Server header and on error pages`)];
    }),
  grouped: true,
  why: 'Who looks for servers with a known fault finds this one by its version.',
  fix: 'server_tokens off; in http.',
  source: 'nginx.org server_tokens, default on; gixy version_disclosure',
  examples: {
    holds: [{ files: inHttp('server_tokens off; server { listen 80; }') }],
    breaks: [{ files: inHttp('server { listen 80; }') }, { files: inHttp('server_tokens off; server { server_tokens build; }') }],
  },
});
