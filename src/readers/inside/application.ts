import { flagsIn } from '../../formats/flags.ts';
import { coresOf } from '../../formats/literal.ts';
import { portOf } from '../../formats/connection-string/parts.ts';
import { defaultEntry, entryId } from '../../model/entry.ts';
import { NOTHING, together, type Facts } from '../../model/facts.ts';
import { treeOf } from '../../model/source.ts';
import { runtime as runtimeSetting, workers } from '../../settings/application.ts';
import { connectionsOf } from './application/addresses.ts';
import { givenByFlag } from './application/given.ts';
import { javaProperties } from './application/java-properties.ts';
import { heapEntries } from './application/jvm.ts';
import { listening, listeningAt } from './application/listening.ts';
import { fpmFacts } from './application/php.ts';
import { goLimit } from './application/go.ts';
import { poolFacts, statesPool } from './application/pools.ts';
import { portsOf } from './application/ports.ts';
import { invocationsOf, type Invocation } from './application/programs.ts';
import { rubyFacts } from './application/ruby.ts';
import { runtimeOf } from './application/runtime.ts';
import { spelled } from './application/spellings.ts';
import { entriesOnly, statingLiteral } from './application/state.ts';
import { outsideOf } from './application/variables.ts';
import { imageName, type InsideReader, type RunningContainer, type Surroundings } from './running.ts';
import { imageEntries } from './version.ts';

const NO_TREE: Surroundings = { tree: treeOf({}) };

/** Servers that are built upon or started as they are, and are nobody's application. */
const SERVERS = new Set([
  'mysql', 'mariadb', 'percona', 'mongo', 'mongodb', 'rabbitmq', 'kafka', 'zookeeper', 'elasticsearch', 'opensearch', 'memcached', 'minio', 'prometheus', 'grafana',
  'loki', 'jaeger', 'mailhog', 'mailpit', 'adminer', 'pgadmin4', 'phpmyadmin', 'httpd', 'vault', 'consul', 'etcd', 'clickhouse-server', 'cockroach', 'neo4j', 'cassandra',
  'influxdb',
]);

/** Other applications: the JVM, Ruby, PHP, Go, .NET, Elixir, Rust, Python without a known server, and what is built here and says nothing. */
export const applicationReader: InsideReader = {
  kind: 'application',
  recognises: (container) =>
    ![container.image, container.base].some((image) => SERVERS.has(imageName(image?.text))) && ((container.build !== undefined && container.base !== undefined) || runtimeOf(container, NO_TREE, invocationsOf(container, NO_TREE)) !== undefined || [...container.environment.keys()].some((name) => spelled(name) !== undefined) || statesPool(container)),
  read: (container, around) => {
    const { component } = container;
    const started = invocationsOf(container, around);
    const runtime = runtimeOf(container, around, started);
    // What the files of the application state, under what its environment states.
    const seen = runtime === 'java' ? { ...container, environment: new Map([...javaProperties(container, around), ...container.environment]) } : container;
    const connections = connectionsOf(seen, around.tree);
    const own = together([runtime === undefined ? NOTHING : ofRuntime(runtime, started, seen, around), goLimit(seen)]);
    return together([
      entriesOnly(...imageEntries(container, undefined, undefined, undefined), ...(runtime === undefined ? [] : [defaultEntry(component, runtimeSetting, runtime, 'its image, command or manifests')])),
      { ...NOTHING, connections },
      own,
      decidesProcesses(own, component) ? NOTHING : entriesOnly(defaultEntry(component, workers, 1, `${runtime ?? 'an application'}: one process unless told`)),
      entriesOnly(...portsOf(started, container, around)),
      runtime === 'php-fpm' ? NOTHING : poolFacts(seen, around, connections, runtime === 'python' ? 'python' : 'any', own.entries),
    ]);
  },
};

const decidesProcesses = ({ entries, unread }: Facts, component: string): boolean => [...entries, ...unread].some(({ id }) => id === entryId({ name: component }, workers));

function ofRuntime(runtime: string, started: readonly Invocation[], seen: RunningContainer, around: Surroundings): Facts {
  switch (runtime) {
    case 'java': return entriesOnly(...heapEntries(started.flatMap(({ words }) => words), seen, around), ...springPort(seen));
    case 'ruby': return rubyFacts(started.at(-1), seen, around);
    case 'php-fpm': return fpmFacts(seen, around);
    case 'python': return celery(started, seen, around);
    case 'dotnet': return entriesOnly(...dotnetPorts(seen));
    default: return NOTHING;
  }
}

/** Spring Boot listens on SERVER_PORT. */
function springPort({ component, environment }: RunningContainer) {
  const [name = '', word] = ['SERVER_PORT', 'server.port'].map((one) => [one, environment.get(one)] as const).find(([, found]) => found !== undefined) ?? [];
  const port = portOf(word?.text ?? '');
  const spring = [...environment.keys()].some((one) => /^spring[._]/i.test(one));
  return word === undefined || port === undefined || !spring ? [] : listeningAt(component, port, word.at, `${name}: ${word.text}`);
}

/** ASP.NET listens where it is told: ASPNETCORE_URLS, ASPNETCORE_HTTP_PORTS. */
function dotnetPorts({ component, environment }: RunningContainer) {
  const word = environment.get('ASPNETCORE_URLS') ?? environment.get('ASPNETCORE_HTTP_PORTS');
  return (word?.text ?? '').split(';').flatMap((part) => {
    const [, text = ''] = /^(?:https?:\/\/(?:\+|\*|0\.0\.0\.0|\[::\]):)?([0-9]{1,5})\/?$/.exec(part.trim()) ?? [];
    const port = portOf(text);
    return port === undefined || word === undefined ? [] : listening(component, port, { from: 'stated', at: word.at, text: part });
  });
}

/** Celery's worker: as many processes as the host has cores, unless told. */
function celery(started: readonly Invocation[], container: RunningContainer, around: Surroundings): Facts {
  const worker = started.findLast(({ program, words }) => program === 'celery' && words.some((word) => word.text === 'worker'));
  if (worker === undefined) return NOTHING;
  const flag = flagsIn(worker.words, { valued: { '-c': 'concurrency', '--concurrency': 'concurrency', '-A': 'app', '-Q': 'queues', '-l': 'level', '-P': 'pool', '--pool': 'pool' } });
  const concurrency = flag.findLast(({ name }) => name === 'concurrency');
  const loops = flag.some(({ name, value }) => name === 'pool' && value !== 'prefork');
  if (loops) return NOTHING;
  if (concurrency !== undefined) return givenByFlag(container.component, workers, concurrency, outsideOf(container, around));
  return statingLiteral(container.component, workers, coresOf(outsideOf(container, around)), { at: worker.at, shown: 'celery worker: one process for each core' });
}
