import { one, optional, own, structure } from '../../model/input.ts';
import { partValue } from '../../model/lookup.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { clamp, KiB } from '../../model/value.ts';
import { atLeast } from '../../model/version.ts';
import { proxies } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';

const MANUAL = 'gunicorn settings';

/** Addresses that containers and pods have; nobody outside reaches the application from one. */
const PRIVATE = '10.0.0.0/8,100.64.0.0/10,172.16.0.0/12,192.168.0.0/16,fc00::/7';
const NOBODY = '127.0.0.1';

/** Whose X-Forwarded headers an application believes: those of the proxies, as closely as its server can be told. */
export const believed = (v: { readonly fronts: number; readonly networks: boolean }): string => (v.fronts === 0 ? NOBODY : v.networks ? PRIVATE : '*');

/** How many proxies are in front: those of the stack, or Render's own, which also come from a private network. */
export const behind = structure((stack, component): number => proxies(stack, component).length || (partValue(stack, profile.platform) === 'render' ? 1 : 0));

const forwarded = defineRule({
  sizes: gunicorn.forwarded_allow_ips,
  from: { version: own(c.version), fronts: behind },
  value: ({ version, fronts }) => believed({ fronts, networks: atLeast(version, '24.1') }),
  because: 'A proxy has an address of the private networks that containers and pods get, which is not known before it starts; without one only this host is believed. gunicorn takes networks from 24.1 on; before, everybody is believed, which is safe because the port is not published: only the proxy reaches it, and it overwrites the headers.',
  source: 'gunicorn, config.py: 23.0 and 24.0 refuse a network, older ones compare it as text',
  examples: [{ given: { version: '26.2.0', fronts: 1 }, gives: PRIVATE }, { given: { version: '23.0.0', fronts: 1 }, gives: '*' }, { given: { version: '26.2.0', fronts: 0 }, gives: NOBODY }],
});

/** The longest line that gunicorn can be told; 0 is unlimited. */
const LONGEST_LINE = 8190;
/** A line ends with two characters that count in nginx's buffer and not in gunicorn's. */
const END = 2;

const line = defineRule({
  sizes: gunicorn.limit_request_line,
  from: { size: optional(one(proxies, nginx.large_header_size)) },
  value: ({ size }) => (size === undefined ? LONGEST_LINE : size - END > LONGEST_LINE ? 0 : size - END),
  because: 'What the proxy lets through the application accepts: otherwise it answers 400. More than gunicorn can be told is the proxy\'s alone to limit.',
  source: `${MANUAL}, limit_request_line: 0 to 8190; nginx large_client_header_buffers`,
  examples: [{ given: { size: 8 * KiB }, gives: 8190 }, { given: { size: 16 * KiB }, gives: 0 }, { given: { size: undefined }, gives: 8190 }],
});

const fieldSize = defineRule({
  sizes: gunicorn.limit_request_field_size,
  from: { size: optional(one(proxies, nginx.large_header_size)) },
  value: ({ size }) => size ?? LONGEST_LINE,
  because: 'As long a header as fits into one buffer of the proxy.',
  source: `${MANUAL}, limit_request_field_size; nginx large_client_header_buffers`,
  examples: [{ given: { size: 8 * KiB }, gives: 8192 }, { given: { size: undefined }, gives: 8190 }],
});

/** A header is rarely shorter. */
const SHORT_FIELD = 64;

const fields = defineRule({
  sizes: gunicorn.limit_request_fields,
  from: { number: optional(one(proxies, nginx.large_header_number)), size: optional(one(proxies, nginx.large_header_size)) },
  value: ({ number, size }) => clamp(Math.floor(((number ?? 0) * (size ?? 0)) / SHORT_FIELD), 100, 32_768),
  because: 'As many headers of 64 bytes as the buffers of the proxy hold, and no fewer than by default.',
  source: `${MANUAL}, limit_request_fields: 100 by default, 32768 at most`,
  examples: [{ given: { number: 4, size: 8 * KiB }, gives: 512 }, { given: { number: undefined, size: undefined }, gives: 100 }],
});

/** What gunicorn takes from the proxy. */
export const httpRules: readonly Rule[] = [
  forwarded, line, fields, fieldSize,
  decide(gunicorn.backlog, 1024, 'A burst waits in the kernel instead of being refused; somaxconn is 4096.', 'Linux 5.4 and later'),
];
