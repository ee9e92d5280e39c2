import { quoted } from '../model/quote.ts';
import { atLeast, compareVersions } from '../model/version.ts';
import { directiveNames, isTable, meaningsOf, takes, type NginxDirective } from '../settings/nginx-directives.ts';
import type { NginxConfig } from './nginx-config.ts';
import { IGNORED, REMOVED, strangeModule } from './nginx-modules.ts';
import type { Directive } from './nginx-syntax.ts';
import { misvalued } from './nginx-value-types.ts';
import { meant } from './suggest.ts';

/** A directive that nginx refuses or ignores, and why. */
export interface Misuse {
  readonly directive: Directive;
  readonly message: string;
  /** nginx does not start with it, it may not, or it only takes no notice. */
  readonly effect: 'refused' | 'perhaps refused' | 'ignored';
}

/** Every directive of a configuration that the manual does not allow where it stands, in the version that runs. */
export function misuses(config: NginxConfig): readonly Misuse[] {
  const found: Misuse[] = [];
  const modules = config.main.some(({ name }) => name === 'load_module');
  const visit = (directives: readonly Directive[], context: string): void => {
    for (const directive of directives) {
      const misuse = misuseOf(directive, context, config, modules);
      if (misuse !== undefined) found.push({ directive, ...misuse });
      const inner = contextIn(directive.name, context);
      if (directive.block !== undefined && inner !== undefined) visit(directive.block, inner);
    }
  };
  visit(config.main, 'main');
  return found;
}

type Fault = Omit<Misuse, 'directive'>;
const refused = (message: string): Fault => ({ message, effect: 'refused' });

function misuseOf(directive: Directive, context: string, { version, image }: NginxConfig, modules: boolean): Fault | undefined {
  const { name } = directive;
  const meanings = meaningsOf(name);
  const gone = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
  if (gone !== undefined && version !== undefined && reaches(version, gone.from)) return refused(`nginx ${version} no longer has ${name}, removed in ${gone.from}: ${gone.instead}`);
  if (meanings.length === 0) return gone === undefined ? unknown(name, image, modules) : undefined;
  const open = meanings.filter((meaning) => meaning.plus !== true);
  if (open.length === 0) return image === undefined || modules ? undefined : { message: `only the commercial edition of nginx has ${name}`, effect: 'perhaps refused' };
  const stands = (meaning: NginxDirective): boolean => meaning.in === 'any' || meaning.in.split(' ').includes(context);
  const here = open.filter(stands);
  if (here.length === 0) return meanings.some(stands) ? undefined : refused(`${name} is not allowed ${place(context)}; it stands in ${places(open)}`);
  if (version !== undefined) {
    const since = here.every((meaning) => meaning.since !== undefined && !reaches(version, meaning.since)) ? here[0]?.since : undefined;
    if (since !== undefined) return refused(`${name} is known from nginx ${since} on; this is ${version}`);
    const idle = Object.hasOwn(IGNORED, name) ? IGNORED[name] : undefined;
    if (idle !== undefined && reaches(version, idle.from)) return { message: `nginx takes no notice of ${name} since ${idle.from}: ${idle.instead}`, effect: 'ignored' };
  }
  return misshaped(directive, here) ?? (version === undefined ? undefined : misworded(directive, context, version));
}

/** A name that no module of nginx has. Whether the module of somebody else is built in is not known without its image. */
function unknown(name: string, image: string | undefined, modules: boolean): Fault | undefined {
  const stranger = strangeModule(name);
  if (stranger !== undefined) {
    return image === undefined || image === 'openresty' || image === 'angie' || modules ? undefined : { message: `${name} belongs to ${stranger}, which the image of nginx does not have`, effect: 'perhaps refused' };
  }
  if (image === 'angie') return undefined;
  const hint = meant(name, directiveNames());
  return { message: `${name} is no directive of nginx or its modules${hint === undefined ? '' : `: ${hint}`}`, effect: hint !== undefined && !modules ? 'refused' : 'perhaps refused' };
}

