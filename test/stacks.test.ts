import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checks } from '../src/checks/index.ts';
import { argsOf, findingsIn, STACKS } from './stacks.ts';

/** Folders of whole stacks that have tests of their own. */
const OTHERS = ['guides'];

describe('every check', () => {
  it.each(checks.map(({ id }) => id))('%s finds what is broken in real files, and only there', async (id) => {
    const [fires, silent] = [join(STACKS, id, 'fires'), join(STACKS, id, 'silent')];
    expect([fires, silent].filter((folder) => !existsSync(folder)).map((folder) => folder.slice(STACKS.length + 1)), 'folders that are missing').toEqual([]);
    const broken = await findingsIn(fires, argsOf(id));
    expect(broken.err).toBe('');
    expect(broken.ids, broken.messages.join('\n')).toContain(id);
    const sound = await findingsIn(silent, argsOf(id));
    expect(sound.err).toBe('');
    expect(sound.messages.filter((message) => message.startsWith(`${id}: `))).toEqual([]);
  });
});

it('stacks are those of checks', () => {
  const ids = checks.map(({ id }) => id);
  const folders = readdirSync(STACKS, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  expect(folders.filter((name) => !ids.includes(name) && !OTHERS.includes(name))).toEqual([]);
});
