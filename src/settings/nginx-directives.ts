import table from './nginx-directives.json' with { type: 'json' };

/** One meaning of a directive of nginx: a name may have several, in `http`, `stream` and `mail`. */
export interface NginxDirective {
  readonly module: string;
  /** Contexts in which it may stand, separated by blanks: `http http.server http.location http.location.if`; `any`. */
  readonly in: string;
  /** Numbers of arguments that it takes: `1`, `1,2`, `2+`. */
  readonly args: string;
  /** It has a block. */
  readonly block?: boolean;
  /** It takes `on` or `off`. */
  readonly flag?: boolean;
  /** nginx refuses a second one in the same block. */
  readonly once?: boolean;
  /** What it reads its words as, `count`, `size`, `bytes`, `time`, `seconds` or `buffers`: `bytes` know `g` beside `k` and `m`, `seconds` no `ms`; `buffers` are a number and a size. Absent where it reads them in a way of its own. */
  readonly value?: string;
  /** The first version that knows it. */
  readonly since?: string;
  /** Only the commercial edition has it. */
  readonly plus?: boolean;
}

/** Read when it is asked: who reads no nginx configuration does not pay for it. */
const directives = (): Readonly<Record<string, readonly NginxDirective[]>> => table.directives;

/** The names of all directives of nginx and its own modules; from nginx.org's documentation and nginx's sources (both BSD-2-Clause). */
export const directiveNames = (): readonly string[] => Object.keys(directives());

/** What a directive of that name is to nginx; empty where nginx does not know it. */
export const meaningsOf = (name: string): readonly NginxDirective[] => (Object.hasOwn(directives(), name) ? (directives()[name] ?? []) : []);

/** The number of arguments is one that it takes. */
export const takes = (directive: NginxDirective, count: number): boolean =>
  directive.args.endsWith('+') ? count >= Number(directive.args.slice(0, -1)) : directive.args.split(',').includes(String(count));

const TABLES: ReadonlySet<string> = new Set(['map', 'geo', 'types', 'split_clients', 'charset_map', 'match', 'num_map']);

/** Whether the lines of a block begin with data of its own, and not with names of directives. */
export const isTable = (block: string): boolean => TABLES.has(block);
