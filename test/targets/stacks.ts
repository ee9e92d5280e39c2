import { entryId, type Entry } from '../../src/model/entry.ts';
import { PROFILE_PARTS, type CacheClass, type Component, type Link, type Route, type Stack } from '../../src/model/stack.ts';
import { GiB, type Value } from '../../src/model/value.ts';
import { settingNamed } from '../../src/settings/index.ts';
import { size } from '../../src/size.ts';

/** A profile in short, for tests of targets. */
export interface Sketch {
  readonly name?: string;
  /** `name: kind`, or for applications and stores of the usual names just the name. */
  readonly components?: Readonly<Record<string, string>>;
  /** `from -> to`. */
  readonly links?: readonly string[];
  /** `path -> component`. */
  readonly routes?: readonly string[];
  /** Stated values by their ids: `machine.cpu`, `db.postgres.work_mem`, `db.postgres.lock_timeout[api]`. */
  readonly settings?: Readonly<Record<string, Value>>;
}

const MACHINE = { 'machine.cpu': 4000, 'machine.memory': 8 * GiB, 'machine.disk.size': 100 * GiB, 'targets.rps': 1000, 'targets.p95': 150, 'targets.users': 250 };
const USUAL = { proxy: 'nginx', api: 'node', db: 'postgres', cache: 'redis' };
const LINKS = ['proxy -> api', 'api -> db', 'api -> cache'];

/** The usual stack with a pooler in front of its database. */
export const POOLED: Sketch = {
  components: { ...USUAL, pooler: 'pgbouncer' },
  links: ['proxy -> api', 'api -> pooler', 'pooler -> db', 'api -> cache'],
};

/** The usual stack with a queue. */
export const QUEUED: Sketch = { components: { ...USUAL, queue: 'kafka' }, links: [...LINKS, 'api -> queue'] };

/** Two applications on one database, through a pooler. */
export const TWO_APPLICATIONS: Sketch = {
  name: 'two-apps',
  components: { ...USUAL, admin: 'node', pooler: 'pgbouncer' },
  links: ['proxy -> api', 'proxy -> admin', 'api -> pooler', 'admin -> pooler', 'pooler -> db', 'api -> cache'],
  routes: ['/ -> api', '/admin -> admin'],
};

/** The stack of a sketch, not sized. */
export function stackOf(sketch: Sketch): Stack {
  const components = Object.entries(sketch.components ?? USUAL).map(([name, kind]): Component => ({ name, kind }));
  const links = (sketch.links ?? LINKS).map((text): Link => {
    const [from = '', to = ''] = text.split(' -> ');
    return { from, to };
  });
  const routes = (sketch.routes ?? ['/ -> api']).map((text): Route => {
    const [path = '', to = ''] = text.split(' -> ');
    return { path, to, cache: 'none' satisfies CacheClass, auth: false, stream: 'none', immutable: false };
  });
  const entries = Object.entries({ ...MACHINE, ...sketch.settings }).map(([id, value], line) => entryNamed(id, value, line + 1));
  return { name: sketch.name ?? 'shop', components, links, routes: routes.filter((route) => components.some(({ name }) => name === route.to)), entries: new Map(entries.map((entry) => [entry.id, entry])) };
}

/** The plan of a sketch. */
export const planOf = (sketch: Sketch = {}): Stack => size(stackOf(sketch));

function entryNamed(id: string, value: Value, line: number): Entry {
  const [, path = '', subject] = /^([^[]+)(?:\[(.*)\])?$/.exec(id) ?? [];
  const [first = '', ...rest] = path.split('.');
  const part = (PROFILE_PARTS as readonly string[]).includes(first);
  const [kind = '', name] = part ? [first, rest.join('.')] : [rest[0], rest.slice(1).join('.')];
  const setting = settingNamed(kind, name);
  if (setting === undefined) throw new Error(`no setting ${id}`);
  return { id: entryId({ name: first }, setting, subject), component: first, setting, value, origin: { from: 'stated', at: { file: 'profiles/test.yaml', line, column: 3 } }, ...(subject === undefined ? {} : { subject }) };
}
