import type { Position } from '../model/entry.ts';
import { quoted } from '../model/quote.ts';
import { fieldsOf, itemsOf, textOf, under, type ComposeField, type ComposeNode } from '../formats/compose-file.ts';
import { meant } from '../formats/suggest.ts';

/** A contradiction inside of a Compose project, which Compose refuses to load. */
export interface Contradiction {
  readonly at: Position;
  readonly message: string;
}
type Rule = (service: ComposeField, known: Known) => readonly Contradiction[];

/** The names that a project defines. */
interface Known {
  readonly services: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly configs: ReadonlySet<string>;
}

/** A guess among very many names takes long and helps nobody. */
const MANY = 200;

const said = (node: { readonly at: Position } | undefined, message: string): readonly Contradiction[] => (node === undefined ? [] : [{ at: node.at, message }]);

/** The names in a list, or the keys of a mapping, with their places. */
const namesIn = (node: ComposeNode | undefined): readonly { readonly name: string; readonly at: Position }[] =>
  node?.kind === 'group' ? [...node.fields.values()].map(({ key, at }) => ({ name: key, at })) : itemsOf(node).flatMap((item) => (textOf(item) === undefined ? [] : [{ name: textOf(item) ?? '', at: item.at }]));

/** What a service names and the project does not have. */
const undefinedOf = (names: readonly { readonly name: string; readonly at: Position }[], known: ReadonlySet<string>, what: string, { key }: ComposeField): readonly Contradiction[] =>
  names.filter(({ name }) => !known.has(name)).flatMap((one) => {
    const hint = known.size > MANY ? undefined : meant(one.name, known);
    return said(one, `${key} names the ${what} ${quoted(one.name)}, which is not defined${hint === undefined ? '' : `; ${hint}`}`);
  });

const keysOf = (project: ComposeNode, section: string): ReadonlySet<string> => new Set(fieldsOf(under(project, section)).keys());

const hasImage: Rule = (service) =>
  ['image', 'build', 'provider', 'extends'].some((key) => fieldsOf(service.value).has(key)) || service.value.kind !== 'group' ? [] : said(service, `${service.key} has neither an image nor a build`);

const oneDockerfile: Rule = ({ key, value }) =>
  under(value, 'build', 'dockerfile') === undefined ? [] : said(under(value, 'build', 'dockerfile_inline'), `${key} has both a dockerfile and a dockerfile_inline`);

const modeOrNetworks: Rule = ({ key, value }) =>
  textOf(under(value, 'network_mode')) === undefined || namesIn(under(value, 'networks')).length === 0 ? [] : said(under(value, 'network_mode'), `${key} has both a network_mode and networks`);

const networks: Rule = (service, known) => undefinedOf(namesIn(under(service.value, 'networks')), known.networks, 'network', service);

const files = (section: 'secrets' | 'configs'): Rule => (service, known) => {
  const used = itemsOf(under(service.value, section)).map((item) => (item.kind === 'group' ? under(item, 'source') : item));
  const names = used.flatMap((item) => (item === undefined || textOf(item) === undefined ? [] : [{ name: textOf(item) ?? '', at: item.at }]));
  return undefinedOf(names, known[section], section.slice(0, -1), service);
};

/** Sources of mounts that are names of volumes, not paths. */
const volumes: Rule = (service, known) => {
  const names = itemsOf(under(service.value, 'volumes')).flatMap((item) => {
    const source = item.kind === 'group' ? (textOf(under(item, 'type')) === 'volume' ? textOf(under(item, 'source')) : undefined) : shortSource(textOf(item));
    return source === undefined || source === '' ? [] : [{ name: source, at: (item.kind === 'group' ? under(item, 'source') : item)?.at ?? item.at }];
  });
  return undefinedOf(names, known.volumes, 'volume', service);
};

const shortSource = (volume = ''): string | undefined => (/^[A-Za-z0-9][A-Za-z0-9_.-]+:[^\\]/.test(volume) ? volume.slice(0, volume.indexOf(':')) : undefined);

