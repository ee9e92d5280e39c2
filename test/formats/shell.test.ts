import { describe, expect, it } from 'vitest';
import { finalCommand } from '../../src/formats/shell-command.ts';
import { composeWords, shellWords } from '../../src/formats/shell-words.ts';

const known = new Map([['PORT', '8000'], ['APP', 'shop.app']]);
const final = (text: string): string | undefined =>
  finalCommand({ text, place: (offset) => ({ file: 'f', line: 1, column: offset + 1 }) }, (name) => known.get(name))?.map((word) => word.text).join('|');

describe('words of a shell', () => {
  it.each([
    ['a  b\tc', ['a', 'b', 'c']], [`a 'b c' "d e"`, ['a', 'b c', 'd e']], [`--x='a b'c`, ['--x=a bc']], [`a\\ b "\\"q\\"" '\\'`, ['a b', '"q"', '\\']],
    ['echo $(a "b c") `d e` ${F:-g h}', ['echo', '$(a "b c")', '`d e`', '${F:-g h}']], ['a\\\n b', ['a', 'b']], [`""`, ['']],
  ])('%s', (line, words) => expect(shellWords(line).words.map((word) => word.text)).toEqual(words));

  it('has a flaw where a quote is not closed', () => expect(shellWords(`a 'b`).flaw).toEqual({ offset: 2, message: "there is no closing '" }));

  it('ends at an operator in Compose, and has no comments', () => {
    expect(composeWords('sh run.sh #1 && other').words.map((word) => word.text)).toEqual(['sh', 'run.sh', '#1']);
  });
});

describe('the program that finally runs', () => {
  it.each([
    ['gunicorn app', 'gunicorn|app'],
    ['exec gunicorn -b 0.0.0.0:$PORT "$APP"', 'gunicorn|-b|0.0.0.0:8000|shop.app'],
    ['python manage.py migrate && gunicorn -w ${WORKERS:-4} app', 'gunicorn|-w|4|app'],
    ['a; b\nc # d', 'c'],
    ['while ! nc -z db 5432; do sleep 1; done; exec node server.js', 'node|server.js'],
    ['NODE_ENV=production X=1 node a.js', 'node|a.js'],
    ['npm run migrate || exit 1; node a.js > log.txt 2>&1', 'node|a.js'],
    ['serve | tee log', 'serve'],
    ['crond & nginx -g "daemon off;"', 'nginx|-g|daemon off;'],
    ['gunicorn -b :$NOWHERE app', 'gunicorn|-b|:$NOWHERE|app'],
    ['if [ -f x ]; then node a.js; else node b.js; fi', undefined],
    ['a & b & wait', undefined],
    [`a 'b`, undefined],
    ['', undefined],
  ])('of %s', (line, expected) => expect(final(line)).toBe(expected));
});
