import { applicationsOf, clientsOf, componentNamed, part, PROFILE_PARTS, serversOf, type Component, type Stack } from '../model/stack.ts';
import { EXPORTED_KINDS } from '../model/exporters.ts';
import { plainly, quoted } from '../model/quote.ts';
import type { Setting } from '../model/setting.ts';
import { meant, suggestion } from '../formats/suggest.ts';
import { APPLICATION_KINDS, isApplication, PYTHON_SERVERS, upstreams } from '../model/who.ts';
import { requestsOf } from '../rules/scenario/requests.ts';
import { app, base_image, build_context, build_dockerfile, builder_image, command, interface_, migrate, share } from '../settings/component.ts';
import { namesOf, settingNamed, settings } from '../settings/index.ts';
import { schemaAt } from './fields.ts';

/** What an entry's id names in a stack, or why it names nothing. */
export type Named =
  | { readonly ok: true; readonly component: Component; readonly setting: Setting; readonly subject?: string }
  | { readonly ok: false; readonly message: string; readonly hint?: string };

const no = (message: string, hint?: string): Named => ({ ok: false, message, ...(hint === undefined ? {} : { hint }) });
const isPart = (name: string): boolean => (PROFILE_PARTS as readonly string[]).includes(name);

/** What a server's runtime and its operator are told, beside the server itself. */
const LIBRARIES: readonly string[] = ['sqlalchemy', 'redis_py', 'kafka_python', 'pymongo'];
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  kafka: ['jvm', 'strimzi'], next: ['node'], gunicorn: ['uvicorn', 'python', ...LIBRARIES], uvicorn: ['python', ...LIBRARIES], python: LIBRARIES,
};

/** The kinds of settings that a component can have. */
const kindsOf = (component: Component): readonly string[] =>
  [component.kind, ...(BESIDE[component.kind] ?? []), 'component', 'container', 'kubernetes', 'budget', 'demand', 'render', ...(EXPORTED_KINDS.includes(component.kind) ? ['exporter'] : []), ...(component.kind === 'redis' ? ['sentinel'] : []), ...(isApplication(component) ? ['route', 'workload'] : [])];

/** What of a component only an application has. */
const OF_APPLICATIONS: readonly Setting[] = [share, base_image, build_context, build_dockerfile, builder_image, migrate];
/** What of a component only some kinds of application have: a server of Python loads an application, and what has no server is a command. */
const OF_KINDS = new Map<Setting, readonly string[]>([[interface_, PYTHON_SERVERS], [app, PYTHON_SERVERS], [command, ['python']]]);

/** Whether a setting means anything for a component of that kind: requests are answered by applications alone. */
export function fits(setting: Setting, component: Pick<Component, 'kind'>): boolean {
  const kinds = OF_KINDS.get(setting);
  if (kinds !== undefined) return kinds.includes(component.kind);
  return isApplication(component) || (setting.kind !== 'workload' && setting.kind !== 'route' && !OF_APPLICATIONS.includes(setting));
}

/** Who has a setting that does not fit everybody, in words. */
export function ownersOf(setting: Setting): string {
  const kinds = OF_KINDS.get(setting);
  return kinds === undefined ? `only applications (${APPLICATION_KINDS.join(', ')})` : `only components of kind ${kinds.join(' or ')}`;
}

