import { describe, expect, it } from 'vitest';
import { connectionString } from '../../src/formats/connection-string/parts.ts';
import { readJavaScript } from '../../src/formats/javascript/file.ts';
import type { Outside } from '../../src/formats/literal.ts';
import { readPython } from '../../src/formats/python/names.ts';
import { treeOf } from '../../src/model/source.ts';
import { applicationReader } from '../../src/readers/inside/application.ts';
import { rubyNumber } from '../../src/readers/inside/application/ruby.ts';
import { spelled } from '../../src/readers/inside/application/spellings.ts';
import { gunicornReader } from '../../src/readers/inside/gunicorn.ts';
import { insideReaders } from '../../src/readers/inside/index.ts';
import { nodeReader } from '../../src/readers/inside/node.ts';
import { uvicornReader } from '../../src/readers/inside/uvicorn.ts';
import { beginningOf, expectEffort, expectGrowth } from '../effort.ts';
import { containerOf, type Said } from './container.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 600);
const SEED = Number(process.env.PLUMBLINE_SEED ?? 20_261_121);
/** Yards that a text of ordinary size may cost, read as everything that it could be. */
const MOST = 100;

/** Numbers from 0 up to below 1 that a seed decides (Mulberry32). */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PIECES = ['(', ')', '[', ']', '{', '}', '"', "'", '"""', 'f"{', '\\', '\n', '    ', '\t', '=', ',', ':', '#', '//', '/*', '`', '${', '$(', '*', '**', ' if ', ' or ', 'lambda: ', 'def f():\n', 'await ', '=>', 'a?.b', '/(a+)+$/', '0x', '1e999', '9'.repeat(400), '-', '\u0000', '\ud800', '🙂', '&&', '--', '-w', '://', '@', ';', 'nproc', 'os.environ[', 'cpu_count()', 'npm start', '../', '__proto__', 'constructor'];

const SEEDS = [
  'import multiprocessing, os\nworkers = min(multiprocessing.cpu_count() * 2 + 1, int(os.getenv("MAX", "8")))\nbind = f"0.0.0.0:{os.environ.get(\'PORT\', 8000)}"\nif workers > 3:\n    threads = 2\n',
  "const os = require('os');\nconst n = os.cpus().length;\nmodule.exports = { apps: [{ name: 'a', instances: process.env.N || n - 1, env: { PORT: 3000, ...{ A: `x${n}` } } }] };\n",
  'postgresql+asyncpg://user:pa:ss@db1:5432,db2:5433/shop?connection_limit=5&pool_timeout=10&sslmode=require',
  'Host=db;Port=5432;Username=u;Password=p;Maximum Pool Size=40;Timeout=15',
  'sh -c "python manage.py migrate && exec gunicorn -w $(nproc) --threads=4 -b 0.0.0.0:${PORT:-8000} shop.wsgi"',
  '#!/bin/sh\nset -e\nif [ "$A" = 1 ]; then\n  exec gunicorn app -w 4\nelse\n  npm run start -- --port 3\nfi\nexec "$@"\n',
  '{ "scripts": { "start": "npm run start", "a": "npm run b && npm run b", "b": "npm run a && npm run a && node --max-old-space-size=5 x" }, "dependencies": { "pg": "8" } }',
  'threads_count = ENV.fetch("RAILS_MAX_THREADS") { 5 }\nthreads threads_count, threads_count\nworkers Integer(ENV["WEB_CONCURRENCY"] || 2)\n',
];

function garbled(next: () => number): string {
  let result = SEEDS[Math.floor(next() * SEEDS.length)] ?? '';
  for (let i = 1 + Math.floor(next() * 4); i > 0; i--) {
    const at = Math.floor(next() * (result.length + 1));
    const to = Math.min(result.length, at + Math.floor(next() * 40));
    const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
    const way = next();
    if (way < 0.15) result = result.slice(0, at);
    else if (way < 0.5) result = result.slice(0, at) + piece + result.slice(at);
    else if (way < 0.7) result = result.slice(0, at) + result.slice(to);
    else if (way < 0.85) result = result.slice(0, to) + result.slice(at);
    else result = result.slice(0, at) + piece.repeat(1 + Math.floor(next() * 200)) + result.slice(to);
  }
  return result;
}

const OUTSIDE: Outside = { cores: 4, variable: (name) => (name === 'N' ? { value: '3' } : undefined) };

