import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { draftProfile, fields, questionFor, type Answers } from '../../src/commands/draft.ts';
import { questions } from '../../src/commands/questions.ts';
import { loadProfile } from '../../src/load.ts';
import { fail } from '../../src/model/problem.ts';
import { builtInDirectory } from '../../src/package.ts';
import { freshFolder } from './folder.ts';

/** A person with prepared answers, and what is said to them. */
function person(...answers: readonly string[]) {
  const said: string[] = [];
  const left = [...answers];
  const ask = async (question: string): Promise<string> => {
    said.push(question);
    return left.shift() ?? '';
  };
  return { said, ask, tell: (text: string) => void said.push(text) };
}

const anything = (): void => {};

test('everything is asked that no flag has answered; an empty answer takes the suggestion', async () => {
  const someone = person('', '', '8', '  16GiB  ');
  const suggested: Answers = { name: { text: 'shop', from: 'folder' }, cpu: { text: '4', from: 'host' } };
  const answers = await questions(suggested, { domain: { text: 'x.org', from: 'flag' } }, anything, someone);
  expect(answers).toEqual({ cpu: { text: '8', from: 'your answer' }, memory: { text: '16GiB', from: 'your answer' } });
  expect(someone.said).toHaveLength(fields.filter((field) => questionFor(field) !== undefined).length - 1);
  expect(someone.said[0]).toBe('Name of the stack [shop]: ');
  expect(someone.said[1]).toBe('What serves the application: node, gunicorn, uvicorn: ');
  expect(someone.said[3]).toBe('Memory: ');
});

test('a wrong answer is explained and asked again', async () => {
  const someone = person('', '', 'four', '4');
  const validate = (_field: string, text: string): void => void (text === 'four' && fail('expected a number of CPU cores'));
  expect(await questions({}, {}, validate, someone)).toEqual({ cpu: { text: '4', from: 'your answer' } });
  expect(someone.said).toContain('  expected a number of CPU cores\n');
});

const host: Answers = { cpu: { text: '4', from: 'h' }, memory: { text: '8GiB', from: 'h' }, diskKind: { text: 'ssd', from: 'h' }, diskSize: { text: '50GiB', from: 'h' } };

test.each([
  host,
  { ...host, name: { text: 'shop', from: 'a' }, domain: { text: 'shop.example.com', from: 'a' }, rps: { text: '800', from: 'a' } },
  { ...host, name: { text: 'true', from: 'a' } },
  { topology: { text: 'cluster', from: 'a' }, platform: { text: 'eks', from: 'a' }, rps: { text: '12000', from: 'a' } },
  { topology: { text: 'cluster', from: 'a' } },
  { ...host, runtime: { text: 'node', from: 'a' } },
  { ...host, runtime: { text: 'uvicorn', from: 'a' } },
  { name: { text: '1', from: 'a' }, cpu: { text: '2.5', from: 'a' }, memory: { text: '7933MiB', from: 'a' }, diskKind: { text: 'san', from: 'a' }, diskSize: { text: '251GiB', from: 'a' }, p95: { text: '90ms', from: 'a' } },
] satisfies readonly Answers[])('a draft is a profile that says what was answered: %j', (answers: Answers) => {
  const path = join(freshFolder(), 'draft.yaml');
  const text = draftProfile(answers, 'medium');
  writeFileSync(path, text);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\/profile\.schema\.json\n/);
  const stack = loadProfile({ profile: path, sets: [], builtInDirectory, cwd: import.meta.dirname });
  if (answers.name !== undefined) expect(stack.name).toBe(answers.name.text);
  if (answers.cpu !== undefined) expect(stack.entries.get('machine.cpu')?.value).toBe(Number(answers.cpu.text) * 1000);
  if (answers.topology !== undefined) expect(stack.entries.get('profile.topology')?.value).toBe('cluster');
  if (answers.platform !== undefined) expect(stack.entries.get('machine.platform')?.value).toBe('eks');
  if (answers.runtime !== undefined) expect(stack.components.find(({ name }) => name === 'api')?.kind).toBe(answers.runtime.text);
  if (answers.rps !== undefined) expect(stack.entries.get('targets.rps')?.value).toBe(Number(answers.rps.text));
});
