import { entryId, type Entry } from '../../src/model/entry.ts';
import { PROFILE_PARTS, type Component, type Link, type Route, type Stack } from '../../src/model/stack.ts';
import type { Value } from '../../src/model/value.ts';
import { settingNamed } from '../../src/settings/index.ts';
import { size } from '../../src/size.ts';

/** What a test says of a profile: the rest is a proxy before one API with a database and a cache. */
export interface Said {
  readonly components?: readonly Component[];
  readonly links?: readonly Link[];
  readonly routes?: readonly (Partial<Route> & { readonly path: string })[];
  /** Values by their ids: `profile.tls`, `proxy.nginx.limit_conn`, `api.route.body_limit[/upload]`. */
  readonly settings?: Readonly<Record<string, Value>>;
}

const GiB = 1024 ** 3;
const MACHINE = { 'machine.cpu': 4000, 'machine.memory': 8 * GiB, 'machine.disk.size': 100 * GiB, 'targets.rps': 1000, 'targets.p95': 150, 'targets.users': 250 };
const COMPONENTS = [{ name: 'proxy', kind: 'nginx' }, { name: 'api', kind: 'node' }, { name: 'db', kind: 'postgres' }, { name: 'cache', kind: 'redis' }];
const LINKS = [{ from: 'proxy', to: 'api' }, { from: 'api', to: 'db' }, { from: 'api', to: 'cache' }];

/** A profile as the loader would give it. */
export function profileOf({ components = COMPONENTS, links = LINKS, routes = [{ path: '/' }], settings = {} }: Said = {}): Stack {
  const entries = Object.entries({ ...MACHINE, ...settings }).map(([id, value]) => stated(id, value));
  return {
    name: 'shop',
    components,
    links,
    routes: routes.map((route) => ({ to: 'api', cache: 'none', auth: false, stream: 'none', immutable: false, ...route })),
    entries: new Map(entries.map((entry) => [entry.id, entry])),
  };
}

/** Its plan. */
export const planOf = (said: Said = {}): Stack => size(profileOf(said));

function stated(id: string, value: Value): Entry {
  const [, path = '', subject] = /^([^[]+)(?:\[(.*)\])?$/.exec(id) ?? [];
  const [first = '', ...rest] = path.split('.');
  const own = (PROFILE_PARTS as readonly string[]).includes(first);
  const [kind = '', ...name] = own ? [first, ...rest] : rest;
  const setting = settingNamed(kind, name.join('.'));
  if (setting === undefined) throw new Error(`no setting ${id}`);
  return { id: entryId({ name: first }, setting, subject), component: first, setting, value, origin: { from: 'stated', at: { file: 'shop.yaml', line: 1, column: 1 } }, ...(subject === undefined ? {} : { subject }) };
}

/** The component of a plan by its name. */
export function componentOf(plan: Stack, name: string): Component {
  const found = plan.components.find((component) => component.name === name);
  if (found === undefined) throw new Error(`no component ${name}`);
  return found;
}
