import { apart, yamlText, type YamlData, type YamlMap } from '../formats/yaml-document.ts';
import { hasExporters } from '../model/exporters.ts';
import { isCluster, isExternal, type Component, type Stack } from '../model/stack.ts';
import type { Target } from '../model/target.ts';
import { headingOf } from './compose/heading.ts';
import { configName } from './compose/files.ts';
import { exporterServicesOf } from './compose/exporters.ts';
import { isInternal, MONITORING, networksOf } from './compose/networks.ts';
import { watchersOf, type Watcher } from './compose/prometheus.ts';
import { migrationServiceOf } from './compose/migration.ts';
import type { Server } from './compose/server.ts';
import { servers } from './compose/servers/index.ts';
import { serviceOf } from './compose/service.ts';
import { migrationSecretsOf, secretPath, secretsOf, stackSecrets } from './secrets.ts';

/** docker-compose.yml: the whole stack on one machine. */
export const composeTarget: Target = {
  name: 'compose',
  about: 'docker-compose.yml: the whole stack on one machine',
  render: async (plan) => (isCluster(plan) ? [] : [{ path: 'docker-compose.yml', text: composeText(plan) }]),
  secrets: stackSecrets,
};

/** A component that runs in Compose, and what its kind needs. */
interface Hosted {
  readonly component: Component;
  readonly server: Server;
}

/** The text of docker-compose.yml. */
export function composeText(plan: Stack): string {
  const hosted = hostedIn(plan);
  const watchers = watchersOf(plan);
  const services = [
    ...hosted.flatMap(({ component, server }) => {
      const service = serviceOf(plan, component, server);
      return [[component.name, service] as const, ...migrationServiceOf(plan, component, service)];
    }),
    ...exporterServicesOf(plan),
    ...watchers.map(({ name, service }) => [name, service] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return yamlText(headingOf(plan), {
    name: plan.name,
    services: apart(Object.fromEntries(services.map(([name, service], i) => [name, i === 0 ? service : apart(service)]))),
    networks: networks(plan, hosted),
    volumes: volumes(hosted, watchers),
    secrets: secrets(plan, hosted, watchers),
    configs: configs(hosted, watchers),
  });
}

/** The components that run here, in alphabetical order. */
function hostedIn(plan: Stack): readonly Hosted[] {
  const found = plan.components.flatMap((component): readonly Hosted[] => {
    const describe = isExternal(plan, component) ? undefined : servers[component.kind];
    return describe === undefined ? [] : [{ component, server: describe(plan, component) }];
  });
  return found.sort((a, b) => (a.component.name < b.component.name ? -1 : 1));
}

/** A part of the file, each name once and in alphabetical order; nothing where it would be empty. */
function sorted(entries: readonly (readonly [name: string, value: YamlMap])[]): YamlData | undefined {
  return entries.length === 0 ? undefined : apart(Object.fromEntries([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : 1))));
}

const networks = (plan: Stack, hosted: readonly Hosted[]): YamlData | undefined =>
  sorted([...hosted.flatMap(({ component }) => networksOf(plan, component)), ...(hasExporters(plan) ? [MONITORING] : [])].map((name) => [name, isInternal(name) ? { internal: true } : {}] as const));
const volumes = (hosted: readonly Hosted[], watchers: readonly Watcher[]): YamlData | undefined =>
  sorted([...hosted.flatMap(({ server }) => server.volumes.flatMap(({ name }) => (name === undefined ? [] : [name]))), ...watchers.map(({ volume }) => volume)].map((name) => [name, {}] as const));
const secrets = (plan: Stack, hosted: readonly Hosted[], watchers: readonly Watcher[]): YamlData | undefined =>
  sorted([...hosted.flatMap(({ component }) => [...secretsOf(plan, component), ...migrationSecretsOf(plan, component)]), ...watchers.flatMap((watcher) => watcher.secrets)].map((name) => [name, { file: `./${secretPath(name)}` }] as const));
const configs = (hosted: readonly Hosted[], watchers: readonly Watcher[]): YamlData | undefined =>
  sorted([...hosted.map(({ server }) => server.config), ...watchers.map(({ config }) => config)].flat().map(({ source }) => [configName(source), { file: `./${source}` }] as const));
