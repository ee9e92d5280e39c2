import { flagsIn, type Flag } from '../../formats/flags.ts';
import { shellWords } from '../../formats/shell-words.ts';
import { defaultEntry, entryId, type Entry } from '../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../model/facts.ts';
import { treeOf, type SourceFile, type Word } from '../../model/source.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import { fileIn, firstFile } from './application/files.ts';
import { givenByFlag, givenByVariable } from './application/given.ts';
import { listeningAt, reachablePort } from './application/listening.ts';
import { preferring } from './application/preferring.ts';
import { invocationsOf, type Invocation } from './application/programs.ts';
import { namedIn, pythonApplication } from './application/python.ts';
import { entriesOnly, stating, unreadSetting } from './application/state.ts';
import { outsideOf, replaced } from './application/variables.ts';
import { readConfigFile } from './gunicorn/config-file.ts';
import { FLAGS, SETTINGS } from './gunicorn/flags.ts';
import { isPrepared, preparedDefaults, PREPARED_FILES } from './gunicorn/prepared-image.ts';
import type { InsideReader, RunningContainer, Surroundings } from './running.ts';

const NO_TREE: Surroundings = { tree: treeOf({}) };
const runs = (container: RunningContainer, around: Surroundings): readonly Invocation[] => invocationsOf(container, around).filter(({ program }) => program === 'gunicorn');

/** gunicorn: its flags, GUNICORN_CMD_ARGS, gunicorn.conf.py, WEB_CONCURRENCY, and the images that prepare it. */
export const gunicornReader: InsideReader = {
  kind: 'gunicorn',
  recognises: (container) => runs(container, NO_TREE).length > 0 || isPrepared(container),
  read: (container, around) => {
    const { component, environment, unresolved } = container;
    const ways = runs(container, around);
    const flags = flagsIn(ways.at(-1)?.words ?? [], FLAGS);
    const more = flagsIn(argumentsInVariable(environment.get('GUNICORN_CMD_ARGS')), FLAGS);
    const settings = preferring([
      undecided(ways, container),
      ...[flags, more].map((given) => together(lastOfEach(given).map((flag) => stated(flag, container, around)))),
      applicationIn(ways.at(-1), container),
      configured([...more, ...flags].findLast(({ name }) => name === 'config'), container, around),
      givenByVariable(component, gunicorn.workers, 'WEB_CONCURRENCY', environment, unresolved),
      givenByVariable(component, gunicorn.forwarded_allow_ips, 'FORWARDED_ALLOW_IPS', environment, unresolved),
      boundToPort(container),
      isPrepared(container) ? preparedDefaults(container, around) : NOTHING,
    ]);
    return together([settings, entriesOnly(...threaded(settings, component)), entriesOnly(...ports(settings.entries, component)), pythonApplication(container, around, 'gunicorn', settings.entries)]);
  },
};

/** Without a class, several threads make it gthread. */
function threaded({ entries, unread }: Facts, component: string): readonly Entry[] {
  const id = entryId({ name: component }, gunicorn.worker_class);
  const threads = entries.find((entry) => entry.setting === gunicorn.threads)?.value ?? 1;
  return Number(threads) > 1 && ![...entries, ...unread].some((one) => one.id === id) ? [defaultEntry(component, gunicorn.worker_class, 'gthread', 'gunicorn with several threads')] : [];
}

/** The application that the command line names. */
function applicationIn(way: Invocation | undefined, { component }: RunningContainer): Facts {
  const word = namedIn(way);
  return word === undefined ? NOTHING : stating(component, gunicorn.wsgi_app, { ...word, shown: word.text });
}

/** Where a script starts gunicorn in one way or another, nobody knows what they state differently. */
function undecided(ways: readonly Invocation[], { component }: RunningContainer): Facts {
  if (ways.length < 2 || !ways.some(({ conditional }) => conditional === true)) return NOTHING;
  const flags = ways.map(({ words }) => new Map(flagsIn(words, FLAGS).map((flag) => [flag.name, flag])));
  return together([...SETTINGS.values()].map((setting) => {
    const stated = flags.map((way) => way.get(setting.name));
    const [first] = stated;
    const last = stated.findLast((flag) => flag !== undefined);
    return stated.every((flag) => flag?.value === first?.value && (flag === undefined) === (first === undefined)) || last === undefined ? NOTHING
      : unreadSetting(component, setting, last.shown, 'a script starts it in several ways', last.word.at);
  }));
}

/** A later flag replaces an earlier one; addresses add up. */
function lastOfEach(flags: readonly Flag<Word>[]): readonly Flag<Word>[] {
  const binds = flags.filter(({ name }) => name === 'bind');
  const last = [...new Map(flags.map((flag) => [flag.name, flag])).values()];
  return last.map((flag) => (flag.name === 'bind' && binds.length > 1 ? { ...flag, value: binds.map(({ value }) => value).join(',') } : flag));
}

function stated(flag: Flag<Word>, container: RunningContainer, around: Surroundings): Facts {
  const setting = SETTINGS.get(flag.name);
  return setting === undefined ? NOTHING : givenByFlag(container.component, setting, flag, outsideOf(container, around));
}

/** The words of GUNICORN_CMD_ARGS, each at the place of the variable's value. */
const argumentsInVariable = (word: Word | undefined): readonly Word[] =>
  word === undefined ? [] : shellWords(word.text).words.map(({ text, offset }) => ({ text, at: { ...word.at, column: word.at.column + offset } }));

/** What the configuration file states; when one is named and cannot be read, nothing is known that it could state. */
function configured(flag: Flag<Word> | undefined, container: RunningContainer, around: Surroundings): Facts {
  const named = flag?.value === undefined ? undefined : replaced(flag.value, outsideOf(container, around));
  const file = named === undefined ? usualFile(container, around) : 'text' in named ? namedFile(named.text, container, around) : undefined;
  if (file !== undefined) return readConfigFile(file, container, around);
  if (flag === undefined || named === undefined) return NOTHING;
  const because = 'because' in named ? named.because : 'the file is not in the tree';
  return together([...SETTINGS.values()].map((setting) => unreadSetting(container.component, setting, flag.value ?? 'config', because, flag.word.at)));
}

function namedFile(name: string, container: RunningContainer, around: Surroundings): SourceFile | undefined {
  if (name.startsWith('python:')) return fileIn(container, around, `${name.slice('python:'.length).replaceAll('.', '/')}.py`);
  return fileIn(container, around, name.replace(/^file:/, ''));
}

const usualFile = (container: RunningContainer, around: Surroundings): SourceFile | undefined =>
  firstFile(container, around, ['gunicorn.conf.py', ...(isPrepared(container) ? PREPARED_FILES : [])]);

/** Without an address gunicorn listens on $PORT, where that is set. */
function boundToPort({ component, environment }: RunningContainer): Facts {
  const port = environment.get('PORT');
  return port === undefined || !/^[0-9]+$/.test(port.text) ? NOTHING : stating(component, gunicorn.bind, { text: `0.0.0.0:${port.text}`, at: port.at, shown: `PORT: ${port.text}` });
}

/** The ports of the addresses that others reach. */
function ports(entries: readonly Entry[], component: string): readonly Entry[] {
  const bind = entries.find((entry) => entry.id === entryId({ name: component }, gunicorn.bind));
  if (bind === undefined || bind.origin.from !== 'stated') return [];
  const { at, text = '' } = bind.origin;
  return String(bind.value).split(',').flatMap((address) => {
    const port = reachablePort(address);
    return port === undefined ? [] : listeningAt(component, port, at, text);
  });
}
