import { dockerTime } from '../../formats/docker-values.ts';
import { parseDotenv } from '../../formats/dotenv.ts';
import { interpolate } from '../../formats/interpolate.ts';
import { perObject } from '../../model/per-object.ts';
import type { Side } from '../side.ts';
import { textAt } from './told.ts';
import { below, isList, isMapping, listBelow, mappingBelow, mappingsIn, textBelow, without, type YamlMapping, type YamlValue } from './yaml-values.ts';

/** The file of a project, as it is rendered. */
export const COMPOSE_FILE = 'docker-compose.yml';

/** A Compose project as a side renders it, its variables put in. */
export interface Project {
  readonly name: string;
  readonly services: Readonly<Record<string, YamlMapping>>;
  readonly networks: YamlMapping;
  readonly volumes: YamlMapping;
  /** The rendered file behind each name of `configs:`. */
  readonly configs: ReadonlyMap<string, string>;
}

/** The project of a side; `undefined` where it has none. Compose and databases ask for it. */
export const projectOf = perObject((side: Side): Project | undefined => {
  const text = textAt(side, COMPOSE_FILE);
  const [file] = text === undefined ? [] : mappingsIn(text);
  if (file === undefined) return undefined;
  const variables = new Map(parseDotenv({ path: '.env', text: textAt(side, '.env') ?? '' }, () => undefined).variables.map((variable) => [variable.name, variable.text]));
  const put = interpolated(file, (name) => variables.get(name));
  const project = isMapping(put) ? put : {};
  const services = Object.entries(mappingBelow(project, 'services')).flatMap(([name, service]) => (isMapping(service) ? [[name, service] as const] : []));
  return {
    name: textBelow(project, 'name') ?? '',
    services: Object.fromEntries(services),
    networks: mappingBelow(project, 'networks'),
    volumes: mappingBelow(project, 'volumes'),
    configs: new Map(Object.entries(mappingBelow(project, 'configs')).map(([name, config]) => [name, (textBelow(config, 'file') ?? '').replace(/^\.\//, '')])),
  };
});

function interpolated(value: YamlValue, lookup: (name: string) => string | undefined): YamlValue {
  if (typeof value === 'string') return interpolate(value, lookup).text;
  if (isList(value)) return value.map((item) => interpolated(item, lookup));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inner === undefined ? undefined : interpolated(inner, lookup)]));
}

/**
 * What of a service makes Compose replace its containers when it changes.
 * Source: Docker Compose 2.40 and 5.7, the hash of a service: all of it but these (2.26 counts `depends_on` too); what its `configs:` and `secrets:` hold does not count.
 */
export const hashed = (service: YamlMapping): YamlMapping => without(service, ['build'], ['pull_policy'], ['scale'], ['depends_on'], ['profiles'], ['deploy', 'replicas']);

/** The rendered files that a service reads. */
export const filesOf = (project: Project, service: YamlMapping): readonly string[] =>
  listBelow(service, 'configs').flatMap((config) => project.configs.get(typeof config === 'string' ? config : (textBelow(config, 'source') ?? '')) ?? []);

/** The services that restart a service when they are replaced (`depends_on`: `restart: true`). */
export const restartedBy = (service: YamlMapping): readonly string[] => Object.entries(mappingBelow(service, 'depends_on')).flatMap(([name, how]) => (textBelow(how, 'restart') === 'true' ? [name] : []));

/** The containers of a service. */
export const containersOf = (service: YamlMapping): number => Number(textBelow(service, 'deploy', 'replicas') ?? textBelow(service, 'scale') ?? 1);

/** The longest that its stop may take, in seconds. */
export const graceOf = (service: YamlMapping): number => (dockerTime(textBelow(service, 'stop_grace_period') ?? '10s') ?? 10_000) / 1000;

/** Whether it ends by itself, as a migration does. */
export const endsByItself = (service: YamlMapping): boolean => textBelow(service, 'restart') === 'no' && below(service, 'healthcheck') === undefined;

/** The named volumes that it keeps its data in. */
export const volumesOf = (service: YamlMapping): readonly string[] => listBelow(service, 'volumes').flatMap((volume) => (typeof volume === 'string' ? [volume.split(':')[0] ?? ''] : [textBelow(volume, 'source') ?? '']));

/** The networks that it is on. */
export const networksOf = (service: YamlMapping): readonly string[] => [...listBelow(service, 'networks').filter((name) => typeof name === 'string'), ...Object.keys(mappingBelow(service, 'networks'))];
