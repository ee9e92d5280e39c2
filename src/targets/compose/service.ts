import { composeCpus, composeSize, composeTime, logSize, variable } from '../../formats/compose-values.ts';
import { noted, type YamlData, type YamlMap } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import { isExternal, serversOf, type Component, type Stack } from '../../model/stack.ts';
import { isApplication } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { resolve } from '../../settings/nginx.ts';
import { reasonOf } from '../reason.ts';
import { isMigrated, migrationName } from '../migration.ts';
import { secretsOf } from '../secrets.ts';
import { configName } from './files.ts';
import { linesOf, type Lines } from './line.ts';
import { networksOf } from './networks.ts';
import { portLines } from './published.ts';
import type { Server } from './server.ts';

/** A component as a service. The keys stand in the order that dclint asks for. */
export function serviceOf(plan: Stack, component: Component, server: Server): YamlMap {
  const line = linesOf(plan, component);
  const secrets = secretsOf(plan, component);
  return {
    image: imageOf(plan, component),
    build: buildOf(line),
    depends_on: dependencies(plan, component),
    volumes: unlessEmpty(server.volumes.map(({ name, target }) => (name === undefined ? target : `${name}:${target}`))),
    configs: unlessEmpty(server.config.map(({ source, target }) => ({ source: configName(source), target }))),
    secrets: unlessEmpty(secrets),
    environment: server.environment,
    ports: portLines(plan, component),
    networks: networksOf(plan, component),
    command: server.command,
    entrypoint: server.entrypoint,
    restart: 'unless-stopped',
    healthcheck: health(line, server),
    logging: { driver: 'json-file', options: { 'max-size': line.quoted(container.log_max_size, logSize), 'max-file': line.quoted(container.log_max_file, digits) } },
    user: line.quoted(container.user, (user) => `${digits(user)}:${digits(user)}`),
    cap_drop: ['ALL'],
    deploy: deployment(line, component),
    init: server.init,
    read_only: true,
    security_opt: ['no-new-privileges:true'],
    shm_size: server.sharedMemory ? line.of(container.shm_size, composeSize) : undefined,
    stop_grace_period: line.of(container.stop_grace_period, composeTime),
    stop_signal: server.stopSignal,
    tmpfs: unlessEmpty(scratch(plan, component, server)),
    ulimits: { nofile: line.of(container.nofile, Number) },
  };
}

const unlessEmpty = (list: readonly YamlData[]): readonly YamlData[] | undefined => (list.length === 0 ? undefined : list);

/** The variable that names the image of an application. */
export const imageVariable = (component: Component): string => `${variable(component.name)}_IMAGE`;

/** An application's image is named in the environment or in .env, or built here; a server's is known. */
function imageOf(plan: Stack, component: Component): YamlData | undefined {
  if (!isApplication(component)) return linesOf(plan, component).of(c.image, String);
  const stated = entryOf(plan, component, c.image);
  const unnamed = valueOf(plan, component, c.build_context) === undefined ? `?name the image of ${component.name}` : `-${plan.name}-${component.name}`;
  return noted(`\${${imageVariable(component)}:${unnamed}}`, ...(stated === undefined ? [] : [reasonOf(stated)]));
}

function buildOf(line: Lines): YamlMap | undefined {
  const context = line.of(c.build_context, String);
  return context === undefined ? undefined : { context, dockerfile: line.of(c.build_dockerfile, String) };
}

/** A service starts when those that it connects to are healthy, and its own migration has ended well. */
function dependencies(plan: Stack, component: Component): YamlMap | undefined {
  const servers = serversOf(plan, component).filter((server) => !isExternal(plan, server));
  const migration = isMigrated(plan, component) ? [[migrationName(plan, component), { condition: 'service_completed_successfully' }] as const] : [];
  if (servers.length + migration.length === 0) return undefined;
  // A proxy that does not look names up again keeps sending to the address of a container that was replaced.
  const stale = component.kind === 'nginx' && valueOf(plan, component, resolve) !== true;
  const healthy = servers.map(({ name }) => [name, { condition: 'service_healthy', restart: stale ? true : undefined }] as const);
  return Object.fromEntries([...healthy, ...migration].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const health = (line: Lines, server: Server): YamlMap => ({
  test: ['CMD', ...server.healthy],
  interval: line.of(container.health_interval, composeTime),
  timeout: line.of(container.health_timeout, composeTime),
  retries: line.of(container.health_retries, Number),
  start_period: line.of(container.health_start, composeTime),
});

/** Replicas and resources, here and nowhere else. A store is one, whatever is wished: two would write to one volume. */
const deployment = (line: Lines, component: Component): YamlMap => ({
  replicas: ['postgres', 'redis', 'kafka'].includes(component.kind) ? undefined : line.of(c.replicas, Number),
  resources: {
    limits: limitsOf(line),
    reservations: { cpus: line.quoted(container.cpu_reservation, composeCpus), memory: line.of(container.memory_reservation, composeSize) },
  },
});

/** The most that a container of the component may use. */
export const limitsOf = (line: Lines): YamlMap => ({ cpus: line.quoted(container.cpu_limit, composeCpus), memory: line.of(container.memory_limit, composeSize), pids: line.of(container.pids_limit, Number) });

/** Folders in memory, within the container's own limit. */
function scratch(plan: Stack, component: Component, server: Server): readonly YamlData[] {
  const size = entryOf(plan, component, container.tmpfs_size);
  const options = size === undefined ? [] : [`size=${composeSize(size.value)}`];
  return server.scratch.map((folder) => noted([folder.path, [...options, ...(folder.options ?? [])].join(',')].filter((text) => text !== '').join(':'), ...(size === undefined ? [] : [reasonOf(size)])));
}

