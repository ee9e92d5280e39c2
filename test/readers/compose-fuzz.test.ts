import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../../src/formats/dockerfile.ts';
import { imageOf } from '../../src/formats/dockerfile-image.ts';
import { parseDotenv } from '../../src/formats/dotenv.ts';
import { finalCommand } from '../../src/formats/shell-command.ts';
import { treeOf } from '../../src/model/source.ts';
import { composePaths, readCompose } from '../../src/readers/compose.ts';
import { expectEffort, expectGrowth, type Share } from '../effort.ts';
import { diskTree } from './disk-tree.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 700);
const SEED = Number(process.env.PLUMBLINE_SEED ?? 20_260_101);
/** Yards that a project of ordinary size may cost, whatever is in it; the slowest costs 25. */
const MOST = 150;
const CASES = fileURLToPath(new URL('compose-cases', import.meta.url));

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

const PIECES = ['${', '}', '$', '$$', '${A:-', ':', '- ', '\n', '  ', '"', "'", '&a', '*a', '<<: *a', '{', '}', '[', ']', '!reset', '!override', '|', '>', '#', '\t', '\u0000', '\ud800', '%', '../', '~', '/', 'services:', 'extends: web', 'include: [docker-compose.yml]', 'env_file: .env', 'build: .', '9999999999', '-1', 'null', '\\', '`', '&&', '$(', '<<EOF', '\r\n', '🙂'];

/** A text that was cut, spliced, repeated or filled with pieces of syntax. */
function garbled(text: string, next: () => number): string {
  let result = text;
  for (let i = 1 + Math.floor(next() * 4); i > 0; i--) {
    const at = Math.floor(next() * (result.length + 1));
    const to = Math.min(result.length, at + Math.floor(next() * 40));
    const piece = PIECES[Math.floor(next() * PIECES.length)] ?? '';
    const way = next();
    if (way < 0.15) result = result.slice(0, at);
    else if (way < 0.5) result = result.slice(0, at) + piece + result.slice(at);
    else if (way < 0.7) result = result.slice(0, at) + result.slice(to);
    else if (way < 0.85) result = result.slice(0, to) + result.slice(at);
    else result = result.slice(0, at) + piece.repeat(1 + Math.floor(next() * 50)) + result.slice(to);
  }
  return result;
}

type Files = Readonly<Record<string, string>>;

/** Reads every project of a tree, and every file that a container sees. */
function read(texts: Files): void {
  const tree = treeOf(texts);
  for (const paths of composePaths(tree)) {
    const deployment = readCompose(tree, paths, { profiles: ['*'] });
    for (const container of deployment.containers) for (const path of container.files.slice(0, 20)) expect(container.file(path)).toBeDefined();
    for (const { at } of deployment.facts.problems) expect(at === undefined || (at.line >= 0 && at.column >= 0)).toBe(true);
  }
}

const lines = (count: number, line: (i: number) => string): string => Array.from({ length: count }, (_, i) => line(i)).join('\n');

/** What names itself, or what it doubles with each step: read up to a bound. */
const BOUNDED: Readonly<Record<string, Files>> = {
  'alias bomb': { 'compose.yml': `x0: &x0 [a, a, a, a, a, a, a, a, a]\n${lines(30, (i) => `x${i + 1}: &x${i + 1} [*x${i}, *x${i}, *x${i}, *x${i}, *x${i}, *x${i}]`)}\nservices:\n  a: { image: x, command: *x30 }` },
  'merge bomb': { 'compose.yml': `x0: &x0 { a: 1 }\n${lines(40, (i) => `x${i + 1}: &x${i + 1}\n  <<: [*x${i}, *x${i}]\n  b${i}: 1`)}\nservices:\n  a: { image: x, environment: *x40 }` },
  'extends of itself by file': { 'compose.yml': 'services:\n  a: { extends: { file: compose.yml, service: a } }\n  b: { extends: { file: other.yml, service: c } }', 'other.yml': 'services:\n  c: { extends: { file: compose.yml, service: b } }' },
  'include of itself': { 'compose.yml': 'include: [compose.yml, b/compose.yml]\nservices: { a: { image: x } }', 'b/compose.yml': 'include: [../compose.yml]\nservices: { b: { image: x } }' },
  'include in a tree': { 'compose.yml': 'include: [a/0.yml, a/0.yml, a/0.yml]\nservices: {}', ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`a/${i}.yml`, `include: [${i + 1}.yml, ${i + 1}.yml, ${i + 1}.yml]\nservices: { s${i}: { image: x } }`])) },
  'variables that grow': { '.env': `A=${'x'.repeat(50_000)}\n${lines(30, (i) => `A${i}=\${A${i === 0 ? '' : i - 1}}\${A${i === 0 ? '' : i - 1}}`)}`, 'compose.yml': `services:\n  a:\n    image: x\n    environment:\n${lines(30, (i) => `      B${i}: "\${A29}\${A29}\${A29}\${A29}"`)}` },
};

