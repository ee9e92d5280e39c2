import { plainly } from '../model/quote.ts';
import type { SourceFile } from '../model/source.ts';
import { folderOf } from '../model/source.ts';
import { isTable } from '../settings/nginx-directives.ts';
import { isMask, matchesMask } from './nginx-glob.ts';
import type { Directive, ParsedNginx } from './nginx-syntax.ts';
import type { Flaw } from './yaml-tree.ts';

/** The files as nginx sees them, parsed: absolute paths, and what stands at each. */
export interface NginxFiles {
  readonly paths: readonly string[];
  readonly parsed: (path: string) => (ParsedNginx & { readonly file: SourceFile }) | undefined;
}

/** A configuration with its includes put in place; one that finds no file stays: where it runs there may be some. */
export interface Included {
  readonly directives: readonly Directive[];
  readonly flaws: readonly { readonly file: SourceFile; readonly flaw: Flaw }[];
  /** Includes whose file is not at hand. */
  readonly missing: readonly Directive[];
  /** The directive from which on nothing was read, because there are too many. */
  readonly cut?: Directive;
  /** Paths in the tree of every file that was read. */
  readonly files: readonly string[];
}

/** Files of the image or the distribution that hold nothing of interest. */
const KNOWN = /(?:^|\/)(?:mime\.types|(?:fastcgi|scgi|uwsgi|proxy)_params|fastcgi\.conf|koi-utf|koi-win|win-utf|fastcgi-php\.conf|modules-enabled\/.*|modules\/.*)$/;
const DEEPEST_INCLUDE = 8;
/** More includes than these are a circle or an attack. */
const MOST_INCLUDES = 400;
/** More directives than these nobody writes: a file that is included everywhere multiplies. */
const MOST_DIRECTIVES = 100_000;

/** Reads the file at `path` with everything that it includes; paths that are not absolute are relative to `path`'s folder. */
export function withIncludes(path: string, files: NginxFiles): Included {
  const flaws: { file: SourceFile; flaw: Flaw }[] = [];
  const missing: Directive[] = [];
  const seen = new Set<string>();
  const circles = new Set<Directive>();
  const folder = folderOf(path);
  let [includes, total] = [0, 0];
  let cut: Directive | undefined;

  const read = (at: string): readonly Directive[] => {
    const parsed = files.parsed(at);
    if (parsed === undefined) return [];
    if (!seen.has(parsed.file.path)) flaws.push(...parsed.flaws.map((flaw) => ({ file: parsed.file, flaw })));
    seen.add(parsed.file.path);
    return parsed.directives;
  };
  const included = (directive: Directive, open: readonly string[]): readonly Directive[] => {
    const target = directive.args[0]?.text ?? '';
    const full = normal(target.startsWith('/') ? target : `${folder}/${target}`);
    const found = isMask(full) ? files.paths.filter((one) => matchesMask(one, full)) : files.paths.includes(full) ? [full] : [];
    if (found.length === 0 && !KNOWN.test(full)) {
      if (!isMask(full)) missing.push(directive);
      return [directive];
    }
    return found.flatMap((one) => {
      if (open.includes(one)) circles.add(directive);
      if (open.includes(one) || open.length >= DEEPEST_INCLUDE || ++includes > MOST_INCLUDES) return [];
      return resolved(read(one), [...open, one]);
    });
  };
  const resolved = (directives: readonly Directive[], open: readonly string[]): readonly Directive[] =>
    directives.flatMap((directive) => {
      if (++total > MOST_DIRECTIVES) {
        cut ??= directive;
        return [];
      }
      if (directive.name === 'include' && directive.args.length === 1) return included(directive, open);
      if (directive.block === undefined) return [directive];
      const block = resolved(directive.block, open);
      // A line of a table is data: an include that is left there would be read as one.
      return [{ ...directive, block: isTable(directive.name) ? block.filter(({ name }) => name !== 'include') : block }];
    });

  const directives = resolved(read(path), [path]);
  return { directives, flaws: [...flaws, ...[...circles].map(circle)], missing, ...(cut === undefined ? {} : { cut }), files: [...seen] };
}

const circle = ({ file, at, args }: Directive): Included['flaws'][number] =>
  ({ file, flaw: { at, message: `include ${plainly(args[0]?.text ?? '')} leads back to a file that it stands in: nginx does not start`, hint: 'include other files, or a mask that does not fit this one' } });

/** A path without `.`, `..` and doubled slashes. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
