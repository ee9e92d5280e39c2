import { sizeIn } from '../formats/nginx-quantities.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { optional, own } from '../model/input.ts';
import { MiB, sum } from '../model/value.ts';
import * as container from '../settings/container.ts';
import { passesOf, type Passed } from './nginx-proxies.ts';
import { sizedVolumes, tmpfsAt, type Sized } from './nginx-volumes.ts';
import { breachAt, hasNginxFiles, inEach, inHttp, named, nginxFiles, option, word, wordInEffect } from './nginx-words.ts';
import { inMiB } from './words.ts';

/** Where the official image is built to put bodies and answers that memory does not hold. */
const BODIES = '/var/cache/nginx/client_temp';
const ANSWERS = '/var/cache/nginx/proxy_temp';

/** What nginx may write beside its cache against the file system that it lies on. */
export const cacheAndTempExceedVolume = defineCheck({
  id: 'cache-and-temp-exceed-volume',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: hasNginxFiles,
  reads: { files: nginxFiles, ...sizedVolumes, ephemeral: optional(own(container.ephemeral_storage)) },
  broken: ({ files, tmpfs, tmp, ephemeral }) =>
    inEach(files, (config) => {
      const room = (path: string): Sized | undefined => tmpfsAt(path, tmpfs, tmp) ?? (ephemeral === undefined ? undefined : { path: 'the container (ephemeral-storage)', bytes: ephemeral });
      const caches = named(config, 'proxy_cache_path').map(({ directive }): Sized => ({ path: word(directive) ?? '', bytes: sizeIn(option(directive, 'max_size') ?? '') ?? 0 }));
      return unique(passesOf(config).flatMap((passed) => [...bodies(caches, passed, room), ...answers(passed, room)]));
    }),
  why: 'A full file system fails the upload with 500 and the download in the middle; in memory it counts against the limit of the container.',
  fix: 'proxy_request_buffering off for large uploads, proxy_max_temp_file_size 0 or small, or a larger volume.',
  source: 'nginx.org client_body_temp_path, proxy_max_temp_file_size (1024m for each answer)',
  examples: {
    holds: [
      { files: inHttp('client_body_temp_path /tmp/b; proxy_temp_path /tmp/p; proxy_max_temp_file_size 0; server { location / { proxy_pass http://api; } location /up { client_max_body_size 1g; proxy_request_buffering off; proxy_pass http://api; } }'), tmpfs: [{ subject: '/tmp', value: 64 * MiB }], tmp: undefined, ephemeral: undefined },
      { files: inHttp('server { client_max_body_size 1g; location / { proxy_pass http://api; } }'), tmpfs: [], tmp: undefined, ephemeral: undefined },
    ],
    breaks: [
      { files: inHttp('server { location / { client_max_body_size 100m; proxy_pass http://api; } }'), tmpfs: [{ subject: '/var/cache/nginx', value: 64 * MiB }], tmp: undefined, ephemeral: undefined },
      { files: inHttp('proxy_cache_path /c keys_zone=c:1m max_size=900m; server { client_max_body_size 200m; location / { proxy_max_temp_file_size 0; proxy_pass http://api; } }'), tmpfs: [], tmp: undefined, ephemeral: 1024 * MiB },
    ],
  },
});

type Room = (path: string) => Sized | undefined;

/** One request body as large as is allowed, read whole before it is passed on, beside the caches on the same file system. */
function bodies(all: readonly Sized[], { directive, ancestors }: Passed, room: Room): readonly Breach[] {
  if (wordInEffect('proxy_request_buffering', ancestors) === 'off') return [];
  const volume = room(wordInEffect('client_body_temp_path', ancestors) ?? BODIES);
  const body = sizeIn(wordInEffect('client_max_body_size', ancestors) ?? '1m');
  if (volume === undefined || body === undefined) return [];
  const caches = sum(all.filter((cache) => room(cache.path)?.path === volume.path).map((cache) => cache.bytes));
  if (body !== 0 && body + caches <= volume.bytes) return [];
  const beside = caches === 0 ? '' : ` and ${inMiB(caches)} of cache`;
  return [breachAt(directive, `a request body of ${body === 0 ? 'any size' : inMiB(body)} is kept${beside}; ${volume.path} has ${inMiB(volume.bytes)}`)];
}

/** One answer to a slow client: how large the application's answers are is not known. */
function answers({ directive, ancestors }: Passed, room: Room): readonly Breach[] {
  if (wordInEffect('proxy_buffering', ancestors) === 'off') return [];
  const volume = room(wordInEffect('proxy_temp_path', ancestors) ?? ANSWERS);
  const most = sizeIn(wordInEffect('proxy_max_temp_file_size', ancestors) ?? '1024m');
  if (volume === undefined || most === undefined || most <= Math.max(volume.bytes, MiB)) return [];
  return [breachAt(directive, `up to ${inMiB(most)} of one answer to a slow client is kept; ${volume.path} has ${inMiB(volume.bytes)}`, { severity: 'note', confidence: 'likely' })];
}

/** One breach of each kind: locations of one server mostly inherit the same. */
const unique = (breaches: readonly Breach[]): readonly Breach[] => [...new Map(breaches.toReversed().map((breach) => [breach.message, breach])).values()].toReversed();

