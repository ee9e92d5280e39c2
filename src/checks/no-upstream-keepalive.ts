import { within, type NginxConfig } from '../formats/nginx-config.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { passesOf } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, isAtLeast, nginxFiles, word } from './nginx-words.ts';

/** Upstreams to which no connection is kept at all. */
export const noUpstreamKeepalive = defineCheck({
  id: 'no-upstream-keepalive',
  severity: 'note',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, unkept),
  grouped: true,
  why: 'Every request opens a connection to the application and closes it: some latency, and an end at about 470 requests a second and address.',
  fix: 'name an upstream block with keepalive, and below nginx 1.29.7 proxy_http_version 1.1 and proxy_set_header Connection "".',
  source: 'nginx.org keepalive; addresses written into proxy_pass have no pool',
  examples: {
    holds: [
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; } }', '1.28') },
      { files: inHttp('upstream api { server api:3000; } server { location / { proxy_pass http://api; } }', '1.30') },
    ],
    breaks: [
      { files: inHttp('server { location / { proxy_pass http://api:3000; } }') },
      { files: inHttp('upstream api { server api:3000; } server { location / { proxy_pass http://api; } }', '1.28') },
    ],
  },
});

/** One breach for each address, at the first place that passes to it. */
function unkept(config: NginxConfig): readonly Breach[] {
  const first = new Map(passesOf(config).filter((passed) => !passed.variable).toReversed().map((passed) => [passed.host, passed]));
  return [...first.values()].toReversed().flatMap(({ directive, host, upstream }) => {
    if (upstream === undefined) return [breachAt(directive, `${host} is passed to without an upstream block: no connection is kept`)];
    const [keepalive] = within(upstream, 'keepalive');
    const none = keepalive === undefined ? isAtLeast(config, '1.29.7') === false : word(keepalive) === '0';
    return none ? [breachAt(upstream, `upstream ${host} keeps no connections`)] : [];
  });
}
