import { flagsIn } from '../../formats/flags.ts';
import type { Entry } from '../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../model/facts.ts';
import { treeOf } from '../../model/source.ts';
import { portOf } from '../../formats/connection-string/parts.ts';
import * as node from '../../settings/node.ts';
import { WORKER_NAMES } from '../../settings/pool-spellings.ts';
import { connectionsOf } from './application/addresses.ts';
import { dependencyFacts } from './application/dependencies.ts';
import { givenByVariable } from './application/given.ts';
import { listening, listeningAt } from './application/listening.ts';
import { nodePackages } from './application/manifest-names.ts';
import { pgbouncerFlag, poolFacts } from './application/pools.ts';
import { preferring } from './application/preferring.ts';
import { invocationsOf, type Invocation } from './application/programs.ts';
import { entriesOnly } from './application/state.ts';
import { nodeOptions, optionsIn } from './node/options.ts';
import { ownKeepAlive } from './node/own-keepalive.ts';
import { ownConfigFile, readOwnConfig } from './node/own-config.ts';
import { ownPort } from './node/own-port.ts';
import { readPm2 } from './node/pm2.ts';
import { imageName, imageTag, tagVersion, type InsideReader, type RunningContainer, type Surroundings } from './running.ts';
import { imageEntries } from './version.ts';

/** Names of the releases in tags. Source: hub.docker.com/_/node. */
const RELEASES: ReadonlyMap<string, string> = new Map([['lts', '24'], ['krypton', '24'], ['jod', '22'], ['iron', '20']]);
const NO_TREE: Surroundings = { tree: treeOf({}) };
const PROGRAMS = new Set(['node', 'nodejs', 'npm', 'yarn', 'pnpm', 'pm2-runtime', 'pm2', 'next', 'nuxt', 'nuxi', 'nest', 'ts-node', 'ts-node-dev', 'tsx', 'nodemon', 'remix-serve', 'vite', 'serve']);
/** The newest version of which the defaults are known. */
const NEWEST = '26';

const isNodeImage = (image: string | undefined): boolean => ['node', 'nodejs', 'node-slim'].includes(imageName(image)) || /^nodejs[0-9]*(?:-|$)/.test(imageName(image));
const startsNode = (container: RunningContainer, around: Surroundings): boolean => invocationsOf(container, around).some(({ program }) => PROGRAMS.has(program));

/** Node: flags and NODE_OPTIONS, thread pool, pm2, package.json scripts, pools, and the configuration that Plumbline renders. */
export const nodeReader: InsideReader = {
  kind: 'node',
  recognises: (container) => isNodeImage(container.image?.text) || isNodeImage(container.base?.text) || container.environment.has('NODE_OPTIONS') || ownConfigFile(container, NO_TREE) !== undefined || startsNode(container, NO_TREE),
  read: (container, around) => {
    const started = invocationsOf(container, around);
    const pm2 = started.findLast(({ program }) => /^pm2/.test(program));
    const managed = pm2 === undefined ? undefined : readPm2(pm2, container, around);
    const seen = managed === undefined ? container : { ...container, environment: new Map([...container.environment, ...managed.environment]) };
    const own = ownConfigFile(container, around);
    const { component, environment, unresolved } = seen;
    const connections = connectionsOf(seen, around.tree);
    const settings = preferring([
      ...started.filter(({ program }) => PROGRAMS.has(program)).toReversed().map(({ words }) => optionsIn(words, seen, around)),
      managed?.facts ?? NOTHING,
      optionsIn(nodeOptions(seen, around), seen, around),
      givenByVariable(component, node.uv_threadpool_size, 'UV_THREADPOOL_SIZE', environment, unresolved),
      preferring(WORKER_NAMES.map((name) => givenByVariable(component, node.workers, name, environment, unresolved))),
      own === undefined ? ownKeepAlive(started, seen, around) : readOwnConfig(own, seen, around),
    ]);
    const pools = own === undefined ? together([poolFacts(seen, around, connections, 'node', settings.entries), pgbouncerFlag(seen, around)]) : NOTHING;
    return together([entriesOnly(...versionEntries(seen)), { ...NOTHING, connections }, settings, pools, own === undefined ? ports(started, seen) : NOTHING, own === undefined ? ownPort(started, seen, container, around) : NOTHING, dependencyFacts(component, nodePackages(seen, around), around.tree)]);
  },
};

/** The image, and the version of Node that it or its base has. */
function versionEntries(container: RunningContainer): readonly Entry[] {
  const from = [container.image, container.base].find((one) => isNodeImage(one?.text));
  const tag = tagVersion(from?.text) ?? /nodejs([0-9]+)/.exec(imageName(from?.text))?.[1] ?? RELEASES.get(imageTag(from?.text)?.split('-')[0] ?? '');
  return imageEntries(container, from, tag, from === undefined ? undefined : NEWEST);
}

/** The port, where the framework's own program says it for certain. */
function ports(started: readonly Invocation[], { component, environment }: RunningContainer): Facts {
  const next = started.findLast(({ program, words }) => program === 'next' && words[0]?.text === 'start');
  if (next === undefined) return NOTHING;
  const flag = flagsIn(next.words, { valued: { '-p': 'port', '--port': 'port' } }).at(-1);
  const word = flag === undefined ? environment.get('PORT') : { text: flag.value ?? '', at: flag.word.at };
  const port = word === undefined ? 3000 : portOf(word.text);
  if (port === undefined) return NOTHING;
  return entriesOnly(...(word === undefined ? listening(component, port, { from: 'default', of: 'next start' }) : listeningAt(component, port, word.at, flag?.shown ?? `PORT: ${word.text}`)));
}