const dependencies: Rule = (service, known) => {
  const links = namesIn(under(service.value, 'links')).map(({ name, at }) => ({ name: name.replace(/:.*/, ''), at }));
  const mounted = namesIn(under(service.value, 'volumes_from')).filter(({ name }) => !name.startsWith('container:')).map(({ name, at }) => ({ name: name.replace(/:.*/, ''), at }));
  const shared = ['network_mode', 'ipc', 'pid'].flatMap((key) => namesIn(under(service.value, key))).filter(({ name }) => name.startsWith('service:')).map(({ name, at }) => ({ name: name.slice('service:'.length), at }));
  return undefinedOf([...namesIn(under(service.value, 'depends_on')), ...links, ...mounted, ...shared], known.services, 'service', service);
};

const healthTest: Rule = ({ key, value }) => {
  const test = under(value, 'healthcheck', 'test');
  const word = test?.kind === 'items' ? textOf(test.items[0]) : undefined;
  return word === undefined || ['CMD', 'CMD-SHELL', 'NONE'].includes(word) ? [] : said(test, `the health check of ${key} begins with ${quoted(word)}; a list begins with CMD, CMD-SHELL or NONE`);
};

const scale: Rule = ({ key, value }) => {
  const [own, deployed] = [under(value, 'scale'), under(value, 'deploy', 'replicas')];
  const [count, replicas] = [textOf(own), textOf(deployed)];
  const copies = Number(count ?? replicas ?? 1);
  return [
    ...(count !== undefined && replicas !== undefined && Number(count) !== Number(replicas) ? said(own, `${key} has scale ${count} and deploy.replicas ${replicas}`) : []),
    ...(copies < 0 ? said(own ?? deployed, `${key} is to run ${copies} times`) : []),
    ...(copies > 1 && textOf(under(value, 'container_name')) !== undefined ? said(under(value, 'container_name'), `${key} has a container_name and ${copies} replicas, and a name can be given once`) : []),
  ];
};

/** Old spellings of limits, and the place where the other spelling must have the same value. */
const SPELLINGS: readonly (readonly [string, string, string])[] = [
  ['cpus', 'limits', 'cpus'], ['mem_limit', 'limits', 'memory'], ['mem_reservation', 'reservations', 'memory'], ['pids_limit', 'limits', 'pids'],
];

const halfLimits: Rule = ({ key, value }) =>
  SPELLINGS.flatMap(([old, group, name]) => {
    const resources = under(value, 'deploy', 'resources', group);
    const stated = under(value, old);
    if (stated === undefined || Number(textOf(stated)) === 0 || resources?.kind !== 'group' || resources.fields.has(name)) return [];
    return said(stated, `${key} states ${old} beside deploy.resources.${group} without ${name}; Compose takes that for two different values`);
  });

const mounts: Rule = ({ key, value }) => {
  const memory = new Set(itemsOf(under(value, 'tmpfs')).flatMap((item) => textOf(item)?.split(':')[0] ?? []));
  return itemsOf(under(value, 'volumes')).flatMap((item) => {
    const target = item.kind === 'group' ? textOf(under(item, 'target')) : textOf(item)?.split(':').find((part, i, parts) => part.startsWith('/') && (i > 0 || parts.length === 1));
    return target !== undefined && memory.has(target) ? said(item, `${key} mounts ${target} as tmpfs and as a volume`) : [];
  });
};

const watched: Rule = ({ key, value }) =>
  itemsOf(under(value, 'develop', 'watch')).flatMap((watch) =>
    under(watch, 'target') === undefined && !['rebuild', 'restart', undefined].includes(textOf(under(watch, 'action'))) ? said(watch, `${key} watches a path without a target`) : []);

const platforms: Rule = ({ key, value }) => {
  const [own, built] = [under(value, 'platform'), itemsOf(under(value, 'build', 'platforms')).map(textOf)];
  return own === undefined || textOf(own) === undefined || built.length === 0 || built.includes(textOf(own)) ? [] : said(own, `${key} runs on ${textOf(own) ?? ''}, for which it is not built`);
};

