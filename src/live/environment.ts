import { join } from 'node:path';
import { variable } from '../formats/compose-values.ts';
import { serversOf, type Component } from '../model/stack.ts';
import { hostOf } from '../targets/names.ts';
import { SECRETS_FOLDER, SECRETS_IN_CONTAINER } from '../targets/secrets.ts';
import type { MappedLine } from './live.ts';
import type { Site } from './site.ts';

/** Files and folders of a container, and where they are on this machine. */
export type Places = ReadonlyMap<string, string>;

/** An environment on this machine, and the lines of docker-compose.yml that say it differently. */
export interface MappedEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly mapped: readonly MappedLine[];
}

/** A path of a container on this machine; any other text as it is. */
export function placed(places: Places, text: string): string {
  const place = [...places.keys()].find((each) => text === each || text.startsWith(`${each}/`));
  return place === undefined ? text : `${places.get(place)}${text.slice(place.length)}`;
}

/** An application's environment with hosts, ports and paths of this machine; all else as it is. `own` is what it is told of itself. */
export function mapEnvironment(site: Site, component: Component, environment: Readonly<Record<string, string>>, { places, own = {} }: { readonly places: Places; readonly own?: Readonly<Record<string, string>> }): MappedEnvironment {
  const others = site.plan.components.filter((each) => each.name !== component.name);
  const everywhere = new Map([...places, [SECRETS_IN_CONTAINER, join(site.folder.path, SECRETS_FOLDER)]]);
  const hostAt = (name: string): Component | undefined => others.find((each) => hostOf(site.plan, each) === environment[name]);
  const to = (name: string, value: string): string => {
    const host = name.endsWith('_HOST') ? hostAt(name) : undefined;
    if (host !== undefined) return '127.0.0.1';
    const server = name.endsWith('_PORT') ? hostAt(name.replace(/_PORT$/, '_HOST')) : undefined;
    if (server !== undefined) return String(site.portOf(server));
    const broker = name.endsWith('_BOOTSTRAP_SERVERS') ? others.find((each) => each.kind === 'kafka' && value.startsWith(`${hostOf(site.plan, each)}:`)) : undefined;
    if (broker !== undefined) return `127.0.0.1:${site.portOf(broker)}`;
    const called = serversOf(site.plan, component).find((each) => name === `${variable(each.name)}_URL`);
    return called === undefined ? placed(everywhere, value) : value.replace(/\/\/[^/]*/, `//127.0.0.2:${site.portOf(called)}`);
  };
  const env = { ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, to(name, value)])), ...own };
  return { env, mapped: Object.entries(env).filter(([name, value]) => environment[name] !== value).map(([name, value]) => line(component, name, environment[name], value)) };
}

const line = (component: Component, name: string, from: string | undefined, to: string): MappedLine =>
  ({ file: 'docker-compose.yml', from: from === undefined ? '' : `${component.name}: ${name}: ${from}`, to: `${component.name}: ${name}: ${to}` });
