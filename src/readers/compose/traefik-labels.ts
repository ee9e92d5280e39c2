import type { Entry } from '../../model/entry.ts';
import type { Connection } from '../../model/facts.ts';
import { grouped } from '../../model/grouped.ts';
import { exposed } from '../../settings/found.ts';
import { imageName, type RunningContainer } from '../inside/running.ts';
import { under, type Field } from './node.ts';
import type { Named } from './services.ts';
import { namedGroup } from './shapes.ts';
import { shown } from './stating.ts';

const ROUTED = /^traefik\.(?:(?:http|tcp)\.(?:routers|services)\.|port$|frontend\.|backend$)/;
const PORT = /^traefik\.(?:(http|tcp)\.services\..{1,100}\.loadbalancer\.server\.)?port$/;

/** Where a service is to be found, told by a label. */
type Place = Omit<Connection, 'from'>;

/** More of them in one project are no stack. */
const MOST = 4;

/**
 * What Traefik's Docker provider is told by labels: a connection from each Traefik of the project to each service that
 * is routed, at the labelled port, else at its only declared one. Source: doc.traefik.io, Docker provider, routing by labels.
 */
export function labelledConnections(services: readonly Named[], containers: readonly RunningContainer[], entries: readonly Entry[]): readonly Connection[] {
  // A container without networks of its own is not reached by its name.
  const placed = services.filter(({ value }) => under(value, 'network_mode') === undefined);
  const names = new Set(placed.map(({ key }) => key));
  const fronts = containers.filter(({ component, image, base }) => imageName(image?.text ?? base?.text) === 'traefik' && names.has(component)).slice(0, MOST);
  if (fronts.length === 0) return [];
  const ports = grouped(entries.filter(({ setting }) => setting === exposed), ({ component }) => component);
  const routed = placed.map((service) => ({ name: service.key, ...routedBy(labelsOf(service), service.key, (ports.get(service.key) ?? []).map(({ subject }) => Number(subject))) }));
  return fronts.flatMap((front) => {
    const all = exposesByDefault(front);
    return routed.flatMap(({ name, enabled, places }) => (name === front.component || !(enabled ?? all) ? [] : places.map((place) => ({ from: front.component, ...place }))));
  });
}

/** Where the labels of a service lead to, and whether they say that it is routed. */
function routedBy(labels: readonly Field[], host: string, declared: readonly number[]): { readonly enabled: boolean | undefined; readonly places: readonly Place[] } {
  const enable = labels.find(({ key }) => key.toLowerCase() === 'traefik.enable');
  const enabled = enable === undefined ? undefined : textOf(enable).toLowerCase() === 'true';
  const first = labels.find(({ key }) => ROUTED.test(key.toLowerCase())) ?? enable;
  if (first === undefined) return { enabled, places: [] };
  const ported = labels.flatMap((label) => PORT.exec(label.key.toLowerCase())?.slice(1, 2).map((protocol: string | undefined) => ({ label, protocol })) ?? []);
  const stated = ported.flatMap(({ label, protocol }): readonly Place[] => {
    const port = /^[0-9]{1,5}$/.exec(textOf(label))?.[0];
    return port === undefined ? [] : [{ host, port: Number(port), protocol: protocol === 'tcp' ? 'other' : 'http', at: label.at, text: written(label) }];
  });
  if (stated.length > 0) return { enabled, places: stated };
  const [only, ...others] = declared;
  const known = only !== undefined && Number.isInteger(only) && others.length === 0 && ported.length === 0;
  return { enabled, places: [{ host, ...(known ? { port: only } : {}), protocol: 'http', at: first.at, text: written(first) }] };
}

/** Labels of the container, and those of the service of a swarm. */
const labelsOf = ({ value }: Named): readonly Field[] => [under(value, 'labels'), under(value, 'deploy', 'labels')].flatMap((node) => (node === undefined ? [] : [...namedGroup(node).fields.values()]));

const textOf = ({ value }: Field): string => (value.kind === 'text' ? value.text.trim() : '');
const written = (label: Field): string => shown(undefined, `${label.key}=${textOf(label)}`);

/** Whether services without `traefik.enable` are routed; they are unless Traefik is told otherwise. */
function exposesByDefault({ command, environment, files, file }: RunningContainer): boolean {
  const told = [...command.map(({ text }) => text), ...[...environment].map(([name, { text }]) => `--${name.toLowerCase().replace(/^traefik_/, '').replaceAll('_', '.')}=${text}`)];
  const configured = files.filter((path) => /\/traefik[^/]*\.(?:ya?ml|toml)$/.test(path)).some((path) => /^[ \t]*exposedByDefault[ \t]*[:=][ \t]*false\b/im.test(file(path)?.text ?? ''));
  return !configured && !told.some((text) => /^--(?:providers\.)?(?:docker|swarm)\.exposedbydefault=false$/i.test(text));
}
