import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { sourceOfArgument, sourceOfOption, offerFor } from '../../src/commands/completion/offers.ts';
import type { Offer } from '../../src/commands/completion/offer.ts';
import { placeOf } from '../../src/commands/completion/place.ts';
import { program } from '../../src/commands/declared/program.ts';
import { freshFolder } from '../cli/folder.ts';

const root = program(async () => {});
const offer = (line: readonly string[], cwd = import.meta.dirname): Promise<Offer> => offerFor(root, placeOf(root, line), cwd);
const words = async (...line: readonly string[]): Promise<readonly string[]> => (await offer(line)).candidates.map(({ word }) => word);

/** Values that only the one who types can know, by the word that help calls them. */
const FREE = ['number', 'rate', 'time', 'size', 'cores', 'machine', 'name', 'names', 'url', 'host', 'command', 'characters'];

test('of every flag and argument it is known what can be typed', () => {
  const unknown = [root, ...root.commands].flatMap((command) => [
    ...command.options.filter((option) => (option.required || option.optional) && option.argChoices === undefined && sourceOfOption(option) === undefined && !FREE.includes(/<(.+)>/.exec(option.flags)?.[1] ?? '')).map((option) => `${command.name()} ${option.flags}`),
    ...command.registeredArguments.filter((argument) => argument.argChoices === undefined && sourceOfArgument(argument) === undefined && argument.name() !== 'words').map((argument) => `${command.name()} ${argument.name()}`),
  ]);
  expect(unknown).toEqual([]);
});

describe('what could stand at the cursor', () => {
  it('is a command where none was typed', async () => {
    expect(await words('')).toEqual(root.commands.map((command) => command.name()));
    expect(await words('va')).toEqual(['validate']);
    expect(await words('--profile', 'small', 'va')).toEqual(['validate']);
  });

  it('is a flag of the command that was typed, but none that was given and counts once', async () => {
    expect(await words('adopt', '-')).toEqual(['--machine', '--stack', '--help', '-h']);
    expect(await words('adopt', '--machine', '4cpu/8GiB', '--')).toEqual(['--stack', '--help']);
    expect(await words('--profile', 'small', '--dry-run', '--profile')).toEqual(['--profile']);
    expect(await words('--dry-run', '--dry')).toEqual([]);
  });

  it('is a choice of the flag before it, or in the same word', async () => {
    expect(await words('explain', '--format', '')).toEqual(['text', 'json', 'markdown']);
    expect(await words('validate', '--severity=')).toEqual(['--severity=error', '--severity=warning', '--severity=note']);
    expect(await words('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  it('is the next of a list of names, none of them twice', async () => {
    expect(await words('-t', 'p')).toEqual(['python', 'postgres', 'pgbouncer', 'plan']);
    expect(await words('-t', 'nginx,python,p')).toEqual(['nginx,python,postgres', 'nginx,python,pgbouncer', 'nginx,python,plan']);
    expect(await words('validate', '--ignore=keepalive-race,keepalive')).toContain('--ignore=keepalive-race,keepalive-pool-exceeds-upstream');
  });

  it('is a setting by its parts, and after it a value where those are known', async () => {
    expect(await words('explain', 'db.')).toContain('db.postgres.');
    expect(await words('explain', 'db.postgres.work')).toEqual(['db.postgres.work_mem']);
    expect(await words('explain', 'work_')).toEqual(['work_mem']);
    expect(await words('--set', 'machine.plat')).toEqual(['machine.platform=']);
    expect(await words('--set', 'machine.platform=g')).toEqual(['machine.platform=gke']);
    expect(await words('--set=machine.platform=g')).toEqual(['--set=machine.platform=gke']);
  });

  it('belongs to the profile that was typed', async () => {
    expect(await words('bench', '-p', 'small', '--at', '')).not.toContain('queue');
    expect(await words('bench', '--profile=xlarge', '--at', 'q')).toEqual(['queue']);
    expect(await words('bench', '-p', 'small', '--at', '-')).toEqual([]);
  });

  it('is a profile: built in, in ./profiles, or a YAML file that is typed with its folder', async () => {
    const folder = freshFolder();
    for (const each of ['profiles', 'fleet/eu', 'node_modules']) mkdirSync(join(folder, each), { recursive: true });
    for (const file of ['profiles/shop.yaml', 'profiles/notes.md', 'mine.yml', 'fleet/a.yaml', 'fleet/eu/b.yaml']) writeFileSync(join(folder, file), '');
    const profiles = async (partial: string): Promise<readonly string[]> => (await offer(['--profile', partial], folder)).candidates.map(({ word }) => word);
    expect(await profiles('')).toEqual(['large', 'medium', 'small', 'xlarge', 'shop', 'mine.yml']);
    expect(await profiles('f')).toEqual(['fleet/']);
    expect(await profiles('fleet/')).toEqual(['fleet/a.yaml', 'fleet/eu/']);
  });

  it('is a path where the shell knows it best, and nothing where nobody knows', async () => {
    expect(await offer(['validate', 'docker'])).toEqual({ candidates: [], paths: 'files', before: '' });
    expect(await offer(['--out=o'])).toEqual({ candidates: [], paths: 'folders', before: '--out=' });
    expect(await offer(['size', '--rps', ''])).toEqual({ candidates: [], paths: 'none', before: '' });
    expect(await offer(['schema', ''])).toEqual({ candidates: [], paths: 'none', before: '' });
    expect(await offer(['nonsense', '', '-'])).toMatchObject({ paths: 'none' });
  });
});
