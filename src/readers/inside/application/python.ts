import { defaultEntry, statedEntry, type Entry } from '../../../model/entry.ts';
import { together, type Facts } from '../../../model/facts.ts';
import { image as imageSetting, version } from '../../../settings/component.ts';
import * as gunicorn from '../../../settings/gunicorn.ts';
import { djangoAge, djangoConnections } from '../../../settings/pools.ts';
import type { Word } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { connectionsOf } from './addresses.ts';
import { dependencyFacts } from './dependencies.ts';
import { libraryOf } from './libraries.ts';
import { pythonPackages } from './manifest-names.ts';
import { mongoStrings } from './mongo-strings.ts';
import { poolFacts } from './pools.ts';
import { preferring } from './preferring.ts';
import type { Invocation } from './programs.ts';
import { toldInCode } from './python-code.ts';
import { pymongoInCode, redisInCode } from './python-libraries.ts';
import { entriesOnly, stating, unreadSetting } from './state.ts';
import { ownSettingsFile, readOwnSettings } from '../python/own-settings.ts';

/** What every Python application has beside its server: image, version of the server, connections, pools. */
export function pythonApplication(container: RunningContainer, around: Surroundings, server: string, settings: readonly Entry[]): Facts {
  const { component, image } = container;
  const connections = connectionsOf(container, around.tree);
  const packages = pythonPackages(container, around);
  const own = ownSettingsFile(container, around);
  const pinned = packages?.versions.get(server) ?? '';
  const django = libraryOf(container, around, 'python').id === 'django' ? djangoFacts(container, server, settings) : entriesOnly();
  return together([
    { ...entriesOnly(...(image === undefined ? [] : [statedEntry(component, imageSetting, image.text, image.at)]), ...(pinned === '' || packages === undefined ? [] : [statedEntry(component, version, pinned, { file: packages.file, line: 0, column: 0 }, { text: `${server}==${pinned}` })])), connections },
    django,
    own === undefined ? together([poolFacts(container, around, connections, 'python', django.entries), clientFacts(container, around)]) : readOwnSettings(own, container, around),
    dependencyFacts(component, packages, around.tree),
  ]);
}

/** The application that a server is told to run: `module:variable`. */
export const namedIn = (server: Invocation | undefined): Word | undefined =>
  server?.words.find(({ text }) => /^[A-Za-z_][A-Za-z0-9_.]{0,100}:[A-Za-z_][A-Za-z0-9_.]{0,100}$/.test(text));

/** What the code tells the clients of Redis and MongoDB. */
export const clientFacts = (container: RunningContainer, around: Surroundings): Facts =>
  together([toldInCode(redisInCode, container, around), preferring([toldInCode(pymongoInCode, container, around), mongoStrings(container, around)])]);

/** Django opens a connection in each thread that answers requests. */
function djangoFacts({ component, environment }: RunningContainer, server: string, settings: readonly Entry[]): Facts {
  const find = (name: string): Entry | undefined => settings.find((entry) => entry.setting.kind === 'gunicorn' && entry.setting.name === name);
  const workerClass = find('worker_class');
  const threads = find('threads');
  const loops = server !== 'gunicorn' || (workerClass !== undefined && gunicorn.isEventLoop(String(workerClass.value)));
  const age = ['CONN_MAX_AGE', 'DB_CONN_MAX_AGE', 'DATABASE_CONN_MAX_AGE', 'DJANGO_CONN_MAX_AGE'].map((name) => [name, environment.get(name)] as const).find(([, word]) => word !== undefined);
  const [name = '', word] = age ?? [];
  return together([
    loops ? unreadSetting(component, djangoConnections, `the connections of ${component}`, 'under an event loop Django opens one for each request that it works on')
      : entriesOnly(threads === undefined ? defaultEntry(component, djangoConnections, 1, 'Django: one for each thread') : { ...defaultEntry(component, djangoConnections, Number(threads.value), 'Django: one for each thread'), origin: threads.origin }),
    word === undefined ? entriesOnly() : stating(component, djangoAge, { text: word.text, at: word.at, shown: `${name}: ${word.text}` }),
  ]);
}
