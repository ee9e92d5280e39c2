import { expect, test } from 'vitest';
import { fill } from '../../src/formats/template.ts';
import example from './example.hbs';

const data = { name: 'a<b>&"c"', lines: ['one', 'two'], some: { flag: true }, pairs: [{ key: 'x', value: 1 }, { key: 'y', value: 2 }] };

test('a template is filled without escaping, its partials indented, its blank lines left blank', () => {
  expect(fill(example, data)).toBe(
    ['name a<b>&"c";', '    outer {', '      one', '', '      two', '', '    }', '    set;', '  x = 1,', '  y = 2', ''].join('\n'),
  );
});

test('a name that the data lacks is an error', () => {
  expect(() => fill(example, { ...data, pairs: [{ key: 'x' }] })).toThrow(/"value" not defined/);
  expect(() => fill(example, { lines: [] })).toThrow(/"name" not defined/);
});