/** Resolves `db.postgres.work_mem`, `machine.memory` or `proxy.nginx.proxy_read_timeout[/feed]`. */
export function settingOfKey(key: string, stack: Stack): Named {
  const match = /^([^.[\]]+)\.([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(key);
  const [, head = '', rest = '', subject] = match ?? [];
  if (match === null) return no(`${quoted(key)} names no setting`, ownedBy(key, stack) ?? 'a setting is named <component>.<kind>.<setting>, such as db.postgres.work_mem');
  const found = isPart(head) ? ofPart(head, rest, key) : ofComponent(head, rest, key, stack);
  return found.ok ? withSubject(found.component, found.setting, subject, key, stack) : found;
}

function ofPart(head: string, name: string, key: string): Named {
  if (key === 'profile.without') return no('profile.without is stated as the list "without" of the profile');
  const setting = settingNamed(head, name);
  return setting === undefined ? no(`unknown setting ${quoted(key)}`, meant(name, namesOf(head), `${head}.`)) : { ok: true, component: part(head), setting };
}

function ofComponent(head: string, rest: string, key: string, stack: Stack): Named {
  const component = componentNamed(stack, head);
  if (component === undefined) {
    const same = stack.components.find((candidate) => candidate.kind === head && settingNamed(head, rest) !== undefined);
    const near = same === undefined ? (ownedBy(key, stack) ?? suggestion(head, [...stack.components.map(({ name }) => name), ...PROFILE_PARTS])) : `did you mean ${same.name}.${plainly(key)}?`;
    return no(`${quoted(key)}: there is no component ${quoted(head)}`, head === 'pooler' ? 'list it among the components: - name: pooler' : near);
  }
  // A component named like its kind has shorter ids: `nginx.worker_connections`.
  const own = component.name === component.kind ? settingNamed(component.kind, rest) : undefined;
  if (own !== undefined) return { ok: true, component, setting: own };
  const split = rest.indexOf('.');
  const kind = split < 0 ? rest : rest.slice(0, split);
  const name = split < 0 ? '' : rest.slice(split + 1);
  const kinds = kindsOf(component);
  if (!kinds.includes(kind)) return unfit(component, kind, rest, key);
  const setting = settingNamed(kind, name);
  if (setting === undefined) return no(`unknown setting ${quoted(key)}`, meant(name, namesOf(kind), `${component.name}.${kind}.`));
  if (kind === 'workload' && schemaAt(['components', 0, 'workload', name]) === undefined) return no(`${key} is stated for the whole stack only`, `did you mean workload.${name}?`);
  return fits(setting, component) ? { ok: true, component, setting } : no(`${quoted(key)}: ${ownersOf(setting)} have one`);
}

/** Only the last part of an id was written: `work_mem`. */
function ownedBy(name: string, stack: Stack): string | undefined {
  const owner = stack.components.find(({ kind }) => settingNamed(kind, name) !== undefined);
  return owner === undefined ? undefined : `did you mean ${owner.name}.${owner.kind}.${name}?`;
}

/** The second part of the key is no kind that the component has. */
function unfit(component: Component, kind: string, rest: string, key: string): Named {
  const isKind = settings.some((setting) => setting.kind === kind);
  if (isKind) return no(`${quoted(key)}: ${component.name} is ${component.kind} and has no settings of ${kind}`);
  const owner = kindsOf(component).find((candidate) => settingNamed(candidate, rest) !== undefined);
  if (owner !== undefined) return no(`unknown setting ${quoted(key)}`, `did you mean ${component.name}.${owner}.${rest}?`);
  return no(`unknown setting ${quoted(key)}`, `after ${component.name} comes one of ${kindsOf(component).join(', ')}`);
}

function withSubject(component: Component, setting: Setting, subject: string | undefined, key: string, stack: Stack): Named {
  if (setting.per === undefined) return subject === undefined ? { ok: true, component, setting } : no(`${quoted(key)}: this setting has no [${plainly(subject)}]`, `write ${key.slice(0, key.indexOf('['))}`);
  const subjects = subjectsOf(stack, component, setting);
  const each = subjects.length === 0 ? `${component.name} has no ${setting.per}` : `write ${key.replace(/\[.*/, '')}[${subjects[0] ?? ''}]`;
  if (subject === undefined) return no(`${quoted(key)} is stated for each ${setting.per}`, each);
  if (!subjects.includes(subject)) return no(`${quoted(key)}: ${component.name} has no ${setting.per} ${quoted(subject)}`, subjects.length === 0 ? undefined : suggestion(subject, subjects));
  return { ok: true, component, setting, subject };
}

/** The routes, upstreams, clients, requests or resources for which a component can have the setting. */
export function subjectsOf(stack: Stack, component: Component, setting: Setting): readonly string[] {
  if (setting.subjects !== undefined) return setting.subjects;
  switch (setting.per) {
    case 'route': {
      const answering = component.kind === 'nginx' ? serversOf(stack, component) : [component];
      return stack.routes.filter((route) => answering.some(({ name }) => name === route.to)).map((route) => route.path);
    }
    case 'upstream': return upstreams(stack, component).map(({ name }) => name);
    case 'request': return requestsOf(stack).map(({ name }) => name);
    case 'client': return [...new Set([...clientsOf(stack, component), ...applicationsOf(stack, component)].map(({ name }) => name))];
    default: return [];
  }
}
