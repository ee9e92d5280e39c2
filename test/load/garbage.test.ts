import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectEffort } from '../effort.ts';
import { builtInDirectory, complaintsOf, load, wrongWith, type Files } from './workspace.ts';

/** Yards that a profile may cost, whatever it is, up to a mebibyte; the slowest costs 20. */
const MOST = 150;

/** Loads whatever it is; anything but an `InputError` fails, and so does a long wait. */
function survives(files: Files, sets: readonly string[] = []): void {
  expectEffort(MOST, () => complaintsOf(() => load(files, sets)));
}

const small = readFileSync(join(builtInDirectory, 'small.yaml'), 'utf8');
const words = ['extends', 'machine', 'cpu', 'memory', 'components', 'name', 'kind', 'api', 'db', 'routes', 'path', 'links', 'without', 'settings', 'db.postgres.work_mem', 'workload', '__proto__', 'constructor', 'true', '0', '-1', '1.5GiB', '.nan', '/feed', 'medium', '*a', '&a', '<<', '!!x', '~', '""', "''", '|', '>', '?', '- ', ': ', ', ', '[', ']', '{', '}', '\n', '\n  ', '\n    ', '\t', '#', '%', '\u0000', '\ufeff', '\ud800', '🎈'];

describe('nothing but an InputError, without a long wait', () => {
  test('random bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => survives({ 'shop.yaml': bytes })), { numRuns: 500 }));
  test('random text', () => fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => survives({ 'shop.yaml': text })), { numRuns: 500 }));
  test('words of profiles in any order', () => fc.assert(fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => survives({ 'shop.yaml': parts.join('') })), { numRuns: 2000 }));
  test('a profile with a piece cut out or put in', () => {
    fc.assert(fc.property(fc.nat(small.length), fc.nat(40), fc.constantFrom('', ...words), (at, length, word) => survives({ 'shop.yaml': small.slice(0, at) + word + small.slice(at + length) })), { numRuns: 2000 });
  });
  test('any data under the keys of a profile', () => {
    const keys = fc.constantFrom('extends', 'name', 'machine', 'targets', 'workload', 'ha', 'domain', 'session_cookies', 'trusted_proxies', 'components', 'without', 'settings');
    const inner = fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string()), fc.anything({ maxDepth: 3, maxKeys: 4 }));
    fc.assert(fc.property(fc.dictionary(keys, fc.oneof(inner, fc.array(inner), fc.anything({ maxDepth: 2 }))), (data) => survives({ 'shop.yaml': JSON.stringify(data) ?? '' })), { numRuns: 1000 });
  });
  test('random sets', () => {
    const key = fc.oneof(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.')), fc.string());
    fc.assert(fc.property(fc.array(fc.tuple(key, fc.oneof(fc.constantFrom(...words), fc.string())).map((pair) => pair.join('=')), { maxLength: 4 }), (sets) => survives({ 'shop.yaml': 'extends: medium' }, sets)), { numRuns: 1000 });
  });

  const mebi = (text: string): string => text.repeat(Math.floor(2 ** 20 / text.length));
  test.each([
    '[', '{', '- ', '? ', 'a: ', '- a:\n', '{a: ', '[a,', '&a ', '!a ', '"', "'", '\n', '#\n', '|\n', '---\n', '...\n', '%a\n', 'abc def\n', 'x', ',', ':', '\r', '\r\n', ' ', 'a: b: c\n', ']\n', '}', '[: ', '*a ', 'é', '\ufffd', '🎈', '<<: *a\n', '\\', '"\\u0000"\n', '- - - a\n',
  ])('a mebibyte of %j', (piece) => survives({ 'shop.yaml': mebi(piece) }));

  test.each([
    ['keys', Array.from({ length: 7000 }, (_, at) => `k${at}: 1`).join('\n')],
    ['settings', `extends: medium\nsettings:\n${Array.from({ length: 7000 }, (_, at) => `  db.postgres.work_mem_${at}: 1`).join('\n')}`],
    ['components', `extends: medium\ncomponents:\n${Array.from({ length: 2000 }, (_, at) => `  - { name: c${at}, kind: node }`).join('\n')}`],
    ['links', `extends: medium\ncomponents:\n${Array.from({ length: 60 }, (_, at) => `  - { name: c${at}, kind: node, links: [${Array.from({ length: 60 }, (_x, to) => `c${to}`).join(',')}] }`).join('\n')}`],
    ['routes', `extends: medium\ncomponents:\n  - name: api\n    routes:\n${Array.from({ length: 2000 }, (_, at) => `      - path: /p${at}`).join('\n')}`],
    ['a long path', `extends: medium\ncomponents:\n  - { name: api, routes: [{ path: /${'a/'.repeat(100_000)}; }] }`],
    ['a long image', `extends: medium\ncomponents:\n  - { name: api, image: "${'a-'.repeat(100_000)}!" }`],
    ['a long domain', `extends: medium\ndomain: ${'a-.'.repeat(100_000)}!`],
    ['a long number', `extends: medium\nmachine: { memory: ${'9'.repeat(500_000)}GiB, cpu: ${'9'.repeat(300_000)} }`],
    ['a long key', `extends: medium\nsettings: { "db.postgres.${'x'.repeat(500_000)}": 1 }`],
  ])('many %s', (_what, text) => survives({ 'shop.yaml': text }));
});

test('more components or routes than a stack can have are refused', () => {
  expect(wrongWith(`extends: medium\ncomponents: [${Array.from({ length: 65 }, (_, at) => `{ name: c${at}, kind: node }`).join(', ')}]`)).toEqual(['shop.yaml:2:13: components: expected at most 64, found 65']);
});
