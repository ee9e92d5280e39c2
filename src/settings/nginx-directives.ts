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
  /** The first version that knows it. */
  readonly since?: string;
  /** Only the commercial edition has it. */
  readonly plus?: boolean;
}

/** Every directive of nginx and its own modules, by name; from nginx.org's documentation and nginx's sources (both BSD-2-Clause). */
export const nginxDirectives: Readonly<Record<string, readonly NginxDirective[]>> = table.directives;

/** The number of arguments is one that it takes. */
export const takes = (directive: NginxDirective, count: number): boolean =>
  directive.args.endsWith('+') ? count >= Number(directive.args.slice(0, -1)) : directive.args.split(',').includes(String(count));
