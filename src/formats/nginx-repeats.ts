import { meaningsOf } from '../settings/nginx-directives.ts';
import { locationMatch, type NginxConfig } from './nginx-config.ts';
import { contextIn } from './nginx-manual.ts';
import type { Directive } from './nginx-syntax.ts';
import { zoneMade } from './nginx-zones.ts';

/** A directive that stands a second time in its block, and the first. */
export interface Repeat {
  readonly directive: Directive;
  readonly first: Directive;
  /** What there may be only one of: `root of its block`, `zone of that name`. */
  readonly what: string;
}

/** Every directive that nginx refuses because its block has it already: it does not start then. */
export function repeats(config: NginxConfig): readonly Repeat[] {
  const found: Repeat[] = [];
  const visit = (directives: readonly Directive[], context: string): void => {
    const seen = new Map<string, Directive>();
    for (const directive of directives) {
      const only = onlyOne(directive, context);
      const first = only === undefined ? undefined : seen.get(only.key);
      if (only !== undefined && first === undefined) seen.set(only.key, directive);
      else if (only !== undefined && first !== undefined) found.push({ directive, first, what: only.what });
      const inner = contextIn(directive.name, context);
      if (directive.block !== undefined && inner !== undefined) visit(directive.block, inner);
    }
  };
  visit(config.main, 'main');
  return found;
}

/** What nginx takes once in a block of that context, and what a second one would share with the first. */
function onlyOne(directive: Directive, context: string): { readonly key: string; readonly what: string } | undefined {
  const { name, args } = directive;
  if (name === 'location' && (context === 'http.server' || context === 'http.location')) {
    const { modifier, path } = locationMatch(directive);
    // Patterns are tried one after the other, and of two named locations the first is taken.
    return ['', '^~', '='].includes(modifier) ? { key: `location ${modifier === '=' ? '=' : ''} ${path}`, what: 'location of that path' } : undefined;
  }
  if (context === 'http') {
    const zone = zoneMade(directive);
    if (zone !== undefined) return { key: `zone ${zone.name}`, what: `zone called ${zone.name}` };
    if (name === 'upstream') return { key: `upstream ${args[0]?.text.toLowerCase() ?? ''}`, what: 'upstream of that name' };
  }
  return standsOnce(name, context) ? { key: name, what: `${name} of its block` } : undefined;
}

/** Whether nginx takes it once in a block of that context. */
function standsOnce(name: string, context: string): boolean {
  const here = meaningsOf(name).filter((meaning) => meaning.in.split(' ').includes(context));
  return here.length > 0 && here.every((meaning) => meaning.once === true);
}
