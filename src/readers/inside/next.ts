import { flagsIn } from '../../formats/flags.ts';
import { portOf } from '../../formats/connection-string/parts.ts';
import { together, type Facts } from '../../model/facts.ts';
import { treeOf } from '../../model/source.ts';
import * as node from '../../settings/node.ts';
import { givenByFlag, givenByVariable } from './application/given.ts';
import { listening, listeningAt } from './application/listening.ts';
import { nodePackages } from './application/manifest-names.ts';
import { preferring } from './application/preferring.ts';
import { invocationsOf, type Invocation } from './application/programs.ts';
import { entriesOnly } from './application/state.ts';
import { outsideOf } from './application/variables.ts';
import { nodeReader } from './node.ts';
import type { InsideReader, RunningContainer, Surroundings } from './running.ts';

const NO_TREE: Surroundings = { tree: treeOf({}) };
/** Where both `next start` and the standalone server listen unless told. */
const PORT = 3000;
const KEEP_ALIVE = { valued: { '--keepAliveTimeout': 'keepAliveTimeout' } };

const startOf = (container: RunningContainer, around: Surroundings): Invocation | undefined => invocationsOf(container, around).findLast(({ program, words }) => program === 'next' && words[0]?.text === 'start');

/** Whether it starts the server that a build of Next.js leaves, or a team's own around it. */
const isStandalone = (container: RunningContainer): boolean =>
  nodePackages(container, NO_TREE)?.versions.has('next') === true && invocationsOf(container, NO_TREE).some(({ program, words }) => program === 'node' && words.some(({ text }) => /(?:^|\/)server\.js$/.test(text)));

/** A frontend of Next.js: `next start`, or the standalone server, which only variables tell anything. */
export const nextReader: InsideReader = {
  kind: 'next',
  recognises: (container) => container.environment.has('NEXT_TELEMETRY_DISABLED') || startOf(container, NO_TREE) !== undefined || isStandalone(container),
  read: (container, around) => {
    const start = startOf(container, around);
    const flags = start === undefined ? [] : flagsIn(start.words, KEEP_ALIVE);
    return together([
      preferring([
        ...flags.map((flag) => givenByFlag(container.component, node.keep_alive_timeout, { ...flag, value: `${flag.value ?? ''}ms` }, outsideOf(container, around))),
        keptAlive(container),
        nodeReader.read(container, around),
      ]),
      start === undefined ? standalonePort(container) : entriesOnly(),
    ]);
  },
};

/** KEEP_ALIVE_TIMEOUT is in milliseconds. */
const keptAlive = ({ component, environment, unresolved }: RunningContainer): Facts =>
  givenByVariable(component, { ...node.keep_alive_timeout, bare: 1 }, 'KEEP_ALIVE_TIMEOUT', environment, unresolved);

function standalonePort({ component, environment }: RunningContainer): Facts {
  const word = environment.get('PORT');
  const port = portOf(word?.text ?? '');
  if (word === undefined) return entriesOnly(...listening(component, PORT, { from: 'default', of: 'the server of Next.js' }));
  return port === undefined ? entriesOnly() : entriesOnly(...listeningAt(component, port, word.at, `PORT: ${word.text}`));
}
