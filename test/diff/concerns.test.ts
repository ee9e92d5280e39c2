import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { concernOf } from '../../src/diff/concern.ts';
import { CONCERNS } from '../../src/model/concern.ts';
import { grouped } from '../../src/model/grouped.ts';
import { settingsIn, type Setting } from '../../src/model/setting.ts';
import { namesOf, settingNamed } from '../../src/settings/index.ts';

const FOLDER = join(import.meta.dirname, '../../src/settings');

/** Every setting that a plan or a stranger's stack can have, also those that only readers name, and every parameter of PostgreSQL. */
async function everySetting(): Promise<readonly Setting[]> {
  const modules = await Promise.all(readdirSync(FOLDER).filter((name) => name.endsWith('.ts')).sort().map((name) => import(join(FOLDER, name)) as Promise<object>));
  const postgres = namesOf('postgres').flatMap((name) => settingNamed('postgres', name) ?? []);
  return [...new Map([...modules.flatMap((module) => settingsIn(module)), ...postgres].map((setting) => [`${setting.kind}.${setting.name}`, setting])).values()];
}

/** The settings of each concern, by kind, as lines of text. */
function page(settings: readonly Setting[]): string {
  const sections = CONCERNS.map((concern) => {
    const kinds = [...grouped(settings.filter((setting) => concernOf(setting) === concern), ({ kind }) => kind)].sort(([one], [other]) => (one < other ? -1 : 1));
    const lines = kinds.flatMap(([kind, all]) => [`  ${kind}`, ...all.map(({ name }) => `    ${name}`).sort()]);
    return [concern, ...lines].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

it('every setting is a matter of one concern (npx vitest run test/diff/concerns -u writes the table; read its diff like that of a config)', async () => {
  await expect(page(await everySetting())).toMatchFileSnapshot('concerns.txt');
});

it('bytes are not always memory, and milliseconds not always time', () => {
  const concern = (kind: string, name: string): string | undefined => {
    const setting = settingNamed(kind, name);
    return setting && concernOf(setting);
  };
  expect(concern('postgres', 'work_mem')).toBe('memory');
  expect(concern('postgres', 'max_wal_size')).toBe('storage');
  expect(concern('container', 'volume_size')).toBe('storage');
  expect(concern('nginx', 'client_max_body_size')).toBe('routing');
  expect(concern('postgres', 'statement_timeout')).toBe('time');
  expect(concern('postgres', 'log_min_duration_statement')).toBe('monitoring');
  expect(concern('kubernetes', 'hpa_scale_down_window')).toBe('capacity');
  expect(concern('nginx', 'hsts_max_age')).toBe('security');
});

it('what is stated of a route belongs to the route, also the timeout that follows from it', () => {
  expect(concernOf(settingNamed('route', 'timeout')!)).toBe('routing');
  expect(concernOf(settingNamed('nginx', 'proxy_read_timeout.route')!)).toBe('routing');
  expect(concernOf(settingNamed('route', 'allow_origins')!)).toBe('security');
});
