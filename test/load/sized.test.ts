import { expect, test } from 'vitest';
import { loadProfile, profileFiles, settingsLeftOut } from '../../src/load.ts';
import { builtInDirectory, inFolder, shown } from './workspace.ts';

const FILES = {
  'base.yaml': 'extends: medium\nsettings: { api.node.workers: 7, db.postgres.max_connections: 100 }',
  'shop.yaml': 'extends: ./base.yaml\nmachine: { memory: 16GiB }\nwithout: [cache, pooler]\nsettings: { api.node.pool_max: 30, db.postgres.max_connections: 200 }',
};

const sized = (sets: readonly string[] = []) => ({ profile: 'shop.yaml', sets, sized: true as const, builtInDirectory });

test('sized, a profile and its bases state no settings and keep no pooler away; all else stays', () => {
  const { entries, components } = inFolder(FILES, (cwd) => loadProfile({ ...sized(), cwd }));
  expect(components.map(({ name }) => name)).toEqual(['proxy', 'api', 'db']);
  expect(entries.get('profile.without')?.value).toEqual(['cache']);
  expect(['api.node.workers', 'api.node.pool_max', 'db.postgres.max_connections', 'machine.memory'].map((id) => shown(entries.get(id)))).toEqual(['not stated', 'not stated', 'not stated', '16GiB (shop.yaml:2:20)']);
});

test('sized, --set stays', () => {
  const { entries } = inFolder(FILES, (cwd) => loadProfile({ ...sized(['db.postgres.max_connections=150']), cwd }));
  expect(shown(entries.get('db.postgres.max_connections'))).toBe('150 (--set)');
});

test('what is left out is told once, and nothing without being asked', () => {
  inFolder(FILES, (cwd) => {
    expect(settingsLeftOut(profileFiles({ ...sized(), cwd }), sized())).toEqual(['api.node.workers', 'db.postgres.max_connections', 'api.node.pool_max', 'profile.without']);
    expect(settingsLeftOut(profileFiles({ profile: 'shop.yaml', builtInDirectory, cwd }), {})).toEqual([]);
  });
});
