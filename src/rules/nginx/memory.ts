import { entryId } from '../../model/entry.ts';
import { each, given, own, subjects, structure, optional } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { ceilTo, clamp, DAY, floorTo, GiB, HOUR, KiB, MiB, MINUTE } from '../../model/value.ts';
import { upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as w from '../../settings/workload.ts';
import { cachedRoutes } from '../routes.ts';

/** Cached objects whose keys fit in one MiB of a zone. */
const KEYS_PER_MIB = 8000;

const buffersNumber = defineRule({
  sizes: nginx.proxy_buffers_number,
  from: {
    behind: each(upstreams, { response: own(w.response_size) }),
    size: own(nginx.proxy_buffers_size),
    inFlight: own(c.in_flight),
    replicas: own(c.replicas),
    memory: own(container.memory_limit),
  },
  value: ({ behind, size, inFlight, replicas, memory }) => {
    const affordable = clamp(Math.floor((0.25 * memory * replicas) / (Math.max(1, inFlight) * size)), 4, 16);
    return clamp(Math.ceil(Math.max(...behind.map((one) => one.response)) / size) + 2, 4, affordable);
  },
  because: 'A usual response fits, so that a slow client does not hold the application; those of all requests in flight take a quarter of the memory at most.',
  source: 'nginx.org proxy_buffering; measured: buffers are allocated as the response needs them',
  examples: [
    { given: { behind: [{ of: 'api', response: 16 * KiB }], size: 8 * KiB, inFlight: 150, replicas: 1, memory: 768 * MiB }, gives: 4 },
    { given: { behind: [{ of: 'api', response: GiB }], size: 8 * KiB, inFlight: 150, replicas: 1, memory: 768 * MiB }, gives: 16 },
    { given: { behind: [{ of: 'api', response: GiB }], size: 8 * KiB, inFlight: 660, replicas: 1, memory: 75 * MiB }, gives: 4 },
  ],
});

const busyBuffers = defineRule({
  sizes: nginx.proxy_busy_buffers_size,
  from: { size: own(nginx.proxy_buffers_size), header: own(nginx.proxy_buffer_size) },
  value: ({ size, header }) => 2 * Math.max(size, header),
  because: 'Two buffers on their way to the client; nginx refuses less than one and more than all but one.',
  source: 'ngx_http_proxy_module: checked at start',
  examples: [{ given: { size: 8 * KiB, header: 8 * KiB }, gives: 16 * KiB }],
});

const keysZone = defineRule({
  sizes: nginx.cache_keys_zone,
  from: { volume: own(container.volume_size), response: given(w.response_size), memory: own(container.memory_limit) },
  value: ({ volume, response, memory }) => clamp(ceilTo((0.8 * volume) / response / KEYS_PER_MIB, 1) * MiB, MiB, Math.max(MiB, floorTo(0.1 * memory, MiB))),
  because: 'One MiB for every 8,000 objects that the disk holds, within a tenth of the memory.',
  source: 'nginx.org proxy_cache_path: about 8 thousand keys per megabyte',
  examples: [
    { given: { volume: 3 * GiB, response: 16 * KiB, memory: 768 * MiB }, gives: 20 * MiB },
    { given: { volume: 300 * GiB, response: 16 * KiB, memory: 768 * MiB }, gives: 76 * MiB },
  ],
});

const cacheSize = defineRule({
  sizes: nginx.cache_max_size,
  from: { volume: own(container.volume_size), keys: own(nginx.cache_keys_zone), response: given(w.response_size) },
  value: ({ volume, keys, response }) => floorTo(Math.min(0.8 * volume, (keys / MiB) * KEYS_PER_MIB * Math.max(response, 4 * KiB)), MiB),
  because: 'Four fifths of its disk, as the cache is trimmed only after it has grown, and no more than there are keys for.',
  source: 'nginx.org proxy_cache_path: the cache manager removes after the fact',
  examples: [{ given: { volume: 3 * GiB, keys: 20 * MiB, response: 16 * KiB }, gives: 2457 * MiB }],
});

const minFree = defineRule({
  sizes: nginx.cache_min_free,
  from: { volume: own(container.volume_size) },
  value: ({ volume }) => floorTo(0.05 * volume, MiB),
  because: 'The cache gives way before its disk is full.',
  source: 'nginx.org proxy_cache_path min_free, since 1.19.1',
  examples: [{ given: { volume: 3 * GiB }, gives: 153 * MiB }],
});

const inactive = defineRule({
  sizes: nginx.cache_inactive,
  from: { longest: given(w.cache_long), routes: cachedRoutes },
  value: ({ longest, routes }) => Math.max(10 * MINUTE, 2 * longest, ...routes),
  because: 'Twice the longest of the usual lifetimes, and no less than that of a route: the default of ten minutes would remove fresh answers.',
  source: 'nginx.org proxy_cache_path inactive',
  examples: [{ given: { longest: HOUR, routes: [] }, gives: 2 * HOUR }, { given: { longest: HOUR, routes: [7 * DAY] }, gives: 7 * DAY }],
});

/** Number and size are one directive: where a profile states one of them, the other is said too. */
const besideStated = (rule: Rule, other: Setting): Rule => ({ ...rule, when: (stack, proxy) => stack.entries.has(entryId(proxy, other)) });

const outputNumber = besideStated(decide(nginx.output_buffers_number, 2, 'Number and size are stated together: the number is that of nginx.', 'nginx default since 1.9.5'), nginx.output_buffers_size);
const outputSize = besideStated(decide(nginx.output_buffers_size, 32 * KiB, 'Number and size are stated together: the size is that of nginx.', 'nginx default since 1.9.5'), nginx.output_buffers_number);

const cacheValid = defineRule({
  sizes: nginx.cache_valid,
  from: {
    stated: optional(subjects(c.route_cache)),
    kind: structure((stack, _, path) => stack.routes.find((route) => route.path === path)?.cache ?? 'none'),
    short: given(w.cache_short),
    medium: given(w.cache_medium),
    long: given(w.cache_long),
  },
  value: ({ stated, kind, short, medium, long }) => (kind === 'none' ? undefined : (stated ?? { short, medium, long }[kind])),
  because: 'The lifetime of this kind of data.',
  source: 'profile',
  examples: [
    { given: { stated: undefined, kind: 'short', short: 5, medium: 15, long: 60 }, gives: 5 },
    { given: { stated: 7, kind: 'short', short: 5, medium: 15, long: 60 }, gives: 7 },
    { given: { stated: undefined, kind: 'none', short: 5, medium: 15, long: 60 }, gives: undefined },
  ],
});

const tmpfs = defineRule({
  id: 'nginx.container.tmpfs_size',
  sizes: container.tmpfs_size,
  on: ['nginx'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => Math.max(8 * MiB, floorTo(0.25 * memory, MiB)),
  because: 'Request bodies on their way to the application; it is counted in the memory limit.',
  source: 'Compose tmpfs; cgroups count tmpfs as memory',
  examples: [{ given: { memory: 700 * MiB }, gives: 175 * MiB }],
});

/** Buffers and cache of the proxy. */
export const memoryRules: readonly Rule[] = [
  buffersNumber,
  busyBuffers,
  keysZone,
  cacheSize,
  minFree,
  inactive,
  outputNumber,
  outputSize,
  cacheValid,
  tmpfs,
  decide(nginx.proxy_buffer_size, 8 * KiB, 'Response headers with tokens and cookies fit; too small a buffer is a 502.', 'nginx: upstream sent too big header'),
  decide(nginx.proxy_buffers_size, 8 * KiB, 'Two pages of memory.', 'nginx default one page'),
  decide(nginx.proxy_max_temp_file_size, 0, 'Responses are not written to disk: the file system is read-only and the default is a gigabyte for each.', 'nginx default 1024m'),
  decide(nginx.client_body_buffer_size, 16 * KiB, 'Usual bodies stay in memory.', 'nginx default'),
  decide(nginx.cache_valid_404, MINUTE, 'What is missing now may exist in a minute.', 'guide 2: 404 for one minute'),
  decide(nginx.cache_lock_timeout, 5000, 'One request fills the cache, the others wait for it, but not for ever.', 'nginx default'),
  decide(nginx.cache_lock_age, 5000, 'A request that fills the cache too slowly is joined by another.', 'nginx default'),
  decide(nginx.expires_immutable, 365 * DAY, 'The names of these files change with their content.', 'RFC 8246; guide 2: one year'),
  decide(nginx.gzip_comp_level, 5, 'Beyond it the CPU rises faster than the size falls.', 'measured by many: level 6 costs a third more for 1 %'),
  decide(nginx.gzip_min_length, KiB, 'Smaller answers fit in one packet anyway.', 'guide 2: 1000 bytes'),
  decide(nginx.access_log_buffer, 4 * KiB, 'One write for several lines, and no more than a pipe takes in one piece: longer writes of two workers would mix.', 'POSIX PIPE_BUF on Linux; measured: 1,278 of 21,409 lines broken with 64 KiB and 4 workers'),
  decide(nginx.access_log_flush, 1000, 'Lines are seen within a second.', 'nginx.org access_log'),
  decide(nginx.ssl_session_cache, 10 * MiB, 'About 40,000 sessions.', 'nginx.org: 4,000 sessions per megabyte'),
  decide(nginx.ssl_session_timeout, DAY, 'A returning browser resumes its session.', 'Mozilla, server side TLS'),
  decide(nginx.hsts_max_age, 730 * DAY, 'Two years.', 'Mozilla, server side TLS: 63072000 s'),
];
