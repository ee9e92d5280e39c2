import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shellWords } from '../../src/formats/shell-words.ts';
import { describeWith } from '../servers/describe-with.ts';
import { ask, expectNamed, expectScenario, NAMED, run, type Ended } from './ask.ts';

describeWith('wrk and ab', ['wrk', 'ab'], () => {
  /** The arguments that the README says, as a shell takes them apart. */
  const line = (folder: string, program: string): readonly string[] => {
    const found = readFileSync(join(folder, 'README.md'), 'utf8').split('\n').find((one) => one.startsWith(`    ${program} `)) ?? '';
    const { words } = shellWords(found.trim());
    return words.slice(1).map(({ text }) => text);
  };

  it('wrk sends the scenario', async () => {
    const wrk = (folder: string): Promise<Ended> => run('wrk', line(folder, 'wrk'), folder);
    const { code, output, received } = await ask(wrk, {}, { delay: 20 });
    expect(code, output).toBe(0);
    expect(output).toMatch(/20 connections[\s\S]*Requests\/sec/);
    expectScenario(received);
  });

  it('wrk asks by the name that a request states', async () => {
    const { received } = await ask((folder) => run('wrk', line(folder, 'wrk'), folder), { 'scenario.duration': 1000 }, { delay: 20 }, NAMED);
    expectNamed(received);
  });

  it('ab asks the most frequent path', async () => {
    const ab = (folder: string): Promise<Ended> => run('ab', line(folder, 'ab'), folder);
    const { code, output, received } = await ask(ab);
    expect(code, output).toBe(0);
    expect(received.map(({ path }) => path)).toEqual(Array.from({ length: 80 }, () => "/items/1?q=it's%205"));
  });
});
