import { inFamily, within, type NginxConfig } from '../../../formats/nginx-config.ts';
import type { Directive } from '../../../formats/nginx-syntax.ts';
import { argument } from './entries.ts';

/** Where a pass leads: the scheme it is written with and `host:port`, `name` or `unix:path`. */
export interface Target {
  readonly scheme: string;
  readonly authority: string;
  /** It was written with a variable: nginx looks the name up for each request. */
  readonly variable: boolean;
}

/** What a pass leads to; the variable that nobody knows the value of otherwise. */
export type Targets = { readonly targets: readonly Target[] } | { readonly unknown: string };

const VARIABLE = /\$(?:\{([A-Za-z0-9_]{1,200})\}|([A-Za-z0-9_]{1,200}))/;
/** Variables that hold what comes behind the host. */
const PATHS: readonly string[] = ['request_uri', 'uri', 'document_uri', 'is_args', 'args'];
const MOST = 50;

/** Resolves the address of a pass: variables that `set` or `map` give constants are put in. */
export function targetsOf(text: string, ancestors: readonly Directive[], config: NginxConfig): Targets {
  const written = authorityOf(text);
  const done: Target[] = [];
  let open = [text];
  for (let round = 0; round < 4 && open.length > 0; round++) {
    const next: string[] = [];
    for (const one of open) {
      const { scheme, authority } = authorityOf(one);
      const [, braced, bare] = VARIABLE.exec(authority) ?? [];
      const name = braced ?? bare;
      if (name === undefined) {
        if (authority !== '') done.push({ scheme, authority, variable: written.authority.includes('$') });
        continue;
      }
      const values = valuesOf(name, ancestors, config);
      if (values === undefined) return { unknown: name };
      next.push(...values.map((value) => one.replace(VARIABLE, () => value)));
    }
    open = [...new Set(next)].slice(0, MOST);
  }
  return { targets: done };
}

/** The scheme and what stands between it and the path. */
function authorityOf(text: string): { readonly scheme: string; readonly authority: string } {
  const [, scheme = '', rest = ''] = /^(?:([a-z]{1,10}):\/\/)?([\s\S]{0,2000})/i.exec(text) ?? [];
  if (rest.startsWith('unix:')) return { scheme, authority: 'unix:' };
  const authority = rest.split(/[/?]/, 1)[0] ?? '';
  // `http://api:3000$request_uri`: the path is a variable, the host is not.
  const path = PATHS.map((name) => authority.indexOf(`$${name}`)).filter((at) => at > 0);
  return { scheme, authority: path.length === 0 ? authority : authority.slice(0, Math.min(...path)) };
}

/** The constants that a variable can hold; `undefined` where nothing makes it one. */
function valuesOf(name: string, ancestors: readonly Directive[], config: NginxConfig): readonly string[] | undefined {
  for (const block of ancestors.toReversed()) {
    const set = within(block, 'set').filter((one) => argument(one, 0) === `$${name}`);
    if (set.length > 0) return set.map((one) => argument(one, 1) ?? '');
  }
  const map = inFamily(config, 'map').find((one) => argument(one, 1) === `$${name}`);
  const values = (map?.block ?? []).filter((one) => !['hostnames', 'volatile', 'include'].includes(one.name)).map((one) => argument(one, 0) ?? '').filter((value) => value !== '');
  return map === undefined ? undefined : values;
}
