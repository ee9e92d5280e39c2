import { defineCheck } from '../model/check.ts';
import { chosen, first, mapped, one, type Input } from '../model/input.ts';
import { fronts, proxies } from '../model/who.ts';
import { front_idle_timeout } from '../settings/found.ts';
import * as nginx from '../settings/nginx.ts';
import { APPLICATIONS, idleTime } from './serving.ts';
import { inSeconds } from './words.ts';

/** How many idle connections the proxy keeps (those of other proxies are not limited), and for how long. */
const kept: Input<number> = first(one(proxies, nginx.upstream_keepalive), mapped(one(fronts, front_idle_timeout), () => Infinity));
const proxyIdle: Input<number> = first(one(proxies, nginx.upstream_keepalive_timeout), one(fronts, front_idle_timeout));

/** The idle time of the side that pools connections against the side that answers. */
export const keepaliveRace = defineCheck({
  id: 'keepalive-race',
  severity: 'warning',
  confidence: 'certain',
  on: APPLICATIONS,
  when: (stack, component) => proxies(stack, component).length + fronts(stack, component).length > 0,
  reads: { kept, proxy: proxyIdle, app: idleTime, stated: chosen(first(kept, idleTime)), appStated: chosen(idleTime) },
  broken: (v) => {
    if (v.kept === 0 || v.app === 0 || v.proxy === 0 || v.app >= v.proxy + 1000) return undefined;
    // An application may set its time in code that nobody read: certain only where it is stated.
    const unsure = v.appStated ? {} : { severity: v.stated ? 'warning' : 'note', confidence: 'likely' } as const;
    return [{ message: `the proxy keeps idle connections ${inSeconds(v.proxy)}, the application closes them after ${inSeconds(v.app)}`, ...unsure }];
  },
  why: 'A request sent while the other side closes meets a dead socket; a POST is not repeated and becomes a 502.',
  fix: 'let the application keep connections some seconds longer than the proxy.',
  source: 'measured: 12 of 8,002 POSTs failed with 5 s behind 60 s; nodejs/node#20256',
  examples: { holds: [{ kept: 32, proxy: 60_000, app: 72_000, stated: true, appStated: true }, { kept: 0, proxy: 60_000, app: 5000, stated: true, appStated: true }], breaks: [{ kept: 32, proxy: 60_000, app: 5000, stated: true, appStated: true }] },
});
