import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Comparison } from '../../src/diff/comparison.ts';
import { diffMarkdown } from '../../src/reporters/diff/markdown.ts';
import { changedBy, diffedOf, RESTART, under, withFiles } from './sides.ts';

const file = (path: string, text: string) => ({ path, text });
const markdown = (comparison: Comparison, maxLength?: number, only?: readonly 'files'[]): string => diffMarkdown(diffedOf([comparison]), { ...(maxLength === undefined ? {} : { maxLength }), ...(only === undefined ? {} : { only }) });

let broken: Comparison;
let large: Comparison;
beforeAll(() => {
  broken = { ...changedBy('machine.memory=3GiB', 'db.postgres.max_connections=12', 'db.postgres.work_mem=256MiB'), steps: RESTART };
  const files = ['a', 'b', 'c', 'd'].map((name) => [file(`${name}.conf`, `${'old line ```\n'.repeat(30)}`), file(`${name}.conf`, `${'new line ~~~ ü 日本\n'.repeat(30)}`)] as const);
  large = { ...broken, files: withFiles(files.map(([before]) => before), files.map(([, after]) => after)).files };
});

test('the comment begins with the line that the next one is found by, then says all of it in one line', () => {
  const [marker, heading, , summary] = markdown(broken).split('\n');
  expect([marker, heading]).toEqual(['<!-- plumbline diff -->', '### Plumbline: main → topic']);
  expect(summary).toMatch(/^\*\*small\*\*: \d new findings? \(.*\), .*, \d+ settings, capacity stays 700\/s .*$/);
});

test('the reader meets what breaks before what changes, and the files last', () => {
  const text = markdown(large);
  const places = ['**new findings**', '**to take it up: the servers**', '**headroom**', 'machine.memory`', '<b>4 files</b>'].map((word) => text.indexOf(word));
  expect(places.every((place) => place > 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

test('a cause that most of a group share is said once', () => {
  const text = markdown(changedBy('machine.memory=12GiB'));
  expect(text.match(/because machine\.memory 4GiB → 12GiB/g)?.length).toBeLessThanOrEqual(4);
  expect(text).toContain('<b>memory</b>');
});

test('two settings of a component that change in the same way share a line', () => {
  expect(markdown(changedBy('machine.memory=12GiB'))).toMatch(/\| `api\.container\.memory_limit, memory_reservation` \| \S+ \| \S+ \|/);
});

test('names, paths and lines of others mention nobody, link nothing and close nothing', () => {
  const hostile = '@team #123 <script>alert(1)</script> | `` --> https://evil.example GH-7';
  const files = withFiles([file('x`y|@team.conf', 'a\n')], [file('x`y|@team.conf', `${hostile}\n\`\`\`\n</details>\n`)]);
  const text = diffMarkdown(diffedOf([under(hostile, { ...broken, files: files.files }), under(`${hostile} 2`, changedBy('targets.p95=90ms'))], { before: hostile, notes: [hostile] }), {});
  const outside = text.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, '').replace(/(?<!`)(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, '').replace(/<code>[\s\S]*?<\/code>/g, '').split('\n').slice(1).join('\n');
  expect(outside).not.toMatch(/@team|#123|(?<!\\)<script|https:\/\/|GH-7|-->/);
  expect(outside).toContain('@&#8203;team');
  expect(text).toMatch(/^````diff$/m);
  expect(outside.match(/<\/details>/g)?.length).toBe(outside.match(/<details>/g)?.length);
});

test('passwords in the files of others are told in no diff', () => {
  const secrets = ['POSTGRES_PASSWORD: hunter2', 'url: postgres://app:hunter2@db/shop', "api_key = 'hunter2'", 'requirepass hunter2', '"token": "hunter2"', 'Authorization: Bearer hunter2', 'DB_PASS=hunter2', 'SMTP_PASS: "hunter2"', 'SENTRY_DSN: https://hunter2@sentry.example.com/1', 'users: "app:$$apr1$$hunter2"', 'ghp_hunter2hunter2hunter2'];
  const plain = ['password_file: /run/secrets/db', 'automountServiceAccountToken: false', '# kubectl create secret generic secrets', 'proxy_pass http://app;', "password: () => password('db'),"];
  const text = markdown(withFiles([file('compose.yml', '\n')], [file('compose.yml', `${secrets.join('\n')}\n${plain.join('\n')}\n`)]));
  expect(text).not.toContain('hunter2');
  for (const line of plain) expect(text).toContain(`+${line}`);
});

test('of a line of any length its beginning is told, however many blanks follow a word', () => {
  const text = markdown(withFiles([file('a.conf', 'a\n')], [file('a.conf', `password${' '.repeat(1_000_000)}\n`)]));
  expect(text).toMatch(/^\+password {390,}…$/m);
});

test('why a finding is new mentions nobody', () => {
  const [found] = broken.findings.appeared;
  const text = markdown({ ...broken, findings: { ...broken.findings, appeared: found === undefined ? [] : [{ ...found, causes: [{ from: 'structure', what: 'component', name: '@team', happened: 'added' }] }] } });
  expect(text).toContain('New because component @&#8203;team added.');
});

test('no comment is longer than it may be, in bytes or in characters of any kind, and what is cut is cut as a whole', () => {
  const whole = markdown(large, 1_000_000);
  fc.assert(
    fc.property(fc.integer({ min: 600, max: whole.length + 500 }), (most) => {
      const text = markdown(large, most);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(most);
      expect(text.startsWith('<!-- plumbline diff -->\n')).toBe(true);
      expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
      expect((text.match(/^`{3,}/gm)?.length ?? 0) % 2).toBe(0);
      expect(text === whole || /^> Left out to stay within /m.test(text)).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test('what is cut is counted, and the most important stays', () => {
  const text = markdown(large, 6000);
  expect(text).toMatch(/^> Left out to stay within 6000 characters: .*\d file diffs \([\d,]+ characters\)/m);
  expect(text).toContain('**new findings**');
});

test('one sentence says that nothing differs', () => {
  expect(markdown(changedBy())).toBe('<!-- plumbline diff -->\n### Plumbline: nothing differs between main and topic\n\n');
});

test('of many stacks each has a line, and those that change alike are told once', () => {
  const text = diffMarkdown(diffedOf(['shop-1', 'shop-2', 'shop-3'].map((name) => under(name, broken))), {});
  expect(text).toContain('### Plumbline: main → topic: 3 of 3 stacks differ');
  expect(text.match(/^\| `shop-[123]` \|/gm)).toHaveLength(3);
  expect(text.match(/^<details><summary><b>shop-/gm)).toHaveLength(1);
  expect(text).toContain('<b>shop-1</b> (and the same in shop-2, shop-3)');
});
