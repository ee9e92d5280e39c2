import { inherited, within, type NginxConfig } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { addressOf, mapsOf, passesOf, sentHeader, upstreamsOf, type Passed } from './nginx-proxies.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, isAtLeast, nginxFiles, word, wordInEffect } from './nginx-words.ts';

/** A pool of upstream connections that is asked for and never used. */
export const upstreamKeepaliveDefeated = defineCheck({
  id: 'upstream-keepalive-defeated',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles },
  broken: ({ files }) => inEach(files, (config) => [...defeatedIn(config), ...besideThePool(config), ...outOfOrder(config)]),
  why: 'Every request opens a connection to the application and leaves a port in TIME_WAIT: latency, and an end at about 470 requests a second and address.',
  fix: 'proxy_http_version 1.1 and proxy_set_header Connection "" beside keepalive; with WebSockets map $http_upgrade with \'\' \'\' instead of \'\' close.',
  source: 'nginx.org keepalive; measured: 100 requests made 100 connections with \'\' close, 1 with \'\' \'\'',
  examples: {
    holds: [
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection ""; } }', '1.28') },
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; } }', '1.30') },
      { files: inHttp('upstream api { server api:3000; } server { location / { proxy_pass http://api; } }', '1.28') },
    ],
    breaks: [
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; } }', '1.28') },
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; proxy_http_version 1.1; } }', '1.28') },
      { files: inHttp("map $http_upgrade $c { default upgrade; '' close; } upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api; proxy_http_version 1.1; proxy_set_header Connection $c; } }") },
      { files: inHttp('upstream api { server api:3000; keepalive 16; } server { location / { proxy_pass http://api:3000; } }') },
    ],
  },
});

/** The idle connections that an upstream states; `undefined` where it states none or 0. */
const stated = (upstream: Directive | undefined): Directive | undefined => within(upstream, 'keepalive').find((keepalive) => Number(word(keepalive)) > 0);

function defeatedIn(config: NginxConfig): readonly Breach[] {
  const maps = mapsOf(config);
  return passesOf(config).flatMap((passed) => defeated(config, maps, passed));
}

function defeated(config: NginxConfig, maps: ReadonlyMap<string, Directive>, { directive, ancestors, upstream }: Passed): readonly Breach[] {
  const keepalive = stated(upstream);
  if (keepalive === undefined || upstream === undefined) return [];
  const name = word(upstream) ?? '';
  const asked = `upstream ${name} keeps ${word(keepalive) ?? ''} connections`;
  // From 1.29.7 on both halves are the default.
  const old = isAtLeast(config, '1.29.7') === false;
  const spoken = wordInEffect('proxy_http_version', ancestors) ?? (old ? '1.0' : '1.1');
  if (spoken === '1.0') return [breachAt(directive, `${asked}, but HTTP/1.0 is spoken to it, which closes each`)];
  const connection = sentHeader('Connection', ancestors) ?? (old ? 'close' : '');
  if (connection.toLowerCase() === 'close') return [breachAt(directive, `${asked}, but "Connection: close" is sent with each request`)];
  const map = connection.startsWith('$') ? maps.get(connection.slice(1)) : undefined;
  const empty = (map?.block ?? []).find((line) => line.name === '');
  const closes = map !== undefined && word(map) === '$http_upgrade' && word(empty)?.toLowerCase() === 'close';
  return closes ? [breachAt(inherited('proxy_set_header', ancestors).find((set) => word(set, 1) === connection) ?? directive, `${asked}, but ${connection} is "close" for every request that is no WebSocket`)] : [];
}

/** Addresses of an upstream with a pool that are also passed to directly, without it. */
function besideThePool(config: NginxConfig): readonly Breach[] {
  const upstreams = upstreamsOf(config);
  const pooled = new Map([...upstreams].flatMap(([name, upstream]) => (stated(upstream) === undefined ? [] : within(upstream, 'server').map((server) => [addressOf(server), name] as const))));
  return passesOf(config).flatMap(({ directive, host, upstream }) => {
    const name = upstream === undefined ? pooled.get(host) : undefined;
    return name === undefined ? [] : [breachAt(directive, `${host} is passed to directly, past the ${word(stated(upstreams.get(name))) ?? ''} connections that upstream ${name} keeps to it`)];
  });
}

const METHODS: ReadonlySet<string> = new Set(['least_conn', 'ip_hash', 'hash', 'random']);

/** Before 1.29.7 a balancing method that comes after keepalive puts itself in its place. */
function outOfOrder(config: NginxConfig): readonly Breach[] {
  if (isAtLeast(config, '1.29.7') !== false) return [];
  return [...upstreamsOf(config).values()].flatMap((upstream) => {
    const inside = upstream.block ?? [];
    const at = inside.findIndex((directive) => directive.name === 'keepalive');
    const later = at < 0 ? undefined : inside.slice(at).find((directive) => METHODS.has(directive.name));
    return later === undefined ? [] : [breachAt(later, `${later.name} comes after keepalive ${word(inside[at]) ?? ''} and takes its place`)];
  });
}
