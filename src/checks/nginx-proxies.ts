import { inherited, within, type Placed } from '../formats/nginx-config.ts';
import type { Directive } from '../formats/nginx-syntax.ts';
import { httpDirectives, named, option, perConfig, word, wordsOf } from './nginx-words.ts';

/** One `proxy_pass` and where it leads. */
export interface Passed extends Placed {
  /** The address behind `http://`, without path; constants that `set` gives are put in. */
  readonly host: string;
  /** The upstream block of that name. */
  readonly upstream?: Directive;
  /** The address still holds a variable that no `set` makes a constant. */
  readonly variable: boolean;
  /** The address was written with a variable, constant or not. */
  readonly computed: boolean;
}

/** Every `proxy_pass` of HTTP and where it leads. */
export const passesOf = perConfig((config): readonly Passed[] => {
  const upstreams = upstreamsOf(config);
  return named(config, 'proxy_pass').flatMap((placed) => {
    const written = word(placed.directive);
    if (written === undefined) return [];
    const address = withConstants(written, placed.ancestors);
    const host = hostIn(address);
    if (host === undefined || host === '' || host.startsWith('unix:')) return [];
    const upstream = upstreams.get(host.toLowerCase());
    const computed = written.replace(/^https?:\/\//, '').includes('$');
    return [{ ...placed, host, variable: host.includes('$'), computed, ...(upstream === undefined ? {} : { upstream }) }];
  });
});

/** The host and port of an address. Behind a port, and where a variable begins that holds a path, the path begins. */
function hostIn(address: string): string | undefined {
  const written = /^https?:\/\/([^/?#]*)/.exec(address)?.[1];
  // What stands before @ is no host, and may be a password; so may what stands where a port would.
  const rest = written?.replace(/^[^@]*@/, '').replace(/^([^:$[\]]*):[^0-9$].*$/, '$1');
  if (rest === undefined) return address.includes('$') ? address : undefined;
  const path = rest.search(/\$\{?(?:request_uri|uri|document_uri|is_args|args)\b/);
  return /^[^$:]*:\d+/.exec(rest)?.[0] ?? (path < 0 ? rest : rest.slice(0, path));
}

/** The upstream blocks by name, in lower case. */
export const upstreamsOf = perConfig((config): ReadonlyMap<string, Directive> =>
  new Map(named(config, 'upstream').map(({ directive }) => [(word(directive) ?? '').toLowerCase(), directive])));

/** The servers of an upstream that take requests: neither `down` nor `backup`. */
export const serversIn = (upstream: Directive): readonly Directive[] => within(upstream, 'server').filter((server) => !wordsOf(server).some((text) => text === 'down' || text === 'backup'));

/** A text with the variables replaced that `set` makes constants. */
function withConstants(text: string, ancestors: readonly Directive[]): string {
  let result = text;
  for (let round = 0; round < 4 && result.includes('$'); round++) {
    result = result.replace(VARIABLE, (variable, braced: string | undefined, bare: string | undefined) => constant(braced ?? bare ?? '', ancestors) ?? variable).slice(0, 4096);
  }
  return result;
}

/** A variable in a text: `$name` or `${name}`. */
const VARIABLE = /\$(?:\{([A-Za-z0-9_]+)\}|([A-Za-z0-9_]+))/g;

/** The one value that `set` gives a variable in these blocks; `undefined` where there are several, or none. */
function constant(name: string, ancestors: readonly Directive[]): string | undefined {
  const server = ancestors.find((block) => block.name === 'server');
  const set = [...ancestors, ...(server === undefined ? [] : [server])].flatMap((block) => setsOf(block, name));
  const values = new Set([...set, ...(server === undefined ? [] : nestedSets(server, name))]);
  return values.size === 1 ? [...values][0] : undefined;
}

const setsOf = (block: Directive, name: string): readonly string[] => within(block, 'set').filter((set) => word(set) === `$${name}`).map((set) => word(set, 1) ?? '');

/** What `if` blocks directly inside a server set: they may change the value. */
const nestedSets = (server: Directive, name: string): readonly string[] => within(server, 'if').flatMap((block) => setsOf(block, name));

/** The names of the variables in a text, without `$`. */
export const variablesIn = (text: string): readonly string[] => [...text.matchAll(VARIABLE)].map((match) => match[1] ?? match[2] ?? '');

/** Every `map` by the variable that it makes, without `$`. */
export const mapsOf = perConfig((config): ReadonlyMap<string, Directive> =>
  new Map(httpDirectives(config).filter(({ directive }) => directive.name === 'map').map(({ directive }) => [(word(directive, 1) ?? '').replace(/^\$/, ''), directive])));

/** What a proxy sends as one request header: the value, or `undefined` where it states none. */
export const sentHeader = (header: string, ancestors: readonly Directive[]): string | undefined =>
  inherited('proxy_set_header', ancestors).findLast((set) => word(set)?.toLowerCase() === header.toLowerCase())?.args[1]?.text;

/** The address of a server of an upstream, as it is written. */
export const addressOf = (server: Directive): string => word(server) ?? '';

/** Whether the names of an upstream's server are resolved again while running. */
export const resolvesAgain = (server: Directive): boolean => wordsOf(server).includes('resolve') || option(server, 'service') !== undefined;

/** Whether a host is an IP address, with or without a port. */
export const isAddress = (host: string): boolean => /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]+\])(?::\d+)?$/.test(host);
