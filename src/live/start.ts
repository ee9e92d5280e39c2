import { partValue, valueOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import { isCluster, isExternal, serversOf, type Component, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import { replicas } from '../settings/component.ts';
import { tls } from '../settings/profile.ts';
import { atEnd } from './at-end.ts';
import { makeFleet, type Fleet } from './fleet.ts';
import { makeFolder, type Folder } from './folder.ts';
import { makeGroups } from './limits/cgroup.ts';
import { noGroups } from './limits/group.ts';
import type { LiveOptions, LiveStack, MappedLine } from './live.ts';
import { startMeter } from './meter.ts';
import { migrate } from './migrate.ts';
import { startNameServer } from './names.ts';
import { startNaming } from './naming.ts';
import { freePort } from './ports.ts';
import { findLivePrograms, type Programs } from './programs.ts';
import { writeSecrets } from './secrets.ts';
import { servicesOf } from './services.ts';
import type { Site } from './site.ts';

/** Runs the rendered files of a plan as ordinary processes of this machine, in a temporary folder; all are ready when it resolves. */
export async function startStack(options: LiveOptions): Promise<LiveStack> {
  if (isCluster(options.plan)) fail(`${options.plan.name} runs on the nodes of a cluster, not on this machine`, undefined, 'load it where it runs: --url https://shop.example.com');
  const components = inOrder(options.plan);
  const programs = findLivePrograms(options.plan, components, options.programs);
  const mapped: MappedLine[] = [];
  const folder = makeFolder('live');
  const groups = options.limits === 'cgroup' ? makeGroups() : noGroups('no limits: none were asked for');
  const meter = startMeter();
  let site: Site | undefined;
  const fleet = makeFleet(() => site ?? fail('the stack has not begun'), groups, meter, mapped);
  const naming = startNaming(fleet.running);
  const end = atEnd(() => {
    fleet.kill();
    groups.remove();
    folder.remove();
  });
  const names = await startNameServer(naming.addresses);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= (async () => {
    naming.stop();
    meter.stop();
    fleet.kill();
    await Promise.all([fleet.ended(), names.stop()]);
    groups.remove();
    folder.remove();
    end.off();
  })());
  try {
    writeSecrets(options.plan, folder);
    site = await siteOf(options, components, folder, programs, names.port);
    for (const component of components) mapped.push(...await startAll(site, component, fleet, options.progress ?? (() => undefined)));
    return {
      url: urlOf(options.plan, fleet),
      folder: folder.path,
      mapped,
      limits: groups.held,
      processes: (name) => fleet.running().filter(({ component }) => component.name === name).map(({ process }) => process),
      start: (name) => fleet.start(components.find((component) => component.name === name) ?? fail(`the stack has no component ${name} that runs here`)),
      use: async () => meter.read(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Ports for every component, and what its servers share. */
async function siteOf({ plan, files, applications }: LiveOptions, components: readonly Component[], folder: Folder, programs: Programs, namesPort: number): Promise<Site> {
  const taken = new Set<number>();
  const anotherPort = async (): Promise<number> => {
    const port = await freePort('127.0.0.1', taken);
    taken.add(port);
    return port;
  };
  const ports = new Map<string, number>();
  for (const { name } of components) ports.set(name, await anotherPort());
  const portOf = ({ name }: Component): number => ports.get(name) ?? fail(`${name} runs elsewhere`, undefined, 'only a stack without servers elsewhere can be run on this machine');
  return { plan, files, applications, folder, programs, namesPort, anotherPort, portOf, services: servicesOf(files) };
}

/** Starts every copy that the plan wants of a component; gives what the migration before them maps. */
async function startAll(site: Site, component: Component, fleet: Fleet, progress: (text: string) => void): Promise<readonly MappedLine[]> {
  const first = site.applications[component.name]?.migrate === undefined ? undefined : { number: 0, host: '', folder: `${component.name}-migrate` };
  if (first !== undefined) progress(`migrating for ${component.name}`);
  const mapped = first === undefined ? [] : await migrate(site, component, first);
  const wanted = isApplication(component) || component.kind === 'nginx' ? valueOf(site.plan, component, replicas) ?? 1 : 1;
  for (let copy = 1; copy <= wanted; copy += 1) {
    progress(`starting ${component.name}${wanted > 1 ? ` ${copy} of ${wanted}` : ''}`);
    await fleet.start(component);
  }
  return mapped;
}

/** The components of a plan, each behind those that it connects to. */
function inOrder(plan: Stack): readonly Component[] {
  const ordered = new Set<Component>();
  const add = (component: Component, above: readonly Component[]): void => {
    if (isExternal(plan, component) || above.includes(component)) return;
    for (const server of serversOf(plan, component)) add(server, [...above, component]);
    ordered.add(component);
  };
  for (const component of plan.components) add(component, []);
  return [...ordered];
}

/** Where requests go: the proxy, or the application where there is none. */
function urlOf(plan: Stack, fleet: Fleet): string {
  const running = fleet.running();
  const front = running.find(({ component }) => component.kind === 'nginx') ?? running.find(({ component }) => isApplication(component));
  if (front === undefined) return fail('the stack answers no requests: it has neither a proxy nor an application');
  return `${front.component.kind === 'nginx' && partValue(plan, tls) === true ? 'https' : 'http'}://${front.process.host}:${front.process.port}`;
}
