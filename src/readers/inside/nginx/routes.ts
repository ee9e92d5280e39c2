import { inFamily, inherited, type NginxConfig } from '../../../formats/nginx-config.ts';
import { timeIn } from '../../../formats/nginx-quantities.ts';
import { placeOf, type Directive } from '../../../formats/nginx-syntax.ts';
import type { CacheClass, Route } from '../../../model/stack.ts';
import { MINUTE } from '../../../model/value.ts';
import { argument } from './entries.ts';
import type { Pass } from './passes.ts';

/** The route that a pass is, as far as the configuration tells. */
export function routeOf({ directive, ancestors, path }: Pass, config: NginxConfig): Omit<Route, 'to'> {
  return {
    path, cache: cacheOf(ancestors), auth: ['auth_basic', 'auth_request', 'auth_jwt'].some((name) => isOn(inherited(name, ancestors)[0])),
    stream: streamOf(ancestors), immutable: immutableText(ancestors, config) !== undefined, at: placeOf(directive),
  };
}

const isOn = (directive: Directive | undefined): boolean => directive !== undefined && argument(directive, 0) !== 'off';

/** Whether a pass is answered from a cache. */
export const isCached = (ancestors: readonly Directive[]): boolean => isOn(inherited('proxy_cache', ancestors)[0]);

/** The `proxy_cache_valid` that holds for the answers that matter, not for errors. */
export const validOf = (ancestors: readonly Directive[]): Directive | undefined =>
  inherited('proxy_cache_valid', ancestors).find((one) => one.args.length === 1 || one.args.slice(0, -1).some((arg) => arg.text === '200' || arg.text === 'any'));

function cacheOf(ancestors: readonly Directive[]): CacheClass {
  if (!isCached(ancestors)) return 'none';
  const time = timeIn(validOf(ancestors)?.args.at(-1)?.text ?? '') ?? 0;
  return time <= 5 * MINUTE ? 'short' : time <= 15 * MINUTE ? 'medium' : 'long';
}

/** A route that hands an upgrade on is a WebSocket's, one that is not buffered is a stream of events. */
function streamOf(ancestors: readonly Directive[]): Route['stream'] {
  const upgrades = inherited('proxy_set_header', ancestors).some((one) => argument(one, 0)?.toLowerCase() === 'upgrade' && argument(one, 1) !== '');
  return upgrades ? 'websocket' : argument(inherited('proxy_buffering', ancestors)[0], 0) === 'off' ? 'sse' : 'none';
}

/** The directive and text that call answers immutable: an `add_header Cache-Control`, or the `map` behind its variable. */
export function immutableText(ancestors: readonly Directive[], config: NginxConfig): { readonly directive: Directive; readonly text: string } | undefined {
  const header = inherited('add_header', ancestors).find((one) => argument(one, 0)?.toLowerCase() === 'cache-control');
  return header && textsOf(header, config).find(({ text }) => text.includes('immutable'));
}

/** The texts that a header can have: its own, or the values of the `map` that makes its variable. */
export function textsOf(header: Directive, config: NginxConfig): readonly { readonly directive: Directive; readonly text: string }[] {
  const own = argument(header, 1) ?? '';
  if (!own.startsWith('$')) return [{ directive: header, text: own }];
  const map = inFamily(config, 'map').find((one) => argument(one, 1) === own);
  return (map?.block ?? []).map((directive) => ({ directive, text: argument(directive, 0) ?? '' }));
}
