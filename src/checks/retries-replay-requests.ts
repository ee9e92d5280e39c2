import { inherited, within, type NginxConfig } from '../formats/nginx-config.ts';
import { timeIn } from '../formats/nginx-quantities.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { structure } from '../model/input.ts';
import { perStack } from '../model/lookup.ts';
import { plainly } from '../model/quote.ts';
import { addressOf, isAddress, passesOf, serversIn, type Passed } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, nginxFiles, wordInEffect, wordsOf } from './nginx-words.ts';
import { target } from './wiring.ts';

/** The component that answers at each host name: several names may be one server. */
type Names = ReadonlyMap<string, string>;
const namesOf = perStack((stack): Names => new Map((stack.addresses ?? []).filter(({ component }) => component !== '').map(({ host, component }) => [host, component])));

/** Requests that are sent again where they must not, or for a very long time. */
export const retriesReplayRequests = defineCheck({
  id: 'retries-replay-requests',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  grouped: true,
  when: hasNginxFiles,
  reads: { files: nginxFiles, names: structure(namesOf) },
  broken: ({ files, names }) => inEach(files, (config) => replayed(config, names)),
  why: 'A query that is too slow for one server is as slow for the next: it keeps one after the other busy, and its client waits for all of them. With non_idempotent even an order is carried out twice; without, nginx repeats no POST.',
  fix: 'leave non_idempotent out; state proxy_next_upstream_tries 2 or a proxy_next_upstream_timeout, or leave timeout out of proxy_next_upstream.',
  source: 'nginx.org proxy_next_upstream: error and timeout by default, tries and time unlimited, no POST since 1.9.13 unless non_idempotent',
  examples: {
    holds: [
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; proxy_next_upstream_tries 2; } }'), names: new Map() },
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; proxy_read_timeout 10s; } location /b { proxy_next_upstream error; proxy_pass http://api; } }'), names: new Map() },
      { files: inHttp('upstream api { server a:3000; server api:3000; server c:3000 backup; } server { location / { proxy_pass http://api; } }'), names: new Map([['a', 'api'], ['api', 'api']]) },
      { files: inHttp('upstream api { server a:3000; } server { location / { proxy_pass http://api; } location /b { proxy_next_upstream off; proxy_pass http://api; } }'), names: new Map() },
    ],
    breaks: [
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; proxy_next_upstream error timeout non_idempotent; } }'), names: new Map() },
      { files: inHttp('upstream api { server a:3000; server b:3000; } server { location / { proxy_pass http://api; } }'), names: new Map() },
    ],
  },
});

function replayed(config: NginxConfig, names: Names): readonly Breach[] {
  const passes = passesOf(config);
  const unsafe = new Map(passes.flatMap((passed) => unsafeIn(passed) ?? []).map((breach) => [JSON.stringify(breach.at), breach]));
  const endless = new Map(passes.flatMap((passed) => endlessIn(passed, names) ?? []).map((breach) => [breach.message, breach]));
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
  return breachAt(next, `a POST that was sent to one server and failed is sent to another: ${next.name} ${wordsOf(next).join(' ')}`);
}

/** A request of this time may wait so long for every server. */
const LONG = 30_000;

/** Only requests that may be repeated (GET) are; how often is limited by the number of servers alone. */
function endlessIn(passed: Passed, names: Names): Breach | undefined {
  const { directive, ancestors, upstream, host } = passed;
  if (upstream === undefined || !nextOn('timeout', passed) || tries(passed) !== '0' || timeIn(wordInEffect('proxy_next_upstream_timeout', ancestors) ?? '0') !== 0) return undefined;
  const servers = new Set(serversIn(upstream).map((server) => serverOf(addressOf(server), names)));
  const wait = wordInEffect('proxy_read_timeout', ancestors) ?? '60s';
  if (servers.size < 2 || (timeIn(wait) ?? 0) < LONG) return undefined;
  return breachAt(directive, `a GET that a server of ${plainly(host)} does not answer in ${plainly(wait)} is given to the next: ${servers.size} servers, ${plainly(wait)} each`, { severity: 'note' });
}

function serverOf(address: string, names: Names): string {
  const { host, port } = target(address);
  return `${names.get(host.toLowerCase()) ?? host.toLowerCase()}:${port ?? 80}`;
}
