import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { misuses } from '../../src/formats/nginx-manual.ts';
import type { NginxConfig } from '../../src/formats/nginx-config.ts';
import { parseNginx } from '../../src/formats/nginx-syntax.ts';
import { nginxReader } from '../../src/readers/inside/nginx.ts';
import { beginningOf, expectEffort, expectGrowth } from '../effort.ts';
import { nowhere, running } from './containers.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 700);
const seed = Number(process.env.PLUMBLINE_SEED ?? Date.now() % 2 ** 31);
/** Yards that a configuration of ordinary size may cost. */
const MOST = 100;

const OUT = join(import.meta.dirname, '../../out');
const REAL = readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('nginx.conf')).map((path) => readFileSync(join(OUT, path), 'utf8'));
const OTHERS = ['server {\n listen 80;\n location / {\n  set $a http://api:3000;\n  proxy_pass $a$request_uri;\n }\n}\n', 'upstream a { server b:1 max_fails=2; keepalive 4; }\nserver { location ~ "x{2}" { proxy_pass http://a; } include *.conf; }', 'content_by_lua_block { local a = [[ } ]] -- }\n }'];
const PIECES = ['{', '}', ';', '"', "'", '\\', '$', '${', '#', '\n', '\r\n', ' ', '\t', '\u0000', '\uFEFF', 'location', 'server', 'include', 'include *;', 'proxy_pass http://$a;', 'set $a $a$a;', 'map $a $a {', 'x_by_lua_block {', '[[', '[=[', '--', 'listen 1-65535;', '9'.repeat(60), '*'.repeat(60), '(', ')'];

/** A real configuration, cut short, with pieces put in and taken out. */
const garbled = fc.record({
  text: fc.constantFrom(...REAL, ...OTHERS), from: fc.double({ min: 0, max: 1, noNaN: true }), to: fc.double({ min: 0, max: 1, noNaN: true }),
  edits: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), gone: fc.integer({ min: 0, max: 40 }), piece: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: 'binary', maxLength: 6 })) }), { maxLength: 12 }),
}).map(({ text, from, to, edits }) => {
  const cut = text.slice(Math.floor(text.length * Math.min(from / 3, to)), Math.ceil(text.length * Math.max(from / 3, to)));
  return edits.reduce((all, { at, gone, piece }) => all.slice(0, Math.floor(all.length * at)) + piece + all.slice(Math.floor(all.length * at) + gone), cut);
});
/** Pieces one after the other. */
const heap = fc.array(fc.constantFrom(...PIECES), { maxLength: 400 }).map((pieces) => pieces.join(' '));

/** Texts made to cost time. */
const HOSTILE: readonly string[] = [
  '{'.repeat(200_000), '}'.repeat(200_000), 'a {'.repeat(100_000), ';'.repeat(300_000), '"'.repeat(300_001), "a '".repeat(100_000), '\\'.repeat(300_001), '${'.repeat(150_000),
  'a "\n'.repeat(100_000), 'a "b\n c" d'.repeat(50_000), '# {\n'.repeat(100_000), `a ${'b '.repeat(200_000)};`, 'x_by_lua_block {'.repeat(20_000), `x_by_lua_block { ${'[==['.repeat(50_000)} }`, `x_by_lua_block { ${'[='.repeat(100_000)} }`,
  `http { ${'server { listen 80; location / { proxy_pass http://a$b; } } '.repeat(8000)} }`, `http { server { ${'location /a { proxy_pass http://a; }\n'.repeat(20_000)} } }`, `http { ${'include conf.d/*.conf;'.repeat(20_000)} }`,
  `http { ${'map $a $b { default $a$b; } '.repeat(5000)} server { location / { proxy_pass $a$b; } } }`, `http { server { ${'set $a $a$a$a; '.repeat(5000)} location / { proxy_pass http://$a; } } }`,
  `http { ${'limit_req_zone $k zone=a:1m rate=1r/s; '.repeat(5000)} server { ${'set $k 1; '.repeat(5000)} limit_req zone=a; } }`, `keepalive_timeout ${'1'.repeat(100_000)};`, `http { keepalive_timeout "${'1h'.repeat(50_000)}x"; server { } }`,
  `listen ${'1:'.repeat(100_000)};`, `http { upstream a { ${'server b; '.repeat(20_000)} } server { location / { proxy_pass http://a; } } }`,
  `http { upstream a { ${'server b; '.repeat(1000)} } server { ${'location /x { proxy_pass http://a; } '.repeat(1000)} } }`, `http { server { ${'listen 1-65535; '.repeat(2000)} } }`,
];

const PLACES = ['/etc/nginx/nginx.conf', '/etc/nginx/conf.d/default.conf', '/etc/nginx/templates/default.conf.template'];

function read(text: string, place = '/etc/nginx/nginx.conf'): void {
  const facts = nginxReader.read(running({ image: 'nginx:1.28', environment: { a: 'b', A: 'x y; {' }, files: { [place]: text } }), nowhere);
  for (const { content } of facts.documents) misuses(content as NginxConfig);
  for (const { at, message } of facts.problems) expect([message, (at?.line ?? 0) > 0 && (at?.column ?? 0) > 0]).toEqual([message, true]);
}

it(`reads any text without a crash and in time (seed ${seed}, ${RUNS} inputs)`, () => {
  fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: garbled }, { weight: 1, arbitrary: heap }), (text) => expectEffort(MOST, () => read(text), JSON.stringify(text.slice(0, 60)))), { numRuns: RUNS, seed });
}, 300_000 + RUNS * 50);

it.each(HOSTILE.map((text, index) => [index, text.slice(0, 40), text] as const))('is not stopped by %i: %j', (_, __, whole) => {
  for (const place of PLACES) expectGrowth(beginningOf(whole), (text) => read(text, place));
});

it('gives flaws places inside the text', () => {
  fc.assert(fc.property(garbled, (text) => {
    const lines = text.split('\n');
    for (const { at } of parseNginx({ path: 'nginx.conf', text }).flaws) {
      expect(at.line).toBeLessThanOrEqual(lines.length);
      expect(at.column).toBeLessThanOrEqual((lines[at.line - 1]?.length ?? 0) + 1);
    }
  }), { numRuns: RUNS, seed });
});
