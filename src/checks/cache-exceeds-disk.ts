import { partValue } from '../model/lookup.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { sizeIn } from '../formats/nginx-quantities.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { optional, own, structure } from '../model/input.ts';
import { GiB, MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import * as profile from '../settings/profile.ts';
import { sizedVolumes, tmpfsAt } from './nginx-volumes.ts';
import { breachAt, inEach, inHttp, named, nginxFiles, option, word } from './nginx-words.ts';
import { inMiB } from './words.ts';

/** What a cache may grow to against the disk that it lies on. */
export const cacheExceedsDisk = defineCheck({
  id: 'cache-exceeds-disk',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  reads: {
    files: nginxFiles,
    ...sizedVolumes,
    size: optional(own(nginx.cache_max_size)),
    volume: optional(own(container.volume_size)),
    disk: structure((stack) => partValue(stack, profile.disk_size)),
  },
  broken: ({ files, tmpfs, tmp, size, volume, disk }) => {
    const room = volume ?? disk;
    if (files.length === 0) return size !== undefined && room !== undefined && size > room ? `the cache may grow to ${inMiB(size)}; its disk has ${inMiB(room)}` : undefined;
    return inEach(files, (config) => ['proxy_cache_path', 'fastcgi_cache_path', 'uwsgi_cache_path'].flatMap((name) => named(config, name).flatMap(({ directive }) => {
      const mount = tmpfsAt(word(directive) ?? '', tmpfs, tmp);
      return tooLarge(directive, mount === undefined ? room : mount.bytes, mount === undefined ? 'its disk' : `the file system in memory at ${mount.path}`) ?? [];
    })));
  },
  why: 'A full disk stops every write on it: the cache, the temporary files, the logs, the database next to it.',
  fix: 'max_size at four fifths of the disk, and min_free (nginx 1.19.1).',
  source: 'nginx.org proxy_cache_path: without max_size it uses all that is there; the cache manager removes after the fact',
  examples: {
    holds: [
      { files: [], tmpfs: [], tmp: undefined, size: 4 * GiB, volume: 5 * GiB, disk: 50 * GiB },
      { files: inHttp('proxy_cache_path /var/cache/nginx/p keys_zone=p:10m max_size=100m;'), tmpfs: [{ subject: '/var/cache/nginx', value: 128 * MiB }], tmp: undefined, size: undefined, volume: undefined, disk: undefined },
    ],
    breaks: [
      { files: [], tmpfs: [], tmp: undefined, size: 8 * GiB, volume: 5 * GiB, disk: 50 * GiB },
      { files: inHttp('proxy_cache_path /var/cache/nginx/p keys_zone=p:10m max_size=1g;'), tmpfs: [{ subject: '/var/cache/nginx', value: 128 * MiB }], tmp: undefined, size: undefined, volume: undefined, disk: undefined },
      { files: inHttp('proxy_cache_path /var/cache/nginx/p keys_zone=p:10m;'), tmpfs: [], tmp: undefined, size: undefined, volume: undefined, disk: undefined },
    ],
  },
});

function tooLarge(directive: Directive, room: number | undefined, where: string): Breach | undefined {
  const stated = option(directive, 'max_size');
  if (stated === undefined) return option(directive, 'min_free') === undefined ? breachAt(directive, `the cache at ${word(directive) ?? ''} states neither max_size nor min_free: it grows until ${where} is full`) : undefined;
  const size = sizeIn(stated);
  return size !== undefined && room !== undefined && size > room ? breachAt(directive, `the cache at ${word(directive) ?? ''} may grow to ${inMiB(size)}; ${where} has ${inMiB(room)}`) : undefined;
}
