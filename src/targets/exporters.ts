import { digits } from '../formats/units.ts';
import { isExported } from '../model/exporters.ts';
import { componentNamed, databasesOf, isExternal, type Component, type Stack } from '../model/stack.ts';
import { databaseName, MONITORING, portEntry } from './names.ts';
import { STATUS_PATH } from './nginx/paths.ts';
import { monitoringSecret, SECRETS_IN_CONTAINER } from './secrets.ts';

/** How an exporter is told what it watches, whatever it runs in. */
export interface Exporter {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The secrets that it reads, as files. */
  readonly secrets: readonly string[];
  /** What starts it, where the image's own entrypoint does not do. */
  readonly entrypoint?: readonly string[];
  /** Whether its image has a program that can ask for its health. */
  readonly wget: 'in the image' | 'none';
}

/** Where the server answers: each of its copies, `host:port` or only the host, as its exporter reaches it. */
export interface Watched {
  readonly hosts: readonly string[];
  /** Port of the page that counts the connections of a proxy. */
  readonly status: number;
}

type Describe = (plan: Stack, component: Component, watched: Watched) => Exporter;

/** nginx's image holds one program and no shell. */
const nginx: Describe = (_, __, { hosts, status }) => ({
  args: hosts.map((host) => `--nginx.scrape-uri=http://${host}:${digits(status)}${STATUS_PATH}`),
  env: {},
  secrets: [],
  wget: 'none',
});

const postgres: Describe = (plan, database, { hosts: [host = ''] }) => ({
  args: ['--collector.long_running_transactions'],
  env: {
    DATA_SOURCE_PASS_FILE: `${SECRETS_IN_CONTAINER}/${monitoringSecret(database)}`,
    DATA_SOURCE_URI: `${host}:${digits(portEntry(plan, database).value)}/${databaseName(plan, database)}?sslmode=disable`,
    DATA_SOURCE_USER: MONITORING,
  },
  secrets: [monitoringSecret(database)],
  wget: 'in the image',
});

/** It takes its password from the environment alone, so that a shell has to read the file. */
const pgbouncer: Describe = (plan, pooler, { hosts: [host = ''] }) => {
  const database = databasesOf(plan, pooler).find((candidate) => !isExternal(plan, candidate));
  if (database === undefined) throw new Error(`nobody may watch ${pooler.name}: its databases run elsewhere`);
  const secret = monitoringSecret(database);
  return {
    args: [`--pgBouncer.connectionString=postgres://${MONITORING}@${host}:${digits(portEntry(plan, pooler).value)}/pgbouncer?sslmode=disable`],
    env: {},
    secrets: [secret],
    // Kubernetes and Compose both replace what begins with `$(`: none of it here.
    entrypoint: ['sh', '-c', `read -r PGPASSWORD <${SECRETS_IN_CONTAINER}/${secret}; export PGPASSWORD; exec pgbouncer_exporter "$@"`, 'sh'],
    wget: 'in the image',
  };
};

const redis: Describe = (plan, server, { hosts: [host = ''] }) => ({
  args: [`--redis.addr=redis://${host}:${digits(portEntry(plan, server).value)}`],
  env: {},
  secrets: [],
  wget: 'in the image',
});

const kafka: Describe = (plan, queue, { hosts: [host = ''] }) => ({
  args: [`--kafka.server=${host}:${digits(portEntry(plan, queue).value)}`],
  env: {},
  secrets: [],
  wget: 'in the image',
});

const describe: Readonly<Record<string, Describe>> = { nginx, postgres, pgbouncer, redis, kafka };

/** The exporter of a component; nothing for one that has none. */
export const exporterOf = (plan: Stack, component: Component, watched: Watched): Exporter | undefined =>
  isExported(plan, component) ? describe[component.kind]?.(plan, component, watched) : undefined;

/** What a service beside the components is called. No component's name has a dot. */
export const besideName = (plan: Stack, usual: string): string => (componentNamed(plan, usual) === undefined ? usual : `${usual}.monitoring`);

/** How the exporter of a component is called where it has a container of its own. */
export const exporterName = (plan: Stack, component: Component): string => besideName(plan, `${component.name}-exporter`);
