import { partValue } from '../model/lookup.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { given, optional, own } from '../model/input.ts';
import { KiB, MiB } from '../model/value.ts';
import * as container from '../settings/container.ts';
import * as nginx from '../settings/nginx.ts';
import * as profile from '../settings/profile.ts';
import * as w from '../settings/workload.ts';
import { inMiB } from './words.ts';

/** Keys that one MiB of each kind of zone holds on 64 bit. */
const RATES = 8095;
const CONNECTIONS = 16_000;
const CACHED = 8000;
/** Beyond this part of the container a zone is bounded by memory, not by a mistake. */
const MOST = 0.05;

/** Shared memory for keys against the keys that the users make. */
export const zoneBelowKeys = defineCheck({
  id: 'zone-below-keys',
  severity: 'warning',
  confidence: 'likely',
  on: ['nginx'],
  when: (stack) => partValue(stack, profile.users) !== undefined,
  reads: {
    users: given(profile.users),
    response: optional(given(w.response_size)),
    rates: optional(own(nginx.limit_req_zone)),
    connections: optional(own(nginx.limit_conn_zone)),
    cacheKeys: optional(own(nginx.cache_keys_zone)),
    cache: optional(own(nginx.cache_max_size)),
    limit: optional(own(container.memory_limit)),
  },
  broken: (v) => {
    const objects = v.cache === undefined || v.response === undefined ? 0 : v.cache / Math.max(v.response, 4 * KiB);
    return [
      ...short('limit_req_zone', v.rates, v.users, RATES, 'client addresses', v.limit),
      ...short('limit_conn_zone', v.connections, v.users, CONNECTIONS, 'client addresses', v.limit),
      ...short('keys_zone', v.cacheKeys, Math.floor(objects), CACHED, 'cached answers', v.limit),
    ];
  },
  why: 'A full limit_conn zone answers every further client with an error; a full limit_req zone forgets clients before their time; a full keys zone removes answers that the disk has room for.',
  fix: 'one MiB for 8,000 addresses of limit_req, 16,000 of limit_conn, 8,000 cached answers.',
  source: 'nginx.org: states of 128 and 64 bytes on 64 bit; measured: 8,095 states in a zone of 1m',
  examples: {
    holds: [{ users: 5000, response: 16 * KiB, rates: MiB, connections: MiB, cacheKeys: 20 * MiB, cache: 2048 * MiB, limit: 512 * MiB }, { users: 5000, response: undefined, rates: undefined, connections: undefined, cacheKeys: undefined, cache: undefined, limit: undefined }],
    breaks: [{ users: 20_000, response: undefined, rates: MiB, connections: undefined, cacheKeys: undefined, cache: undefined, limit: 512 * MiB }, { users: 100, response: 16 * KiB, rates: undefined, connections: undefined, cacheKeys: MiB, cache: 1024 * MiB, limit: undefined }],
  },
});

function short(name: string, zone: number | undefined, keys: number, perMiB: number, what: string, limit: number | undefined): readonly Breach[] {
  if (zone === undefined) return [];
  const room = Math.floor((zone / MiB) * perMiB);
  const need = Math.ceil(keys / perMiB) * MiB;
  if (keys <= room || (limit !== undefined && need > MOST * limit)) return [];
  return [{ message: `${name} of ${inMiB(zone)} holds ${room} ${what}; there are ${keys}` }];
}
