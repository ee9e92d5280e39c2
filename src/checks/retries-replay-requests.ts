import { inherited, within, type NginxConfig } from '../formats/nginx-config.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { addressOf, isAddress, passesOf, serversIn, type Passed } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, nginxFiles, wordInEffect, wordsOf } from './nginx-words.ts';

/** Requests that are sent again where they must not, or without an end. */
export const retriesReplayRequests = defineCheck({
  id: 'retries-replay-requests',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, replayed),
  why: 'A request that was already carried out is carried out again: an order that is not idempotent twice, a slow query on one server after the other until all are busy with it.',
  fix: 'leave non_idempotent out; state proxy_next_upstream_tries 2 and a proxy_next_upstream_timeout.',
  source: 'nginx.org proxy_next_upstream: tries and timeout are unlimited by default',
  examples: {
    holds: [
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; proxy_next_upstream_tries 2; } }') },
      { files: inHttp('upstream api { server a:3000; } server { location / { proxy_pass http://api; } location /b { proxy_next_upstream off; proxy_pass http://api; } }') },
    ],
    breaks: [
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; proxy_next_upstream error timeout non_idempotent; } }') },
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; } }') },
    ],
  },
});

function replayed(config: NginxConfig): readonly Breach[] {
  const passes = passesOf(config);
  const unsafe = new Map(passes.flatMap((passed) => unsafeIn(passed) ?? []).map((breach) => [JSON.stringify(breach.at), breach]));
  const endless = new Map(passes.flatMap((passed) => endlessIn(passed) ?? []).map((breach) => [breach.message, breach]));
  return [...unsafe.values(), ...endless.values()];
}

/** Whether a request is given to another server when one fails in that way. */
function nextOn(way: string, { ancestors }: Passed): boolean {
  const next = inherited('proxy_next_upstream', ancestors).at(-1);
  return (next === undefined ? ['error', 'timeout'] : wordsOf(next)).includes(way);
}

/** Whether there is another server to send to. */
const several = ({ upstream }: Passed): boolean => upstream !== undefined && serversIn(upstream).length + within(upstream, 'server').filter((server) => wordsOf(server).includes('backup')).length > 1;

/** A name may stand for several addresses. */
const named = ({ upstream }: Passed): boolean => upstream !== undefined && serversIn(upstream).some((server) => !isAddress(addressOf(server)));

const tries = ({ ancestors }: Passed): string => wordInEffect('proxy_next_upstream_tries', ancestors) ?? '0';

function unsafeIn(passed: Passed): Breach | undefined {
  const next = inherited('proxy_next_upstream', passed.ancestors).at(-1);
  if (next === undefined || !nextOn('non_idempotent', passed) || !(several(passed) || named(passed)) || tries(passed) === '1') return undefined;
  return breachAt(next, `a POST that was sent to 1 server and failed is sent to another: ${next.name} ${wordsOf(next).join(' ')}`);
}

function endlessIn(passed: Passed): Breach | undefined {
  const { directive, ancestors, upstream, host } = passed;
  if (upstream === undefined || !several(passed) || !nextOn('timeout', passed) || tries(passed) !== '0' || !['0', '0s'].includes(wordInEffect('proxy_next_upstream_timeout', ancestors) ?? '0')) return undefined;
  const wait = wordInEffect('proxy_read_timeout', ancestors) ?? '60s';
  return breachAt(directive, `a request that is too slow for 1 server of ${host} is given to all ${serversIn(upstream).length}, each with ${wait} to answer`, { severity: 'note' });
}