/** Reads a text as everything that it could be. */
function read(text: string): void {
  readPython(text, OUTSIDE);
  readJavaScript(text, OUTSIDE);
  connectionString(text);
  rubyNumber(text, OUTSIDE);
  spelled(text);
  const files = { '/app/gunicorn.conf.py': text, '/app/main.py': text, '/app/ecosystem.config.js': text, '/app/start.sh': text, '/app/package.json': text, '/app/requirements.txt': text, '/app/config/puma.rb': text, '/app/config/database.yml': text, '/app/pom.xml': text, '/app/go.mod': text, '/app/server.config.mjs': `/** @type {Config} */\n${text}` };
  const environment = { DATABASE_URL: text, DB_HOST: text, DB_POOL_SIZE: text, NODE_OPTIONS: text, GUNICORN_CMD_ARGS: text, JAVA_OPTS: text, KAFKA_BROKERS: text, WEB_CONCURRENCY: text };
  const commands: readonly Said[] = [
    { command: ['/app/start.sh', text], files, environment }, { command: ['sh', '-c', text], files, environment }, { command: text.split(' ').slice(0, 2000), files, environment },
    { command: ['gunicorn', '-c', 'gunicorn.conf.py', text], files, environment }, { command: ['python', 'main.py'], files, environment }, { command: ['pm2-runtime', 'ecosystem.config.js'], files, environment },
    { command: ['npm', 'start'], files, environment }, { image: 'ruby:3', command: ['puma'], files, environment }, { image: text, environment },
  ];
  for (const said of commands) {
    const container = containerOf(said);
    const around = { tree: treeOf({ 'docker-compose.yml': text }), cores: 4 };
    for (const reader of [gunicornReader, uvicornReader, nodeReader, applicationReader]) reader.recognises(container);
    const facts = insideReaders.find((reader) => reader.recognises(container))?.read(container, around);
    for (const { at } of facts?.problems ?? []) expect(at === undefined || (at.line >= 0 && at.column >= 1)).toBe(true);
  }
}

describe('nothing that is not a program breaks the readers of programs', () => {
  it(`${RUNS} garbled inputs (seed ${SEED})`, () => {
    const next = random(SEED);
    for (let run = 0; run < RUNS; run++) {
      const text = garbled(next);
      expectEffort(MOST, () => read(text), JSON.stringify(text.slice(0, 2000)));
    }
  }, 3_600_000);

  const many = 10_000;
  it.each([
    ['nested brackets', '('.repeat(many)], ['nested lists', `a = ${'['.repeat(many)}`], ['nested blocks', '{'.repeat(many)], ['minus signs', `a = ${'- '.repeat(many)}1`], ['nested conditions', `a = ${'1 if 1 else '.repeat(5000)}1`],
    ['nested ternaries', `const a = ${'1 ? 1 : '.repeat(6000)}1`], ['arrows', `const a = ${'a => '.repeat(6000)}1`], ['not', `const a = ${'!'.repeat(many)}1`], ['a long sum', `a = ${'1 + '.repeat(many)}1`], ['concatenation', `a = ${'"x" '.repeat(6000)}`],
    ['doubled texts', `a = "xxxxxxxxxx"\n${'a = a + a\n'.repeat(2000)}`], ['doubled constants', `const a0 = 'xxxxxxxxxx';\n${Array.from({ length: 500 }, (_, i) => `const a${i + 1} = a${i} + a${i};`).join('\n')}`],
    ['spread', `const a0 = {};\n${Array.from({ length: 500 }, (_, i) => `const a${i + 1} = { x: a${i}, y: a${i}, ...a${i} };`).join('\n')}`], ['powers', 'workers = 9 ** 9 ** 9 ** 9\n'], ['indents', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')],
    ['scripts that start themselves', '/app/start.sh\n'.repeat(2000)], ['words', 'gunicorn '.repeat(6000)], ['operators', '&& '.repeat(6000)], ['variables', '${A:-'.repeat(10_000)], ['queries', `postgres://db/x?${'a=b&'.repeat(900)}`], ['hosts', `kafka://${'a:1,'.repeat(900)}`],
    ['spaces', `${' '.repeat(many)}x`], ['quotes', `"${'\\"'.repeat(many)}`], ['lines', 'a\n'.repeat(many)], ['templates', '`${'.repeat(6000)], ['regular expressions', '/(?:'.repeat(5000)], ['members', `x = a${'.b'.repeat(many)}`], ['calls', `x = a${'()'.repeat(many)}`], ['commas', `x = 1${', 1'.repeat(many)}`],
  ])('%s', (_, whole) => expectGrowth(beginningOf(whole), read));
});
