import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { noted, printYaml, type Plain, type PlainMap } from '../../src/formats/yaml-print.ts';

/** What a reader of either version of YAML understands. */
const readings = (text: string): readonly unknown[] => (['1.1', '1.2'] as const).map((version) => parse(text, { version, uniqueKeys: true, strict: true }));
const both = (value: unknown): readonly unknown[] => [value, value];

const awkward = fc.constantFrom('', ' ', 'y', 'No', 'on', 'null', '~', '=', '<<', '---', '...', '1', '1.5', '1e3', 'e0', '-e1', 'E-2', '0x1f', '0o7', '1:30', '2026-07-01', '500m', '1Gi', '12_3', '.inf', '-', '- a', '? a', ': a', 'a: b', 'a #b', '#a', '&a', '*a', '!a', '%a', '@a', '`a', '"a"', "'a'", '{a', '[a', 'a,b', '|', '>', 'a\n', 'a\nb', 'a\n\nb\n', '\na', ' a\nb', 'a \nb ', 'a\n\n', 'a\tb', '\ta\nb', 'a\r\nb', '\u0085', '\u2028a\nb', '\ufeff', '\u0007\n', '😀\nb', 'a\n  \nb\n', 'a\n ', '__proto__');
const text = fc.oneof(awkward, fc.string(), fc.string({ unit: 'grapheme' }), fc.array(fc.string(), { maxLength: 4 }).map((lines) => lines.join('\n')));
const data = fc.letrec<{ readonly value: unknown; readonly map: PlainMap }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).filter((number) => !Object.is(number, -0)), fc.boolean(), fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc.dictionary(text.filter((key) => key !== '__proto__'), tie('value'), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<PlainMap>,
})).map;

describe('the YAML printer', () => {
  it('is read back as what it printed, whatever the data', () => {
    fc.assert(fc.property(data, (map) => { expect(readings(printYaml(map))).toEqual(both(map)); }), { numRuns: 3000 });
  });

  it('is read back with comments at any place', () => {
    const everywhere = (value: Plain, depth: number): Plain => {
      const inner = typeof value !== 'object' ? value : Array.isArray(value) ? value.map((item) => everywhere(item as Plain, depth + 1)) : commented(value as PlainMap, depth);
      return noted(inner, [`of ${depth}: {[&*`, `line ${Math.random()}`]);
    };
    const commented = (map: PlainMap, depth = 0): PlainMap => Object.fromEntries(Object.entries(map).map(([key, value]) => [key, everywhere(value as Plain, depth + 1)]));
    fc.assert(fc.property(data, (map) => { expect(readings(printYaml(commented(map)))).toEqual(both(map)); }), { numRuns: 1000 });
  });

  it('puts comments above their lines, each once', () => {
    const text = printYaml({ a: noted(1, ['about a']), b: [{ c: noted('x', ['about c', 'more']), d: true }, noted('y', ['about y']), noted({ z: 1 }, ['about z'])], e: { f: noted([], ['about f']), g: noted(noted(1, ['about a']), ['about g']), h: undefined } });
    expect(text).toBe(`# about a
a: 1
b:
  - # about c
    # more
    c: x
    d: true
  # about y
  - "y"
  # about z
  - z: 1
e:
  # about f
  f: []
  # about g
  g: 1
`);
  });

  it('prints texts of several lines as they are', () => {
    const conf = 'events {\n\tworker_connections 1024;\n}\n\n# end\n';
    expect(printYaml({ data: { 'nginx.conf': conf } })).toBe(`data:\n  nginx.conf: |\n    events {\n    \tworker_connections 1024;\n    }\n\n    # end\n`);
  });

  it('needs no warning from the reader', () => {
    fc.assert(fc.property(data, (map) => { expect(parseDocument(printYaml(map)).warnings).toEqual([]); }), { numRuns: 300 });
  });
});
