import { databaseName, fileOf } from '../../targets/names.ts';
import type { Side } from '../side.ts';
import type { Traced } from '../traced.ts';
import { foreignData } from './after-stop.ts';
import { projectOf } from './compose-project.ts';
import { namespaceOfObject } from './kubernetes/objects.ts';
import { meant } from './meant.ts';
import type { Step, Uptake } from './step.ts';
import { runOnBoth, textAt } from './told.ts';

/** What a PostgreSQL that has data does not take up, however often it starts. */
export const postgresDataUptake: Uptake = (before, after, changes) =>
  runOnBoth(before, after, 'postgres').flatMap((component): readonly Step[] => {
    const { name } = component;
    const [old, now] = [databaseName(before.stack, component), databaseName(after.stack, component)];
    const foreign = foreignData(before.stack, after.stack, name);
    const step = (action: Step['action'], message: string, because: string): Step => ({ environment: 'anywhere', component: name, action, message, because: [because] });
    return [
      ...(foreign === undefined ? [] : [step('refused', foreign, `${name}.component.version`)]),
      ...(old === now || before.stack.name !== after.stack.name ? [] : [step('by hand', `a volume that has data gets no other database by itself: its own is ${old}, and ${now} is asked for`, fileOf(after.stack, component, 'roles.sql'))]),
      ...roles(before, after, changes, component),
    ];
  });

/** The script of the roles runs by itself where there is no data yet. */
function roles(before: Side, after: Side, changes: readonly Traced[], component: Parameters<typeof fileOf>[1]): readonly Step[] {
  const path = fileOf(after.stack, component, 'roles.sql');
  const [was, is] = [textAt(before, fileOf(before.stack, component, 'roles.sql')), textAt(after, path)].map((text) => (text === undefined ? undefined : meant(path, text)));
  if (was === undefined || is === undefined || was === is) return [];
  const found = changes.filter((change) => change.component === component.name && isOfRole(change)).map(({ id }) => id);
  const psql = `psql --username=postgres --dbname=${databaseName(after.stack, component)} < ${path}`;
  return environments(before, after, component.name).map(({ environment, within }): Step => ({
    environment, component: component.name, action: 'by hand',
    message: `${path} runs by itself where there is no data yet: what is there keeps its roles until it is run again, and then connections that begin after it have them`,
    command: `${within}${psql}`,
    because: found.length > 0 ? found : [path],
  }));
}

const isOfRole = ({ setting }: Traced): boolean => setting.kind === 'role' || (setting.kind === 'postgres' && setting.per === 'client');

/** Where both sides run it, and how a program is started beside it there. */
function environments(before: Side, after: Side, name: string): readonly { readonly environment: Step['environment']; readonly within: string }[] {
  const [was, is] = [projectOf(before), projectOf(after)];
  const [namespace, later] = [before, after].map((side) => namespaceOfObject(side, 'StatefulSet', name));
  const found = [
    ...(was !== undefined && is !== undefined && was.name === is.name && is.services[name] !== undefined ? [{ environment: 'compose', within: `docker compose exec -T ${name} ` } as const] : []),
    ...(namespace === undefined || namespace !== later ? [] : [{ environment: 'kubernetes', within: `kubectl -n ${namespace} exec -i statefulset/${name} -- ` } as const]),
  ];
  return found.length > 0 ? found : [{ environment: 'anywhere', within: '' }];
}