/** Wrong in its number of words, its block, its `on | off`, its size, time or number. */
function misshaped(directive: Directive, here: readonly NginxDirective[]): Fault | undefined {
  const { name, args, block } = directive;
  const blocks = here.filter((meaning) => (meaning.block === true) === (block !== undefined));
  if (blocks.length === 0) return refused(block === undefined ? `${name} lacks its block: { }` : `${name} has no block; expected ; behind it`);
  // What the environment puts in for a variable may be several words, or none.
  if (args.some((arg) => /\$\{[A-Z_]/.test(arg.text))) return undefined;
  const fitting = blocks.filter((meaning) => takes(meaning, args.length));
  if (fitting.length === 0) return refused(`${name} takes ${counted(blocks)}, not ${args.length}`);
  const [value] = args;
  if (value !== undefined && fitting.every((meaning) => meaning.flag === true) && !/^(?:on|off)$/i.test(value.text)) return refused(`${name} is on or off, not ${quoted(value.text)}`);
  const type = fitting[0]?.value;
  const wrong = type === undefined || fitting.some((meaning) => meaning.value !== type) ? undefined : misvalued(type, args);
  return wrong === undefined ? undefined : refused(`${name} takes ${wrong.wanted}, not ${quoted(wrong.word)}`);
}

/** Words of a directive that came later than itself. */
function misworded(directive: Directive, context: string, version: string): Fault | undefined {
  const words = directive.args.slice(1).map((arg) => arg.text);
  const later = (word: string, since: string): Fault | undefined => (words.includes(word) && !reaches(version, since) ? refused(`${word} behind ${directive.name} is known from nginx ${since} on; this is ${version}`) : undefined);
  if (directive.name === 'server' && context === 'http.upstream') return later('resolve', '1.27.3');
  if (directive.name === 'keepalive') return later('local', '1.29.7');
  if (directive.name !== 'listen' || context !== 'http.server') return undefined;
  if (words.includes('http2') && reaches(version, '1.25.1')) return { message: `http2 behind listen is deprecated since nginx 1.25.1; this is ${version}: write http2 on; instead`, effect: 'ignored' };
  return later('quic', '1.25.0');
}

/** Whether a version is that one or newer; a tag such as `1.25` is the newest of its series. */
function reaches(version: string, since: string): boolean {
  const series = version.split('.').length;
  return series < 3 ? compareVersions(version, since.split('.').slice(0, series).join('.')) >= 0 : atLeast(version, since);
}

/** The context inside a block; `undefined` where the words are not nginx's. */
export function contextIn(name: string, context: string): string | undefined {
  if (isTable(name)) return undefined;
  if (context === 'main') return ['http', 'stream', 'mail', 'events'].includes(name) ? name : undefined;
  const family = context.split('.')[0] ?? '';
  if (name === 'server' || name === 'upstream' || name === 'location' || name === 'limit_except') return `${family}.${name}`;
  return name === 'if' && (context === 'http.server' || context === 'http.location') ? `${context}.if` : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  main: 'at the top of nginx.conf', 'http.server.if': 'in an if of a server', 'http.location.if': 'in an if of a location', 'http.limit_except': 'in limit_except',
};
const place = (context: string): string => NAMES[context] ?? `in ${context.replace(/^(http|stream|mail)\.(.*)$/, '$2 of $1')}`;

function places(meanings: readonly NginxDirective[]): string {
  const all = [...new Set(meanings.flatMap((meaning) => meaning.in.split(' ')))].map((context) => place(context).replace(/^(?:in|at) /, ''));
  return all.length > 4 ? `${all.slice(0, 4).join(', ')} …` : all.join(', ');
}

function counted(meanings: readonly NginxDirective[]): string {
  const counts = [...new Set(meanings.map(({ args }) => args))].map((args) => (args.endsWith('+') ? `${args.slice(0, -1)} or more` : args.replaceAll(',', ' or ')));
  return `${counts.join(' or ')} ${counts.length === 1 && counts[0] === '1' ? 'argument' : 'arguments'}`;
}
