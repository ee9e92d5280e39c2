import type { Breach } from '../model/check.ts';
import type { Document } from '../model/document.ts';
import { documentsOf } from '../model/document.ts';
import { grouped } from '../model/grouped.ts';
import { files } from '../model/input.ts';
import { perObject } from '../model/per-object.ts';
import type { Component, Stack } from '../model/stack.ts';
import { atLeast } from '../model/version.ts';
import { inherited, nginxConfig, walk, within, type NginxConfig, type Placed } from '../formats/nginx-config.ts';
import { parseNginx, placeOf, type Directive } from '../formats/nginx-syntax.ts';
import { isTable } from '../settings/nginx-directives.ts';

/** The nginx files of a component, as a check reads them. */
export type NginxFiles = readonly Pick<Document<NginxConfig>, 'file' | 'content'>[];

/** The nginx files of the component. */
export const nginxFiles = files(nginxConfig);

/** Whether the component has nginx files at all: a plan has none. */
export const hasNginxFiles = (stack: Stack, component: Component): boolean => documentsOf(stack.documents, component.name, nginxConfig).length > 0;

/** Breaches of every file. */
export const inEach = (all: NginxFiles, judge: (config: NginxConfig) => readonly Breach[]): readonly Breach[] => all.flatMap(({ content }) => judge(content));

/** A configuration for the examples of checks: what stands inside `http { }`. Parsed when it is asked: who judges a plan does not pay for it. */
export const inHttp = (text: string, version?: string): NginxFiles => [{
  file: 'nginx.conf',
  get content() {
    const { directives } = parseNginx({ path: 'nginx.conf', text: `http {\n${text}\n}\nevents {}` });
    return { main: directives, complete: true, ...(version === undefined ? {} : { version }) };
  },
}];

/** A breach at the place of a directive. */
export const breachAt = (directive: Directive, message: string, more: Pick<Breach, 'severity' | 'confidence'> = {}): Breach => ({ message, at: placeOf(directive), entries: [], ...more });

/** What is worked out of a configuration once, however many checks ask for it. */
export const perConfig = <T>(make: (config: NginxConfig) => T): ((config: NginxConfig) => T) => perObject(make);

/** Every directive below `http`, with the blocks around it. What stands in `stream` or `mail` speaks another language. */
export const httpDirectives = perConfig((config): readonly Placed[] => {
  const found: Placed[] = [];
  walk(config.main.filter((directive) => directive.name === 'http'), (directive, ancestors) => found.push({ directive, ancestors }));
  return found;
});

const byName = perConfig((config) => grouped(httpDirectives(config).filter(({ ancestors }) => !isTable(ancestors.at(-1)?.name ?? '')), ({ directive }) => directive.name));

/** Every directive of one name below `http`; the lines of a `map` are none. */
export const named = (config: NginxConfig, name: string): readonly Placed[] => byName(config).get(name) ?? [];

/** The first word of the directive that holds inside these blocks. */
export const wordInEffect = (name: string, ancestors: readonly Directive[]): string | undefined => word(inherited(name, ancestors).at(-1));

/** A word of a directive behind its name; the first unless told. */
export const word = (directive: Directive | undefined, index = 0): string | undefined => directive?.args[index]?.text;

/** The words of a directive behind its name. */
export const wordsOf = (directive: Directive): readonly string[] => directive.args.map((arg) => arg.text);

/** The value of `key=value` among the words of a directive. */
export const option = (directive: Directive, key: string): string | undefined => wordsOf(directive).find((text) => text.startsWith(`${key}=`))?.slice(key.length + 1);

/** The innermost block of that name. */
export const around = (name: string, ancestors: readonly Directive[]): Directive | undefined => ancestors.findLast((block) => block.name === name);

/** How a location or server is called in messages: `location /api`, `server shop.example.com`. */
export const called = (block: Directive): string => (block.name === 'server' ? `server ${word(within(block, 'server_name')[0]) ?? ''}`.trim() : [block.name, ...wordsOf(block)].join(' '));

/** Whether the server is that version or newer; `undefined` where its version is not known. */
export const isAtLeast = (config: NginxConfig, version: string): boolean | undefined => (config.version === undefined ? undefined : atLeast(config.version, version));
