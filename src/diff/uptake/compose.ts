import { inShell } from '../../formats/shell-words.ts';
import { counted } from '../../model/quote.ts';
import type { Stack } from '../../model/stack.ts';
import type { Side } from '../side.ts';
import type { Traced } from '../traced.ts';
import { foreignData, forEmptyVolumes, lostKeys } from './after-stop.ts';
import { becauseOfFile, once } from './because.ts';
import { becauseOfPlaces } from './because-of-places.ts';
import { COMPOSE_FILE as FILE, containersOf, endsByItself, filesOf, graceOf, hashed, networksOf, projectOf, restartedBy, volumesOf, type Project } from './compose-project.ts';
import { meant } from './meant.ts';
import type { Step, Uptake } from './step.ts';
import { textAt } from './told.ts';
import { listed } from './words.ts';
import { below, differingPaths, type YamlMapping } from './yaml-values.ts';

/** What no single service is. */
const PROJECT = 'project';

/** What `docker compose up --detach` does with containers that run, and what it leaves undone. */
export const composeUptake: Uptake = (before, after, changes) => {
  if (!before.files.some(({ path, text }) => isRead(path) && textAt(after, path) !== text)) return [];
  const [was, is] = [projectOf(before), projectOf(after)];
  if (was === undefined) return [];
  if (is === undefined) return [down(was)];
  if (was.name !== is.name) return [renamed(was, is)];
  const steps = Object.entries(is.services).flatMap(([name, service]): readonly Step[] => {
    const earlier = was.services[name];
    return earlier === undefined ? [] : serviceSteps({ name, before: earlier, after: service, files: changedFiles(is, service, before, after), owner: ownerOf(after.stack, name), lost: lostKeys(before.stack, name), foreign: foreignData(before.stack, after.stack, name), changes });
  });
  return [...steps, ...followers(is, steps), ...gone(was, is), ...networkSteps(was, is), ...volumeSteps(was, is)];
};

/** What only clusters and people read is the most of what is rendered. */
const isRead = (path: string): boolean => !/^(?:kubernetes|loadtest|monitoring\/kubernetes)\/|^(?:SIZING\.md|plan\.json)$/.test(path);

/** A service on both sides. */
interface Service {
  readonly name: string;
  readonly before: YamlMapping;
  readonly after: YamlMapping;
  /** The files that it reads and whose text is another. */
  readonly files: readonly string[];
  /** The component that it is, or stands beside. */
  readonly owner: string;
  /** What it loses when it stops. */
  readonly lost: string;
  /** Why it would not start again. */
  readonly foreign: string | undefined;
  readonly changes: readonly Traced[];
}

function serviceSteps(service: Service): readonly Step[] {
  const { name, before, after, files, owner, changes } = service;
  const places = differingPaths(hashed(before), hashed(after));
  const step = (action: Step['action'], message: string, because: readonly string[], command?: string): readonly Step[] => [{ environment: 'compose', component: name, action, message, ...(command === undefined ? {} : { command }), because }];
  const because = [...becauseOfPlaces(changes, owner, places, `${FILE} services.${name}`), ...files.flatMap((path) => becauseOfFile(changes, owner, path))];
  if (service.foreign !== undefined) return step('refused', service.foreign, once(because));
  const build = differingPaths(below(before, 'build'), below(after, 'build'), 'build');
  if (build.length > 0) return step('recreate', `its image is built anew only when that is asked for; ${replaced(service)}`, once([...becauseOfPlaces(changes, owner, build, `${FILE} services.${name}`), ...because]), `docker compose up --detach --build ${inShell(name)}`);
  if (places.length > 0) return step('recreate', `${replaced(service)}${forEmptyVolumes(because)}`, once(because));
  const [was, is] = [containersOf(before), containersOf(after)];
  return [
    ...(files.length === 0 ? [] : step('restart', `Compose does not look into ${listed(files)}, and a container keeps the file that it started with: ${away(service)}`, once(because), `docker compose restart ${inShell(name)}`)),
    ...(was === is ? [] : step('scale', `${counted(is, 'container')} instead of ${was}: those that stay go on`, becauseOfPlaces(changes, owner, ['deploy.replicas'], `${FILE} services.${name}`))),
  ];
}

