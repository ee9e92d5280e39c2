import { describe, expect, it } from 'vitest';
import { parseDotenv } from '../../src/formats/dotenv.ts';

const parsed = (text: string) => parseDotenv({ path: '.env', text }, (name) => (name === 'AROUND' ? 'around' : undefined));

describe('an env file', () => {
  it('is read with comments, quotes, variables and several lines', () => {
    const { variables, problems } = parsed('# first\nA=1\n\n  export B = "x ${A} \\n\\$y" # said\nC=\'${A}\'\nD=a#b # c\nE: yaml\nF="one\ntwo"\nG=${AROUND}/${NOWHERE}\nH\nI=\r\n');
    expect(problems).toEqual([]);
    expect(variables.map(({ name, text, at }) => [name, text, at.line, at.column])).toEqual([
      ['A', '1', 2, 1], ['B', 'x 1 \n$y', 4, 3], ['C', '${A}', 5, 1], ['D', 'a#b', 6, 1], ['E', 'yaml', 7, 1], ['F', 'one\ntwo', 8, 1], ['G', 'around/${NOWHERE}', 10, 1], ['H', '', 11, 1], ['I', '', 12, 1],
    ]);
    expect(variables.find(({ name }) => name === 'H')?.inherited).toBe(true);
    expect(variables.find(({ name }) => name === 'G')?.unset).toEqual([{ name: 'NOWHERE' }]);
  });

  it('tells what is wrong, and goes on', () => {
    const { variables, problems } = parsed('A=1\nnot a variable\nB="open\nC=3');
    expect(problems.map(({ at, message }) => `${at?.line}: ${message}`)).toEqual(['2: expected NAME=value, found "not a variable"', '3: the value of "B" has no closing "']);
    expect(variables.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
  });

  it('is taken as it stands in the raw format', () => {
    expect(parseDotenv({ path: 'x', text: 'A="q" # ${B}' }, () => undefined, 'raw').variables.map(({ text }) => text)).toEqual(['"q" # ${B}']);
  });
});
