import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { printedMapping } from '../../../src/diff/uptake/printed-yaml.ts';
import { sideOf } from './sides.ts';

/** What the `yaml` package reads: words as they stand there, as nothing where nothing does. */
function byPackage(text: string): unknown {
  try {
    return parse(text, (_key, value: unknown) => value ?? '', { schema: 'failsafe', logLevel: 'silent' });
  } catch {
    return 'flawed';
  }
}

it.each(['small', 'medium', 'large', 'xlarge'])('all YAML of %s is read line by line, and as the yaml package reads it', async (profile) => {
  const { files } = await sideOf(profile);
  const texts = files.filter(({ path }) => path === 'docker-compose.yml' || /^(?:monitoring\/)?kubernetes\/.*\.ya?ml$/.test(path)).flatMap(({ path, text }) => text.split(/^---\s*$/m).filter((document) => /^\w/m.test(document)).map((document) => ({ path, document })));
  expect(texts.length).toBeGreaterThan(5);
  for (const { path, document } of texts) expect(printedMapping(document), path).toEqual(byPackage(document));
});

it('values, lists and texts are read as they were printed', () => {
  expect(printedMapping('# top\na: 1\n"b c": "x\\ny"\nlist:\n  - one\n  # of them\n  - name: two\n    at: http://x:80/#y\n    -Xmx: 1g\n  - # why\n    name: three\n  - |-\n    text\n\n      more\nnone: []\nempty: {}\n')).toEqual({
    a: '1', 'b c': 'x\ny', list: ['one', { name: 'two', at: 'http://x:80/#y', '-Xmx': '1g' }, { name: 'three' }, 'text\n\n  more'], none: [], empty: {},
  });
});

it.each(['', '# nothing\n', 'word\n', '- a\n', 'a: {b: c}\n', 'a: [b]\n', 'a: &x b\n', 'a: *x\n', 'a: !t b\n', 'a: >\n  b\n', 'a: b # c\n', 'a: b\n  c\n', 'a:\n- b\n', "a: 'b'\n", 'a:\nb: c\n', 'a: b: c\n', 'a: b\na: c\n', 'a: b\n---\nc: d\n', 'a: b\r\n', 'a:\tb\n', '? a\n: b\n', 'a: |\n\n  b\n', 'a: |2\n   b\n', '\ta: b\n'])('%j is left to the yaml package', (text) => {
  expect(printedMapping(text)).toBeUndefined();
});

const pieces = fc.constantFrom('a', 'b', 'key', ':', ': ', ' ', '  ', '    ', '\n', '\n', '\n  ', '\n    ', '- ', '-', '#', ' # c', '"', '"x"', "'y'", '|', '|-', '|\n    ', '>', '[]', '{}', '[', ']', '{', '}', ',', '&a', '*a', '!t', '?', '%', '---\n', '...', '-X: y', '"\\x41"', '"\\u0041"', '\t', 'a: b', '\na: b', '\n  - c', '\n  d: e', '<', '~', '=', '$', '\\', '\u00e9', '0x1', '<<: ', 'http://x', '@', '`');

it('a text that is read line by line is read as the yaml package reads it', () => {
  let read = 0;
  fc.assert(fc.property(fc.array(pieces, { maxLength: 14 }), (all) => {
    const text = `${all.join('')}\n`;
    const found = printedMapping(text);
    if (found === undefined) return;
    read += 1;
    expect(found).toEqual(byPackage(text));
  }), { numRuns: 20_000, ...(process.env.PLUMBLINE_SEED === undefined ? {} : { seed: Number(process.env.PLUMBLINE_SEED) }) });
  expect(read).toBeGreaterThan(50);
});
