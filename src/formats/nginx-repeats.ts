import { nginxDirectives } from '../settings/nginx-directives.ts';
import type { NginxConfig } from './nginx-config.ts';
import { contextIn } from './nginx-manual.ts';
import type { Directive } from './nginx-syntax.ts';

/** A directive that stands a second time in its block, and the first. */
export interface Repeat {
  readonly directive: Directive;
  readonly first: Directive;
}

/** Every directive that nginx refuses because its block has it already: it does not start then. */
export function repeats(config: NginxConfig): readonly Repeat[] {
  const found: Repeat[] = [];
  const visit = (directives: readonly Directive[], context: string): void => {
    const seen = new Map<string, Directive>();
    for (const directive of directives) {
      const first = seen.get(directive.name);
      if (first === undefined) seen.set(directive.name, directive);
      else if (standsOnce(directive.name, context)) found.push({ directive, first });
      const inner = contextIn(directive.name, context);
      if (directive.block !== undefined && inner !== undefined) visit(directive.block, inner);
    }
  };
  visit(config.main, 'main');
  return found;
}

/** Whether nginx takes it once in a block of that context. */
function standsOnce(name: string, context: string): boolean {
  const meanings = Object.hasOwn(nginxDirectives, name) ? (nginxDirectives[name] ?? []) : [];
  const here = meanings.filter((meaning) => meaning.in.split(' ').includes(context));
  return here.length > 0 && here.every((meaning) => meaning.once === true);
}