const devices: Rule = ({ key, value }) =>
  [...itemsOf(under(value, 'deploy', 'resources', 'reservations', 'devices')), ...itemsOf(under(value, 'gpus'))].flatMap((device) =>
    under(device, 'count') === undefined ? [] : said(under(device, 'device_ids'), `${key} asks for devices by count and by id`));

/** Ports that Compose cannot parse: no numbers, above 65535, or an address of the host that is no address. */
const ports: Rule = ({ key, value }) =>
  itemsOf(under(value, 'ports')).flatMap((item) => {
    const [address, numbers] = item.kind === 'group' ? [textOf(under(item, 'host_ip')), [textOf(under(item, 'published')), textOf(under(item, 'target'))]] : partsOf(textOf(item) ?? '');
    if ([address, ...numbers].some((part) => part?.includes('$') === true)) return [];
    const wrong = numbers.flatMap((range) => range?.split('-') ?? []).find((port) => port !== '' && !/^[0-9]+$/.test(port) || Number(port) > 65_535);
    if (wrong !== undefined) return said(item, `${key} publishes ${quoted(wrong)}, which is no port`);
    return address === undefined || address === '' || isAddress(address) ? [] : said(item, `${key} publishes on ${quoted(address)}, which is no IP address`);
  });

const partsOf = (port: string): readonly [string | undefined, readonly string[]] => {
  const parts = port.replace(/\/(?:tcp|udp|sctp)$/i, '').split(/:(?![^[]*\])/);
  return [parts.length > 2 ? parts.slice(0, -2).join(':') : undefined, parts.slice(-2)];
};

/** No address is longer; in characters. */
const LONGEST_ADDRESS = 47;
const isAddress = (text: string): boolean =>
  text.length <= LONGEST_ADDRESS && (/^\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*\]?$/.test(text) || (/^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256)));

const RULES: readonly Rule[] = [hasImage, oneDockerfile, modeOrNetworks, networks, files('secrets'), files('configs'), volumes, dependencies, healthTest, scale, halfLimits, mounts, watched, platforms, devices, ports];

/** Secrets and configs come from one place each. */
const sources = (project: ComposeNode, section: 'secrets' | 'configs', keys: readonly string[]): readonly Contradiction[] =>
  [...fieldsOf(under(project, section)).values()].flatMap(({ key, at, value }) => {
    if (value.kind !== 'group') return [];
    const stated = keys.filter((name) => value.fields.has(name));
    if (stated.length > 1) return said({ at }, `${section}.${key} has ${stated.join(' and ')}, and takes one of them`);
    return stated.length === 0 && !value.fields.has('external') && !value.fields.has('driver') ? said({ at }, `${section}.${key} has none of ${keys.join(', ')}`) : [];
  });

/** Names that Compose does not take. */
const names = (project: ComposeNode): readonly Contradiction[] =>
  ['services', 'networks', 'volumes', 'secrets', 'configs'].flatMap((section) =>
    [...fieldsOf(under(project, section)).values()].filter(({ key }) => !/^[a-zA-Z0-9._-]+$/.test(key)).flatMap((field) => said(field, `${quoted(field.key)} is no name; names are letters, digits, ".", "_" and "-"`)));

/** Every rule of consistency that the loader of Compose applies, those of one file's schema aside, one by one. */
export function* contradictions(project: ComposeNode): Iterable<Contradiction> {
  const known: Known = {
    services: keysOf(project, 'services'), networks: new Set([...keysOf(project, 'networks'), 'default']), volumes: keysOf(project, 'volumes'), secrets: keysOf(project, 'secrets'), configs: keysOf(project, 'configs'),
  };
  yield* names(project);
  for (const service of fieldsOf(under(project, 'services')).values()) for (const rule of RULES) yield* rule(service, known);
  yield* sources(project, 'secrets', ['file', 'environment']);
  yield* sources(project, 'configs', ['file', 'environment', 'content']);
}
