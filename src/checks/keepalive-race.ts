import { defineCheck } from '../model/check.ts';
import { one, own } from '../model/input.ts';
import { proxies } from '../model/who.ts';
import * as nginx from '../settings/nginx.ts';
import * as node from '../settings/node.ts';
import { inSeconds } from './words.ts';

/** The idle time of the side that pools connections against the side that answers. */
export const keepaliveRace = defineCheck({
  id: 'keepalive-race',
  severity: 'warning',
  confidence: 'certain',
  on: ['node'],
  when: (stack, component) => proxies(stack, component).length > 0,
  reads: { kept: one(proxies, nginx.upstream_keepalive), proxy: one(proxies, nginx.upstream_keepalive_timeout), app: own(node.keep_alive_timeout) },
  broken: (v) => (v.kept > 0 && v.app > 0 && v.app < v.proxy + 1000 ? `the proxy keeps idle connections ${inSeconds(v.proxy)}, the application closes them after ${inSeconds(v.app)}` : undefined),
  why: 'A request sent while the other side closes meets a dead socket; a POST is not repeated and becomes a 502.',
  fix: 'let the application keep connections some seconds longer than the proxy.',
  source: 'measured: 12 of 8,002 POSTs failed with 5 s behind 60 s; nodejs/node#20256',
  examples: { holds: [{ kept: 32, proxy: 60_000, app: 72_000 }, { kept: 0, proxy: 60_000, app: 5000 }], breaks: [{ kept: 32, proxy: 60_000, app: 5000 }] },
});
