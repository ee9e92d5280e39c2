import { expect, test } from 'vitest';
import { fileChanges } from '../../src/diff/files.ts';

const file = (path: string, text: string) => ({ path, text });
const many = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');
const configMap = (hash: string, value: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: db-${hash}\ndata:\n  work_mem: ${value}\n---\nkind: StatefulSet\nspec:\n  volumes:\n    - configMap: { name: db-${hash} }\n`;

test('a changed file has its lines, those that came and went are counted', () => {
  expect(fileChanges([file('a.conf', 'one\ntwo\nthree\n')], [file('a.conf', 'one\n2\nthree\n')])).toEqual([
    { path: 'a.conf', happened: 'changed', added: 1, removed: 1, hunks: [{ oldStart: 1, oldLines: 3, newStart: 1, newLines: 3, lines: [' one', '-two', '+2', ' three'] }] },
  ]);
});

test('a file that lies elsewhere is renamed, also where a line of it is another; one that has little in common came and went', () => {
  const [before, after] = [many(1, 20), many(1, 19)];
  expect(fileChanges([file('old/a.conf', before)], [file('new/a.conf', after)])).toMatchObject([{ path: 'new/a.conf', from: 'old/a.conf', happened: 'renamed', added: 0, removed: 1 }]);
  expect(fileChanges([file('old/a.conf', many(1, 20))], [file('new/a.conf', many(15, 40))]).map(({ path, happened }) => [path, happened])).toEqual([['new/a.conf', 'added'], ['old/a.conf', 'removed']]);
});

test('of several files that moved each finds the one that is most like it', () => {
  const changes = fileChanges([file('a', many(1, 20)), file('b', many(1, 18))], [file('c', many(1, 18)), file('d', many(1, 20))]);
  expect(changes.map(({ path, from, added, removed }) => [path, from, added, removed])).toEqual([['c', 'b', 0, 0], ['d', 'a', 0, 0]]);
});

test('a ConfigMap whose name carries a hash is renamed: its name is no changed line, its content is', () => {
  const [change] = fileChanges([file('db.yaml', configMap('740b926e11', '4MB'))], [file('db.yaml', configMap('91ab0c33d2', '6MB'))]);
  expect(change).toMatchObject({ added: 1, removed: 1, objects: [{ from: 'db-740b926e11', to: 'db-91ab0c33d2' }] });
  expect(change?.hunks.flatMap(({ lines }) => lines).filter((line) => /^[-+]/.test(line))).toEqual(['-  work_mem: 4MB', '+  work_mem: 6MB']);
});

test('another file that only refers to it has no changed line at all', () => {
  const user = (hash: string): string => `envFrom:\n  - configMapRef: { name: db-${hash} }\n`;
  const changes = fileChanges([file('db.yaml', configMap('740b926e11', '4MB')), file('user.yaml', user('740b926e11'))], [file('db.yaml', configMap('91ab0c33d2', '6MB')), file('user.yaml', user('91ab0c33d2'))]);
  expect(changes[1]).toMatchObject({ path: 'user.yaml', added: 0, removed: 0, hunks: [], objects: [{ from: 'db-740b926e11', to: 'db-91ab0c33d2' }] });
});

test('what looks like such a name but is the tag of an image is a change', () => {
  const [change] = fileChanges([file('api.yaml', 'image: shop-740b926e11\n')], [file('api.yaml', 'image: shop-91ab0c33d2\n')]);
  expect(change).toMatchObject({ added: 1, removed: 1 });
  expect(change?.objects).toBeUndefined();
});

test('what repeats the plan stands last, and is only counted', () => {
  const changes = fileChanges([file('plan.json', 'a\nb\nc\n'), file('z.conf', 'a\n')], [file('plan.json', 'a\nc\nd\n'), file('z.conf', 'b\n')]);
  expect(changes.map(({ path, unshown, added, removed, hunks }) => [path, unshown, added, removed, hunks.length])).toEqual([['z.conf', undefined, 1, 1, 1], ['plan.json', 'derived', 1, 1, 0]]);
});

test('a last line without its end, and ends of lines that differ, are said', () => {
  const lines = (before: string, after: string) => fileChanges([file('a', before)], [file('a', after)])[0]?.hunks.flatMap((hunk) => hunk.lines);
  expect(lines('one\n', 'one')).toEqual(['-one', '+one', '\\ No newline at end of file']);
  expect(lines('one\ntwo\n', 'one\r\ntwo\n')).toEqual(['-one', '+one\r', ' two']);
});

test('what is no text, and what differs in more lines than anybody reads, is not shown', () => {
  expect(fileChanges([file('logo', '\0one')], [file('logo', '\0two')])).toMatchObject([{ unshown: 'binary', hunks: [] }]);
  expect(fileChanges([file('big', many(1, 1000))], [file('big', many(2001, 3000))])).toMatchObject([{ unshown: 'large', added: 1000, removed: 1000, hunks: [] }]);
});

test('the order is that of the paths, whatever order the files come in', () => {
  const files = ['b', 'a', 'c/d', 'B'].map((path) => file(path, `${path}\n`));
  expect(fileChanges([], files).map(({ path }) => path)).toEqual(['B', 'a', 'b', 'c/d']);
  expect(fileChanges([], files.toReversed())).toEqual(fileChanges([], files));
});

test('values of Secrets are struck out before anything is compared', () => {
  const secret = (value: string, size: string): string => `kind: Secret\nmetadata:\n  name: db\nstringData:\n  url: ${value}\n  key: |\n    ${value}\n---\nkind: ConfigMap\ndata:\n  size: ${size}\n`;
  expect(fileChanges([file('db.yaml', secret('hunter2', '1'))], [file('db.yaml', secret('hunter3', '1'))])).toEqual([{ path: 'db.yaml', happened: 'changed', added: 0, removed: 0, hunks: [], unshown: 'secret' }]);
  const [both] = fileChanges([file('db.yaml', secret('hunter2', '1'))], [file('db.yaml', secret('hunter3', '2'))]);
  expect(JSON.stringify(both)).not.toContain('hunter');
  expect(both).toMatchObject({ added: 1, removed: 1 });
});