function replaced(service: Service): string {
  const { after } = service;
  if (endsByItself(after)) return 'it runs once more, before those that wait for it';
  const count = containersOf(after);
  const volumes = volumesOf(after).filter((name) => name !== '');
  return `${count === 1 ? 'its container is' : `all its ${count} containers are`} replaced: ${away(service)}${volumes.length === 0 ? '' : `; what is in ${listed(volumes)} stays`}`;
}

const away = ({ before, lost }: Service): string => `it is away from its stop, which may take ${graceOf(before)}s, until it answers again${lost}`;

/** A container mounts a file itself: one that was replaced is seen after a restart alone. */
const changedFiles = (project: Project, service: YamlMapping, before: Side, after: Side): readonly string[] =>
  // Scripts of an empty database are not read again.
  filesOf(project, service).filter((path) => !path.endsWith('.sql') && meant(path, textAt(before, path) ?? '') !== meant(path, textAt(after, path) ?? ''));

/** `api-migrate` and `db-exporter` are what stands beside `api` and `db`. */
const ownerOf = ({ components }: Stack, service: string): string =>
  components.map(({ name }) => name).filter((name) => service === name || service.startsWith(`${name}-`)).sort((a, b) => b.length - a.length)[0] ?? service;

/** What restarts because what it depends on is replaced. */
const followers = (project: Project, steps: readonly Step[]): readonly Step[] =>
  Object.entries(project.services).flatMap(([name, service]): readonly Step[] => {
    const replaced = steps.filter(({ action, component }) => action === 'recreate' && restartedBy(service).includes(component)).map(({ component }) => component);
    if (replaced.length === 0 || steps.some(({ component }) => component === name)) return [];
    return [{ environment: 'compose', component: name, action: 'restart', message: `it stops before ${listed(replaced)} ${replaced.length === 1 ? 'is' : 'are'} replaced, and starts after: depends_on says so`, because: [`${FILE} services.${name}: depends_on`] }];
  });

/** Services that the file no longer has. */
function gone(was: Project, is: Project): readonly Step[] {
  return Object.entries(was.services).filter(([name]) => is.services[name] === undefined).map(([name, service]): Step => {
    const volumes = volumesOf(service).filter((volume) => volume !== '');
    return { environment: 'compose', component: name, action: 'by hand', message: `its containers run on until orphans are removed${volumes.length === 0 ? '' : `; ${listed(volumes)} ${volumes.length === 1 ? 'stays' : 'stay'} until somebody removes ${volumes.length === 1 ? 'it' : 'them'}`}`, command: 'docker compose up --detach --remove-orphans', because: [`${FILE}: services.${name}`] };
  });
}

/** A network of other properties is made anew, without anybody on it. */
const networkSteps = (was: Project, is: Project): readonly Step[] =>
  Object.keys(is.networks).flatMap((name): readonly Step[] => {
    if (was.networks[name] === undefined || differingPaths(was.networks[name], is.networks[name]).length === 0) return [];
    const users = Object.entries(is.services).filter(([, service]) => networksOf(service).includes(name)).map(([user]) => user);
    return [{ environment: 'compose', component: PROJECT, action: 'recreate', message: `the network ${name} is made anew: ${listed(users)} ${users.length === 1 ? 'is' : 'are'} stopped meanwhile`, because: [`${FILE}: networks.${name}`] }];
  });

/** A volume of other properties would be made anew, and its data lost. */
const volumeSteps = (was: Project, is: Project): readonly Step[] =>
  Object.keys(is.volumes).flatMap((name): readonly Step[] =>
    was.volumes[name] === undefined || differingPaths(was.volumes[name], is.volumes[name]).length === 0
      ? []
      : [{ environment: 'compose', component: PROJECT, action: 'refused', message: `the volume ${name} keeps its properties: with others Compose makes it anew, and what is in it is lost`, because: [`${FILE}: volumes.${name}`] }]);

const down = (was: Project): Step => ({
  environment: 'compose', component: PROJECT, action: 'by hand', message: `${FILE} is no longer rendered: what it started runs on until somebody ends it, and its volumes stay even then`,
  command: `docker compose --project-name ${inShell(was.name)} down`, because: [FILE],
});

const renamed = (was: Project, is: Project): Step => ({
  environment: 'compose', component: PROJECT, action: 'by hand',
  message: `another project of Compose: ${is.name} starts beside ${was.name} with empty volumes, and cannot publish the same ports until that is down; its volumes stay`,
  command: `docker compose --project-name ${inShell(was.name)} down`,
  because: [`${FILE}: name`],
});
