const many = (times: number, text: string): string => text.repeat(times);

/** An anchor that each line doubles ten times. */
const BOMB = `a0: &a0 [x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${many(10, `*a${i}, `)}]`).join('\n')}\n`;

/** What no careful person writes, and what attackers and broken editors do. */
export const PIECES: readonly string[] = [
  // Bytes and characters.
  '\u0000', '\ufeff', '\ud800', '\udc00\ud800', '\r', '\r\n', '\u2028', '\u0085', '\u001b[2J\u001b[31m', '\u0007', '\u009b1m', '\u202e', '\u00a0', '\t', '\u000b', '\ufffd', '🐘',
  // Quotes, brackets and comments without an end.
  '"', "'", '`', '"""', "'''", '/*', '<!--', '$$', '$body$', '{', '}', '[', ']', '(', ')', '${', '$(', '#{', '<%=', '{{', '%(', '\\', '<<EOF\n', '<<-EOSQL\n', ';', ';;', '|', '>', '&', '*', '!', '%', '@', ',', ':', ': :', '---\n', '...\n', '--', '//', '#',
  // Numbers.
  '9'.repeat(400), '-1', '0', '1e308', '1e999Gi', '0x10', '-0', 'Infinity', '1_000', '٣', '18446744073709551616', '0.0000000000000000001', '1h1h1h', '99999999999999999GB', '9007199254740993', '00000000000000000000000000000000',
  // Depth.
  many(3000, '['), many(3000, '{'), many(2000, '{"a":'), many(2000, '('), many(1500, '- '), many(1500, 'if (1) { '), many(800, 'server { location / { '), many(1500, '/*'), many(1500, '${a:-'), many(1500, '$('), many(2000, '!'), many(2000, '-'), many(500, 'not '), many(1500, 'lambda: '), many(1200, '`${'), many(300, 'a ? b : '), many(1000, '\n ').concat('x'), `x: ${many(400, '\n  ')}`, Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  // Length.
  many(20_000, 'a'), many(20_000, ' '), many(20_000, '"'), many(20_000, '\\'), many(20_000, '$'), many(20_000, '\n'), many(10_000, 'a '), many(10_000, 'a,'), many(5000, 'a='), many(10_000, '.'), many(5000, '1+'), many(5000, '../'), many(3000, '# plumbline-ignore heap-exceeds-limit: x\n'), many(5000, '%include x\n'), many(8000, '*'), many(8000, '(a+)+'), many(3000, 'a: &a *a\n'), many(3000, 'a: 1\n'), many(4000, '\t\t'), many(3000, '\r'),
  // References.
  BOMB, '&a [*a]', '<<: *x', '<<: [*a, *a]', '&app', '*app', '*logging', '!!binary x', '!reset null', '!override []', '!!js/function x', '? [a]\n: b',
  'extends: { service: api }', 'extends: { file: docker-compose.yml, service: shop }', 'include: [docker-compose.yml]', 'include docker-compose.yml;', 'include nginx.conf;', 'include /etc/nginx/*.conf;', 'include *;', '%include pgbouncer.ini', "include 'postgresql.conf'", "include_dir '.'", 'include /usr/local/etc/redis/redis.conf', 'import Caddyfile', 'import common', 'depends_on: [api, db, proxy]', 'resources: [.]', 'resources: [../prod]', 'FROM build AS build', 'COPY --from=build . .', '${A:-${B:-${A}}}', '$(A)$(B)', 'A=$A', 'env_file: .env', 'volumes: [".:/etc"]', '../../../../etc/passwd', '/dev/zero', 'file:///etc/passwd', '.', '..', '',
  // Names of JavaScript's own.
  '__proto__: { a: 1 }', 'constructor: x', 'toString', '__proto__', 'hasOwnProperty: 1', '[__proto__]', 'prototype', '"__proto__"',
  // Whole lines of other languages.
  'SELECT 1;', 'import os; os.system("x")', 'process.exit(1)', 'RUN rm -rf /', 'ALTER SYSTEM SET', 'services:', 'apiVersion: v1', 'kind: List', '[pgbouncer]', 'http {', 'backend x', 'location ~ (a+)+$ {', 'set $x $y;', 'map $a $b {', 'upstream x {', 'server x:1;', 'limit_req_zone $x zone=a:1m rate=1r/s;', 'key "unfinished', 'ONBUILD ONBUILD RUN x', 'HEALTHCHECK NONE', '# escape=`\n', '# syntax=x\n', '0', 'null', '~', 'true', '[]', '{}', 'x: [}', 'x: {]', '%YAML 9.9\n---\n',
];
