import type { Address } from '../../model/stack.ts';
import { depends_on, external_network, extra_host, network, network_mode } from '../../settings/found.ts';
import { sectionOf } from './load.ts';
import { isNull, under, type Field, type Group } from './node.ts';
import { keyGroup, listOf, textsOf } from './shapes.ts';
import { shown, state, stateText, wrong, type Service } from './stating.ts';

/** States the networks of a service, or the mode that it has instead. */
export function readNetworks(service: Service, node: Group, model: Group): void {
  const mode = stateText(service, network_mode, under(node, 'network_mode'), (text) => text, 'a mode such as host', { key: 'network_mode' });
  const stated = under(node, 'networks');
  if (mode !== undefined) return;
  if (stated?.kind === 'text' && !isNull(stated)) wrong(service, 'networks', stated, 'a list or a mapping');
  const named = stated === undefined ? [] : [...keyGroup(stated).fields.values()];
  const networks: readonly Pick<Field, 'key' | 'at'>[] = named.length > 0 ? named : [{ key: 'default', at: node.at }];
  for (const { key, at } of networks) {
    state(service, network, true, at, { subject: key, text: shown(undefined, key) });
    if (isExternal(model, key)) state(service, external_network, true, at, { subject: key, text: shown(undefined, key) });
  }
}

function isExternal(model: Group, name: string): boolean {
  const external = under(sectionOf(model, 'networks').get(name)?.value, 'external');
  return external !== undefined && !(external.kind === 'text' && (isNull(external) || external.text === 'false'));
}

/** States what is started before a service: named, or because it shares something with it. */
export function readDependencies(service: Service, node: Group): void {
  const stated = under(node, 'depends_on');
  for (const { key, at, value } of stated === undefined ? [] : keyGroup(stated).fields.values()) {
    const condition = under(value, 'condition');
    const text = condition?.kind === 'text' ? condition.text : 'service_started';
    state(service, depends_on, text, condition?.at ?? at, { subject: key, text: shown(undefined, condition === undefined ? key : `${key}: ${text}`) });
  }
  const shared = ['network_mode', 'ipc', 'pid'].flatMap((key) => textsOf(under(node, key)).filter(({ text }) => text.startsWith('service:')).map((text) => ({ ...text, text: text.text.slice(8) })));
  const volumes = textsOf(under(node, 'volumes_from')).filter(({ text }) => !text.startsWith('container:'));
  for (const { text, at, written } of [...textsOf(under(node, 'links')), ...shared, ...volumes]) {
    state(service, depends_on, 'service_started', at, { subject: text.split(':')[0] ?? '', text: shown(undefined, written) });
  }
}

/** States the host names that `extra_hosts` gives addresses to. */
export function readHosts(service: Service, node: Group): void {
  const stated = under(node, 'extra_hosts');
  if (stated === undefined) return;
  for (const text of textsOf(listOf(stated))) {
    const [, host, address] = /^([^=:]+)[=:](.*)$/.exec(text.text) ?? [];
    if (host !== undefined) state(service, extra_host, address ?? '', text.at, { subject: host.toLowerCase(), text: shown(undefined, text.written) });
  }
}

/** The names under which other services reach a service; stronger ones last. */
export function addressesOf(name: string, node: Group): readonly Address[] {
  const word = (key: string): readonly string[] => {
    const value = under(node, key);
    return value?.kind === 'text' && !isNull(value) && value.because === undefined ? [value.text] : [];
  };
  const networks = under(node, 'networks');
  const aliases = networks?.kind === 'group' ? [...networks.fields.values()].flatMap(({ value }) => textsOf(under(value, 'aliases')).map((text) => text.text)) : [];
  return [...word('hostname'), ...aliases, ...word('container_name'), name].map((host) => ({ host: host.toLowerCase(), component: name }));
}

/** The names that `links` gives to other services. */
export const linkedAddresses = (node: Group): readonly Address[] =>
  textsOf(under(node, 'links')).flatMap(({ text }) => {
    const [to = '', alias] = text.split(':');
    return alias === undefined ? [] : [{ host: alias.toLowerCase(), component: to }];
  });
