import { flagsIn, type Flag } from '../../../formats/flags.ts';
import { isLoopback } from '../../../formats/host-port.ts';
import { portOf } from '../../../formats/connection-string/parts.ts';
import type { Entry } from '../../../model/entry.ts';
import type { Word } from '../../../model/source.ts';
import type { RunningContainer, Surroundings } from '../running.ts';
import { listening, listeningAt, reachablePort } from './listening.ts';
import type { Invocation } from './programs.ts';
import { outsideOf, replaced } from './variables.ts';

const FLAGS = { valued: { '-h': 'host', '--host': 'host', '-p': 'port', '--port': 'port', '-b': 'bind', '--bind': 'bind', '--binding': 'bind', '--listen': 'bind' } };

/** The port that a development server or Puma is told to listen on, for others to reach. */
export function portsOf(started: readonly Invocation[], container: RunningContainer, around: Surroundings): readonly Entry[] {
  return started.flatMap(({ program, words }) => {
    const flags = new Map(flagsIn(words, FLAGS).map((flag) => [flag.name, flag]));
    if (program === 'flask') return flask(flags, container, around);
    if (words.some((word) => word.text === 'runserver')) return runserver(words, container, around);
    if (program === 'puma' || program === 'rails' || program === 'waitress-serve') return bound(program, flags, container, around);
    return [];
  });
}

type Flags = ReadonlyMap<string, Flag<Word>>;

/** A flag's value with its variables replaced. */
function textOf(flag: Flag<Word> | undefined, container: RunningContainer, around: Surroundings): string | undefined {
  const text = flag?.value === undefined ? undefined : replaced(flag.value, outsideOf(container, around));
  return text !== undefined && 'text' in text ? text.text : undefined;
}

const stated = (component: string, port: number | undefined, { word, offset, shown }: Flag<Word>): readonly Entry[] =>
  port === undefined ? [] : listeningAt(component, port, { ...word.at, column: word.at.column + offset }, shown);

/** `flask run` listens on the loopback unless it is told otherwise. */
function flask(flags: Flags, container: RunningContainer, around: Surroundings): readonly Entry[] {
  const host = textOf(flags.get('host'), container, around) ?? container.environment.get('FLASK_RUN_HOST')?.text ?? '127.0.0.1';
  if (isLoopback(host)) return [];
  const flag = flags.get('port');
  if (flag !== undefined) return stated(container.component, portOf(textOf(flag, container, around) ?? ''), flag);
  const word = container.environment.get('FLASK_RUN_PORT');
  const port = word === undefined ? 5000 : portOf(word.text);
  if (port === undefined) return [];
  return word === undefined ? listening(container.component, port, { from: 'default', of: 'flask run' }) : listeningAt(container.component, port, word.at, `FLASK_RUN_PORT: ${word.text}`);
}

/** `manage.py runserver 0.0.0.0:8000`. */
function runserver(words: readonly Word[], container: RunningContainer, around: Surroundings): readonly Entry[] {
  const word = words.slice(words.findIndex((one) => one.text === 'runserver') + 1).find((one) => !one.text.startsWith('-'));
  const text = word === undefined ? undefined : replaced(word.text, outsideOf(container, around));
  const port = text !== undefined && 'text' in text ? reachablePort(text.text) : undefined;
  return word === undefined || port === undefined ? [] : listeningAt(container.component, port, word.at, `runserver ${word.text}`);
}

/** `-b tcp://0.0.0.0:3000`, or Puma's `-p`, which is for everybody. */
function bound(program: string, flags: Flags, container: RunningContainer, around: Surroundings): readonly Entry[] {
  const bind = flags.get('bind');
  const address = textOf(bind, container, around)?.replace(/^tcp:\/\//, '').replace(/[/?].*$/, '');
  const port = flags.get('port');
  if (bind !== undefined && address !== undefined && address.includes(':')) return stated(container.component, reachablePort(address), bind);
  const everybody = bind === undefined ? program !== 'rails' : address === '0.0.0.0' || address === '::';
  return port === undefined || !everybody ? [] : stated(container.component, portOf(textOf(port, container, around) ?? ''), port);
}
