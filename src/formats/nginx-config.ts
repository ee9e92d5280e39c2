import type { Format } from '../model/document.ts';
import type { Directive } from './nginx-syntax.ts';
import { grouped } from '../model/grouped.ts';

/** The whole configuration of one nginx, its includes put in place. */
export interface NginxConfig {
  /** Version of nginx, where it is known. */
  readonly version?: string;
  /** Name of the image that it runs in, without registry and tag: `nginx`, `openresty`. */
  readonly image?: string;
  /** The directives of the main context; those that the image brings along are counted in. */
  readonly main: readonly Directive[];
  /** Every file that it includes was read. */
  readonly complete: boolean;
}

/** The configuration of an nginx, kept for what it shows by itself. */
export const nginxConfig: Format<NginxConfig> = { name: 'nginx configuration' };

/** The directives at a path of block names: `directivesIn(config, ['http', 'server'])` gives what stands in all servers. */
export const directivesIn = (config: NginxConfig, path: readonly string[]): readonly Directive[] =>
  path.reduce((list, name) => list.filter((directive) => directive.name === name).flatMap((directive) => directive.block ?? []), config.main);

/** Visits every directive in the order of the file; `ancestors` are the blocks around it, the outermost first. */
export function walk(directives: readonly Directive[], visit: (directive: Directive, ancestors: readonly Directive[]) => void, ancestors: readonly Directive[] = []): void {
  for (const directive of directives) {
    visit(directive, ancestors);
    if (directive.block !== undefined) walk(directive.block, visit, [...ancestors, directive]);
  }
}

/** A directive with the blocks around it, the outermost first. */
export interface Placed {
  readonly directive: Directive;
  readonly ancestors: readonly Directive[];
}

/** Every directive of that name, wherever it stands. */
export function everywhere(config: NginxConfig, ...names: readonly string[]): readonly Placed[] {
  const found: Placed[] = [];
  walk(config.main, (directive, ancestors) => {
    if (names.includes(directive.name)) found.push({ directive, ancestors });
  });
  return found;
}

/** The directives of that name that stand in a block itself. */
export const within = (block: Pick<Directive, 'block'> | undefined, name: string): readonly Directive[] => named(block?.block ?? NOTHING, name);

const NOTHING: readonly Directive[] = [];
/** A shorter block is searched faster than it is indexed. */
const SHORT = 12;

const named = (directives: readonly Directive[], name: string): readonly Directive[] => {
  if (directives.length > SHORT) return byName(directives).get(name) ?? NOTHING;
  return directives.some((one) => one.name === name) ? directives.filter((one) => one.name === name) : NOTHING;
};

/** Thousands of locations ask the same blocks again and again. */
const indexes = new WeakMap<readonly Directive[], ReadonlyMap<string, readonly Directive[]>>();

function byName(directives: readonly Directive[]): ReadonlyMap<string, readonly Directive[]> {
  const known = indexes.get(directives);
  if (known !== undefined) return known;
  const index = grouped(directives, ({ name }) => name);
  indexes.set(directives, index);
  return index;
}

/**
 * The directives of that name that hold where `ancestors` end, as nginx inherits them: those of the innermost block
 * that has any. Directives that may repeat (`add_header`, `proxy_set_header`, `limit_req`, `allow`) are inherited all
 * together or not at all, so that one in a location takes away all of its server; of a plain one, the only one is given.
 * Server and location are looked through; `if` and `limit_except` too.
 */
export function inherited(name: string, ancestors: readonly Directive[], main: readonly Directive[] = []): readonly Directive[] {
  for (const block of ancestors.toReversed()) {
    const own = within(block, name);
    if (own.length > 0) return own;
  }
  return named(main, name);
}

/** The servers of `http`, each with its blocks around it. */
export const serversOf = (config: NginxConfig): readonly Placed[] =>
  config.main.filter(({ name }) => name === 'http').flatMap((http) => within(http, 'server').map((directive) => ({ directive, ancestors: [http] })));

/** The locations of a server or location, nested ones too, each with the blocks around it from `http` on. */
export const locationsOf = ({ directive, ancestors }: Placed): readonly Placed[] =>
  within(directive, 'location').flatMap((location) => {
    const placed = { directive: location, ancestors: [...ancestors, directive] };
    return [placed, ...locationsOf(placed)];
  });

/** The directives of that name that stand in `http` (or `stream`) itself. */
export const inFamily = (config: NginxConfig, name: string, family: 'http' | 'stream' = 'http'): readonly Directive[] =>
  named(config.main, family).flatMap((block) => within(block, name));

/** The `upstream` block of that name in `http` (or `stream`). */
export const upstreamNamed = (config: NginxConfig, name: string, family: 'http' | 'stream' = 'http'): Directive | undefined =>
  inFamily(config, 'upstream', family).find((directive) => directive.args[0]?.text === name);

/** A location's modifier (`=`, `~`, `~*`, `^~`, `@` or none) and its path or pattern, as nginx splits them. */
export function locationMatch(location: Directive): { readonly modifier: '' | '=' | '~' | '~*' | '^~' | '@'; readonly path: string } {
  const [first, second] = location.args.map((arg) => arg.text);
  if (second !== undefined) return { modifier: first === '=' || first === '~' || first === '~*' || first === '^~' ? first : '', path: second };
  const [, modifier = '', path = ''] = /^(=|~\*|~|\^~|@)?(.*)$/s.exec(first ?? '') ?? [];
  return { modifier: modifier as '' | '=' | '~' | '~*' | '^~' | '@', path };
}
