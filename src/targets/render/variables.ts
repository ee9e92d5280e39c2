import { noted, quoted, type YamlData, type YamlMap } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { entryOf } from '../../model/lookup.ts';
import { databasesOf, isExternal, type Component, type Stack } from '../../model/stack.ts';
import { isAnswering, isPython } from '../../model/who.ts';
import { processesOf } from '../../settings/processes.ts';
import { environmentOf, linkedTo, nextEnvironmentOf, prefixed, pythonEnvironmentOf, METRICS_FOLDER, SERVER_CONFIG, type Variable } from '../environment.ts';
import { fileOf, portEntry } from '../names.ts';
import { reasonOf } from '../reason.ts';
import { serviceType } from './type.ts';

/** Where Render puts the repository. */
const REPOSITORY = '/opt/render/project/src';

/** The environment of a service: what it is told anywhere, and where Render knows that its servers are. */
export const variablesOf = (plan: Stack, application: Component): readonly YamlData[] => [
  ...ownOf(plan, application),
  ...prefixed(plan, application).flatMap(([server, prefix]) => toServer(plan, application, server, prefix)),
];

const value = ({ name, value: text, entries }: Variable): YamlMap => ({ key: name, value: quoted(text, ...entries.map(reasonOf)) });
const asked = (key: string, because: string): YamlMap => ({ key, sync: noted(false, because) });
const fromDatabase = (key: string, name: string, property: string): YamlMap => ({ key, fromDatabase: { name, property } });
const fromService = (key: string, type: string, name: string, property: string): YamlMap => ({ key, fromService: { type, name, property } });

/** Its own variables, without those of its links; paths are those of the repository. */
function ownOf(plan: Stack, application: Component): readonly YamlData[] {
  const linked = new Set(prefixed(plan, application).flatMap(([server, prefix]) => linkedTo(plan, application, server, prefix).map(({ name }) => name)));
  const all = isPython(application) ? pythonEnvironmentOf(plan, application) : application.kind === 'next' ? nextEnvironmentOf(plan, application) : environmentOf(plan, application);
  const variables = all.filter(({ name, value: text }) => !linked.has(name) && text !== METRICS_FOLDER).map((variable) => inRepository(plan, application, variable));
  return [...overridden(plan, application), ...variables].toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(value);
}

/**
 * What Render says itself and what would beat the rendered files: as many workers as the instance has CPUs, another port
 * and --preload, by WEB_CONCURRENCY and GUNICORN_CMD_ARGS (render.com/docs/environment-variables).
 */
function overridden(plan: Stack, application: Component): readonly Variable[] {
  const setting = processesOf(application);
  const processes = setting === undefined || !isPython(application) ? undefined : entryOf(plan, application, setting);
  const port = application.kind === 'gunicorn' ? portEntry(plan, application) : undefined;
  return [
    ...(port === undefined ? [] : [{ name: 'GUNICORN_CMD_ARGS', value: `--bind=0.0.0.0:${digits(port.value)}`, entries: [port] }]),
    ...(processes === undefined ? [] : [{ name: 'WEB_CONCURRENCY', value: digits(processes.value), entries: [processes] }]),
  ];
}

function inRepository(plan: Stack, application: Component, variable: Variable): Variable {
  const at = (file: string): string => `${REPOSITORY}/${fileOf(plan, application, file)}`;
  if (variable.value === SERVER_CONFIG) return { ...variable, value: at('server.config.mjs') };
  return variable.name === 'PYTHONPATH' ? { ...variable, value: at('settings.py').replace(/\/[^/]*$/, '') } : variable;
}

function toServer(plan: Stack, application: Component, server: Component, prefix: string): readonly YamlData[] {
  if (isExternal(plan, server)) return elsewhere(linkedTo(plan, application, server, prefix));
  if (server.kind === 'redis') return ['host', 'port'].map((property) => fromService(`${prefix}_${property.toUpperCase()}`, 'keyvalue', server.name, property));
  if (isAnswering(server)) return [fromService(`${prefix}_HOSTPORT`, serviceType(plan, server), server.name, 'hostport')];
  const database = server.kind === 'pgbouncer' ? databasesOf(plan, application)[0] : server;
  if (database?.kind !== 'postgres') return [asked(`${prefix}_BOOTSTRAP_SERVERS`, `Render runs no ${server.kind}: it asks where yours is.`)];
  if (isExternal(plan, database)) return elsewhere(linkedTo(plan, application, database, prefix));
  return [['HOST', 'host'], ['NAME', 'database'], ['PASSWORD', 'password'], ['PORT', 'port'], ['USER', 'user']].map(([name = '', property = '']) => fromDatabase(`${prefix}_${name}`, database.name, property));
}

/** A server that runs elsewhere: its address is known, its password is asked for. */
const elsewhere = (variables: readonly Variable[]): readonly YamlData[] =>
  variables.map((variable) => (variable.name.endsWith('_PASSWORD_FILE') ? asked(variable.name.replace(/_FILE$/, ''), 'Render asks for it: no secret is rendered.') : value(variable)));
