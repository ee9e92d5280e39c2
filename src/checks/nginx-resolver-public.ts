import { inherited, type NginxConfig } from '../formats/nginx-config.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { isAddress, passesOf, resolvesAgain, serversIn } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, nginxFiles, word, wordsOf } from './nginx-words.ts';

/** A name of this network asked of a name server of the whole world. */
export const nginxResolverPublic = defineCheck({
  id: 'nginx-resolver-public',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, foreign),
  why: 'A public name server does not know the names of containers: each request is a 502. For names that it does know, whoever answers faster chooses the upstream.',
  fix: 'ask the name server of the network: 127.0.0.11 in Docker, the DNS service in Kubernetes.',
  source: 'nginx.org resolver; gixy resolver_external',
  examples: {
    holds: [
      { files: inHttp('resolver 127.0.0.11; server { location / { set $api http://api:3000; proxy_pass $api; } }') },
      { files: inHttp('resolver 1.1.1.1; server { ssl_stapling on; location / { proxy_pass http://api:3000; } }') },
    ],
    breaks: [{ files: inHttp('resolver 8.8.8.8 1.1.1.1 valid=30s; server { location / { set $api http://api:3000; proxy_pass $api; } }') }],
  },
});

function foreign(config: NginxConfig): readonly Breach[] {
  return passesOf(config).flatMap(({ directive, ancestors, host, computed, variable, upstream }) => {
    const again = upstream === undefined ? [] : serversIn(upstream).filter(resolvesAgain).map((server) => word(server) ?? '');
    const names = upstream === undefined && computed && !variable ? [host] : again;
    const name = names.find((candidate) => !isAddress(candidate));
    const resolver = inherited('resolver', upstream === undefined ? ancestors : [...ancestors.slice(0, 1), upstream]).at(-1);
    const servers = resolver === undefined ? [] : wordsOf(resolver).filter((text) => !text.includes('='));
    if (name === undefined || servers.length === 0 || !servers.every(isPublic)) return [];
    const container = /^[A-Za-z0-9_-]+(?::\d+)?$/.test(name);
    return [breachAt(directive, `${name} is asked of ${servers.join(' and ')}, ${container ? 'which cannot know it' : 'outside of this network'}`, container ? {} : { severity: 'note' })];
  });
}

/** Whether an address is one of the internet's. A name is not: it was looked up inside. */
function isPublic(server: string): boolean {
  if (!isAddress(server) || server.startsWith('[')) return /^\[2/.test(server);
  return !/^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(server);
}
