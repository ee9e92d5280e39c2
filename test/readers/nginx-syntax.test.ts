import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNginx, shown, type Directive } from '../../src/formats/nginx-syntax.ts';
import { findTool } from '../servers/tools.ts';

const parse = (text: string) => parseNginx({ path: 'nginx.conf', text });
/** Directives as nested texts. */
const tree = (directives: readonly Directive[]): readonly unknown[] => directives.map((one) => (one.block === undefined ? shown(one) : [shown(one), ...tree(one.block)]));
const flawsOf = (text: string): readonly string[] => parse(text).flaws.map(({ at, message }) => `${at.line}:${at.column} ${message}`);

describe('nginx syntax', () => {
  it.each([
    ['listen 80;', ['listen 80']],
    ['a b # c\n ;', ['a b']],
    ['a b#c;', ['a b#c']],
    ['a "b;{}" \'c"d\';', ['a b;{} c"d']],
    ['a "b\\"c" d\\ e;', ['a b"c d\\ e']],
    ['a ${host}x;', ['a ${host}x']],
    ['rewrite ^/(.*)$ /$1;', ['rewrite ^/(.*)$ /$1']],
    ['server{listen 80;listen 443;}', [['server', 'listen 80', 'listen 443']]],
    ['a\r\n{\r\n b;\r\n}\r\n', [['a', 'b']]],
    ['if ($a = "x") { b; }', [['if ($a = x )', 'b']]],
    ['a 80};', ['a 80}']],
    ['map $a $b { default 0; "~^x{2}" 1; \'\' 2; }', [['map $a $b', 'default 0', '~^x{2} 1', ' 2']]],
    ['a b\\\\c "t\\tn";', ['a b\\c t\tn']],
    ['content_by_lua_block { x = "}" -- }\n y = [[ } ]] } b;', ['content_by_lua_block', 'b']],
  ])('%j', (text, expected) => {
    expect(parse(text).flaws).toEqual([]);
    expect(tree(parse(text).directives)).toEqual(expected);
  });

  it('knows the place of every word', () => {
    const [server] = parse('# first\nserver {\n  listen  8080 "a b";\n}\n').directives;
    expect([server?.at, server?.end]).toEqual([{ line: 2, column: 1 }, { line: 4, column: 1 }]);
    expect([server?.block?.[0]?.at, ...(server?.block?.[0]?.args.map(({ at, quoted }) => ({ ...at, quoted })) ?? [])]).toEqual([{ line: 3, column: 3 }, { line: 3, column: 11, quoted: false }, { line: 3, column: 16, quoted: true }]);
  });

  it.each([
    ['a b', ['1:4 expected ";" after "a b", found the end of the file']],
    ['server {\n  listen 80\n}\n', ['2:12 expected ";" after "listen 80", found "}"']],
    ['server {\n  listen 80\n  server_name x;\n}\n', ['2:12 expected ";" after "listen 80", found the next directive']],
    ['server {\n  listen 80;\n', ['1:1 the block "server" that opens here is never closed: expected "}", found the end of the file']],
    ['http {\n  server {\n    location / {\n      root /x;\n  }\n}\n', ['3:5 the block "location" that opens here is never closed: expected "}", found the end of the file']],
    ['a { b; }\n}\n', ['2:1 unexpected "}": no block is open here']],
    ['a { b; };', ['1:9 unexpected ";": there is no directive before it']],
    ['{ a; }', ['1:1 unexpected "{": there is no directive before it']],
    ['a "b;\nc d;\n', ['1:3 the quote " that opens here is never closed']],
    ['a "b;\nc "d";\n', ['1:3 the quote " that opens here is not closed before the next ", lines below']],
    ['a "b"c;', ['1:6 expected a blank or ";" after the closing quote, found "c"']],
    ['\uFEFFa b;', ['1:1 the file begins with a byte order mark, which nginx reads as a part of the first directive']],
  ])('tells what is wrong with %j', (text, expected) => {
    expect(flawsOf(text)).toEqual(expected);
  });

  it('reads what comes before and after a flaw', () => {
    expect(tree(parse('a 1;\nb { c 2 }\nd 3;').directives)).toEqual(['a 1', ['b', 'c 2'], 'd 3']);
  });
});

/** What nginx itself says of the same texts, inside a `map` where any word may stand. */
const TEXTS = ['a b;', 'a "b;', 'a b', 'a "b"c;', "a 'b;{}';", 'a ${b}c;', 'a b }', 'a b\\;c;', 'a "b" # c\n;', '"a" b;', 'a b{ c;', ';', 'a b;;', 'a b; }', '# a "b', "a 'b\\'c';", 'a "b\n c";', 'a $b{;', 'a "b")c;', '{', 'a\\ b c;'];
const nginx = findTool('nginx-1.28') ?? findTool('nginx');

describe.skipIf(nginx === undefined)(`the syntax that ${nginx?.id ?? 'nginx'} takes`, () => {
  it.each(TEXTS)('%j', (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'plumbline-nginx-'));
    try {
      const conf = `events {}\nhttp {\nmap $uri $x {\n${text}\n}\n}\n`;
      writeFileSync(join(folder, 'nginx.conf'), conf);
      const { stderr } = spawnSync(nginx?.path ?? '', ['-t', '-q', '-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], { encoding: 'utf8' });
      const refused = /unexpected|not terminated|no opening|expecting/.test(stderr);
      expect([text, parse(conf).flaws.length > 0]).toEqual([text, refused]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
