import type { Entry } from '../model/entry.ts';
import { entryOf, repeated } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { build, command, exposed, health_test, listens, variable } from '../settings/found.ts';
import { bareImage, isComposed } from './wiring.ts';
import * as component from '../settings/component.ts';

/** A port that an application was most likely told to listen on, and what says so. */
export interface LikelyPort {
  readonly port: number;
  /** `PORT`, `EXPOSE`, `--port`. */
  readonly from: string;
  readonly entry?: Entry;
}

/** The ports of an application: those that are certain, else those that are likely. */
export interface LikelyPorts {
  readonly told: readonly LikelyPort[];
  /** Numbers beside them that may be ports of its own: a connection to one of these is never doubted. */
  readonly perhaps: readonly number[];
}

/** Variables that a program takes as its own port by wide custom; any other `*_PORT` may be a port of somebody else. */
const OWN_PORT = /^(?:PORT|LISTEN_PORT|HTTP_PORT|NUXT_PORT|NITRO_PORT|UVICORN_PORT|FLASK_RUN_PORT)$/;
const PORT_FLAG = /(?:^|\s)(?:--?(?:http-?|server[.-]|web-?)?port)[= ]([0-9]{1,5})(?=\s|$)/g;
const LISTEN_FLAG = /(?:^|\s)--?(?:listen|bind|addr|address|http-?addr|listen-?addr(?:ess)?)[= ](?:[0-9.]{0,15}|\[[0-9a-f:]{0,40}\]):([0-9]{1,5})(?=\s|$)/gi;
/** Where debuggers listen: a port that is declared for a person, not for a proxy. */
const DEBUGGERS: ReadonlySet<number> = new Set([9229, 5858, 5005, 5678, 2345, 9003]);
const LONGEST = 4000;

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port <= 65_535;
const NONE: LikelyPorts = { told: [], perhaps: [] };

/** What the files say of the ports of an application, where it is no certainty; nothing where a part of it cannot be read. The port that its health check asks counts for others, not for the health check. */
export function likelyPorts(stack: Stack, of: Component | undefined, health: 'as it is asked' | 'also asked' = 'also asked'): LikelyPorts {
  if (of === undefined || !isApplication(of) || isUncertain(stack, of)) return NONE;
  const variables = repeated(stack, of, variable);
  const started = entryOf(stack, of, command);
  const declared = repeated(stack, of, exposed).map((entry) => ({ entry, ...rangeOf(entry.subject ?? '') }));
  const certain = repeated(stack, of, listens).filter(({ value }) => value).map((entry): LikelyPort => ({ port: Number(entry.subject), from: originOf(entry), entry }));
  const told = certain.length > 0 ? certain : [
    ...variables.filter(({ subject = '', value }) => OWN_PORT.test(subject) && /^[0-9]{1,5}$/.test(value)).map((entry): LikelyPort => ({ port: Number(entry.value), from: entry.subject ?? '', entry })),
    ...flags(started),
    ...(isOurs(stack, of) ? declared.filter(({ first, last }) => first === last && !DEBUGGERS.has(first)).map(({ first, entry }): LikelyPort => ({ port: first, from: 'declared', entry })) : []),
  ].filter(({ port }) => isPort(port));
  const asked = [started?.value ?? '', ...(health === 'also asked' ? [entryOf(stack, of, health_test)?.value ?? ''] : [])].flatMap((text) => numbersIn(text));
  const held = variables.filter(({ subject = '' }) => /PORT|ADDR|BIND|LISTEN|HOST|URL/i.test(subject)).flatMap(({ value }) => numbersIn(value));
  const ranges = certain.length > 0 ? [] : declared.flatMap(({ first, last }) => Array.from({ length: Math.min(1000, last - first + 1) }, (_, i) => first + i));
  return { told, perhaps: [...new Set([...asked, ...held, ...ranges])].filter(isPort) };
}

/** What states an entry, without its value. */
const originOf = ({ origin }: Entry): string => (origin.from === 'stated' ? (/^[A-Za-z_.-]{1,40}/.exec(origin.text ?? '')?.[0] ?? 'its program') : 'its program');

/** Whether anything of it stays unread that could be a port: a variable without a value, an env file that is not there, a command of variables. */
const isUncertain = (stack: Stack, of: Component): boolean =>
  (stack.unread ?? []).some(({ component: who, what }) => who === of.name && /PORT|ADDR|BIND|LISTEN|^command|^expose|env_file|^env/i.test(what));

/** What is declared of a program of their own is all of it; an image of others has ports that nobody declares again. */
const isOurs = (stack: Stack, of: Component): boolean =>
  !isComposed(stack, of) || entryOf(stack, of, build) !== undefined || /^(?:node|python|ruby|golang|php|openjdk|eclipse-temurin|bun|deno)$/.test(bareImage(entryOf(stack, of, component.image)?.value ?? ''));

function flags(started: Entry<string> | undefined): readonly LikelyPort[] {
  const text = (started?.value ?? '').slice(0, LONGEST);
  return [...text.matchAll(PORT_FLAG), ...text.matchAll(LISTEN_FLAG)].map(([whole, port]): LikelyPort => ({ port: Number(port), from: whole.trim(), ...(started === undefined ? {} : { entry: started }) }));
}

const numbersIn = (text: string): readonly number[] => [...text.slice(0, LONGEST).matchAll(/(?<![0-9.])[0-9]{2,5}(?![0-9.])/g)].map(([number]) => Number(number));

function rangeOf(subject: string): { readonly first: number; readonly last: number } {
  const [, first = '0', last = first, protocol = 'tcp'] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?(?:\/([a-z]+))?$/.exec(subject) ?? [];
  return protocol === 'tcp' ? { first: Number(first), last: Number(last) } : { first: 0, last: 0 };
}

/** `3000 (PORT), 8080 (EXPOSE)`: each port once, with what says so. */
export function likelyWords(told: readonly LikelyPort[]): string {
  const ports = [...new Set(told.map(({ port }) => port))].sort((a, b) => a - b);
  return ports.map((port) => `${port} (${[...new Set(told.filter((one) => one.port === port).map(({ from }) => from))].join(', ')})`).join(', ');
}
