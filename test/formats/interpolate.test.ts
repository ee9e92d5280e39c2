import { describe, expect, it } from 'vitest';
import { interpolate, unsetBecause } from '../../src/formats/interpolate.ts';

const set = new Map([['A', 'one'], ['EMPTY', ''], ['B', '${A}']]);
const replaced = (text: string) => interpolate(text, (name) => set.get(name));

describe('variables are replaced as Compose does', () => {
  it.each([
    ['plain', 'plain'], ['$A', 'one'], ['${A}x', 'onex'], ['a$Ab', 'a$Ab'], ['$$A', '$A'], ['$$$A', '$one'], ['$5 $', '$5 $'], ['$(date)', '$(date)'],
    ['${X:-d}', 'd'], ['${EMPTY:-d}', 'd'], ['${EMPTY-d}', ''], ['${X-}', ''], ['${A:+yes}', 'yes'], ['${EMPTY:+yes}', ''], ['${EMPTY+yes}', 'yes'], ['${X+yes}', ''],
    ['${X:-${Y:-${A}}}', 'one'], ['${X:-a}-${Y:-{b}}', 'a-{b}'], ['${B}', '${A}'], ['${A:?needed}', 'one'],
  ])('%s is %s', (text, expected) => expect(replaced(text).text).toBe(expected));

  it('leaves what is not set as it is written, and names it', () => {
    const { text, unset } = replaced('postgres://u:${PW}@db/${NAME:?say which}');
    expect(text).toBe('postgres://u:${PW}@db/${NAME:?say which}');
    expect(unsetBecause(unset)).toBe('${PW} is not set, ${NAME} must be set: say which');
  });

  it.each([['${', 0], ['x${A', 1], ['${1}', 0], ['${A!b}', 0]])('%s is a flaw at %i', (text, offset) => expect(replaced(text).flaws.map((flaw) => flaw.offset)).toEqual([offset]));

  it('knows the place that each character comes from', () => {
    const { text, source } = replaced('--a ${A} --b ${X:-two} c');
    expect(text).toBe('--a one --b two c');
    expect(source(text.indexOf('--b'))).toBe(9);
    expect(source(text.indexOf('two'))).toBe(13);
    expect(source(text.indexOf('c'))).toBe(23);
  });
});