/** More of the same. */
const GROWING: Readonly<Record<string, (share: Share) => Files>> = {
  'deep nesting': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    x-a: ${'['.repeat(20_000 * share)}` }),
  'a huge anchor used often': (share) => ({ 'compose.yml': `x-env: &env\n${lines(3000, (i) => `  V${i}: ${i}`)}\nservices:\n${lines(200 * share, (i) => `  s${i}: { image: x, environment: *env }`)}` }),
  'extends in a circle': (share) => ({ 'compose.yml': `services:\n${lines(2000 * share, (i) => `  s${i}: { extends: s${(i + 1) % (2000 * share)}, environment: [A${i}=1] }`)}` }),
  'one base extended by all': (share) => ({ 'compose.yml': `services:\n  base:\n    image: x\n    environment:\n${lines(5000, (i) => `      V${i}: ${i}`)}\n${lines(2000 * share, (i) => `  s${i}: { extends: base, environment: { A: 1 } }`)}` }),
  'a long chain of extends': (share) => ({ 'compose.yml': `services:\n  s0: { image: x }\n${lines(3000 * share, (i) => `  s${i + 1}: { extends: s${i}, environment: [A${i}=1] }`)}` }),
  'an env file used by all': (share) => ({ 'compose.yml': `services:\n${lines(3000 * share, (i) => `  s${i}: { image: x, env_file: [big.env, big.env] }`)}`, 'big.env': lines(20_000, (i) => `V${i}=${i}`) }),
  'variables in variables': (share) => ({ 'compose.yml': `services:\n  a:\n    image: ${'${A:-'.repeat(30_000 * share)}x${'}'.repeat(30_000 * share)}` }),
  'many dollars': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    command: "${'$${'.repeat(40_000 * share)}"` }),
  'a wide range of ports': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    ports:\n${lines(2000 * share, () => '      - "1-65535:1-65535"')}` }),
  'many quotes': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    command: >\n${lines(3000 * share, () => `      sh -c "a 'b" && exec "c' `)}` }),
  'many quoted words in one line': (share) => ({ 'compose.yml': `services: {a: {image: x, command: "${`' ' `.repeat(150_000 * share)}"}}` }),
  'shells in shells': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    command: [${'sh, -c, '.repeat(5000 * share)} x]` }),
  'many copies': (share) => ({ 'compose.yml': `services:\n${lines(300 * share, (i) => `  s${i}: { build: . }`)}`, Dockerfile: `FROM x\n${lines(3000, () => 'COPY . /app/')}`, ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`src/${i}.js`, '']))}),
  'many mounts': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    volumes:\n${lines(4000 * share, (i) => `      - ./d:/a/${i}`)}`, ...Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`d/${i}.conf`, ''])) }),
  'many stages': (share) => ({ 'compose.yml': 'services: { a: { build: . } }', Dockerfile: lines(5000 * share, (i) => `FROM s${i - 1} AS s${i}\nENV A${i}=\${A${i - 1}}x`) }),
  'many gitignores': (share) => ({ '.gitignore': lines(5000, (i) => `**/a*${i}*b*c`), 'compose.yml': `services:\n${lines(1000 * share, (i) => `  s${i}: { image: x, env_file: a/a/a/a/a/a/a/${i}.env }`)}` }),
  'words that look like secrets': (share) => ({ 'compose.yml': `services:\n  a:\n    image: x\n    environment:\n${lines(300 * share, (i) => `      A${i}: "${'a://'.repeat(400)}${' mysql -p'.repeat(100)}"`)}` }),
};

const texts = readdirSync(CASES).map((name) => diskTree(join(CASES, name))).map((tree) => Object.fromEntries(tree.paths.map((path) => [path, tree.file(path)?.text ?? ''])));

describe('the Compose reader takes any input', () => {
  it.each(Object.entries(BOUNDED))('%s', (_, files) => expectEffort(MOST, () => read(files)));
  it.each(Object.entries(GROWING))('%s', (_, files) => expectGrowth(files, read));

  it(`${RUNS} garbled projects`, () => {
    const next = random(SEED);
    for (let i = 0; i < RUNS; i++) {
      const files = texts[Math.floor(next() * texts.length)] ?? {};
      const paths = Object.keys(files);
      const path = paths[Math.floor(next() * paths.length)] ?? '';
      const garbage = { ...files, [path]: garbled(files[path] ?? '', next) };
      expectEffort(MOST, () => read(garbage), JSON.stringify(garbage[path]));
    }
  });

  it(`${RUNS} garbled env files, Dockerfiles and lines of shells`, () => {
    const next = random(SEED + 1);
    const dockerfile = '# syntax=docker/dockerfile:1\nARG V=22\nFROM node:$V AS build\nCOPY --from=x a b\nRUN <<EOF\nx\nEOF\nENV A=1 B="2 3" \\\n  C=4\nFROM build\nCMD ["node", "a.js"]\nHEALTHCHECK --interval=3s CMD curl -f http://x || exit 1\nEXPOSE 80/tcp ${P}\n';
    const env = 'A=1\nexport B="x ${A}\\n"\nC=\'y\'\nD: z # c\nE\n';
    const line = 'a=1 && while ! nc -z db 5432; do sleep 1; done; exec env X=1 gunicorn "a b" -w ${W:-4} > /log 2>&1 | tee x';
    for (let i = 0; i < RUNS; i++) {
      const [image, variables, command] = [garbled(dockerfile, next), garbled(env, next), garbled(line, next)];
      expectEffort(MOST, () => {
        imageOf(parseDockerfile({ path: 'Dockerfile', text: image }), { args: () => undefined });
        parseDotenv({ path: '.env', text: variables }, () => undefined);
        finalCommand({ text: command, place: () => ({ file: 'f', line: 1, column: 1 }) }, () => undefined);
      }, JSON.stringify([image, variables, command]));
    }
  });
});
