import { image as imageSetting, replicas } from '../../settings/component.ts';
import { defaultEntry } from '../../model/entry.ts';
import type { RunningContainer } from '../inside/running.ts';
import type { Around } from './around.ts';
import { readBuild } from './build.ts';
import { readCommand } from './command.ts';
import { readEnvironment } from './environment.ts';
import { filesSeen } from './files.ts';
import { readHealth } from './health.ts';
import { readLimits, readRunning } from './limits.ts';
import { readMounts } from './mounts.ts';
import { readDependencies, readHosts, readNetworks } from './networks.ts';
import { isNull, under, type Field, type Group, type Text } from './node.ts';
import { readExposed, readPorts } from './ports.ts';
import { shown, state, unknown, type Service } from './stating.ts';

/** One service as a container that runs; what is around it goes to the report. */
export function readService(service: Service, { at, value: node }: Field & { readonly value: Group }, around: Around): RunningContainer {
  const image = textUnder(node, 'image');
  const built = readBuild(service, under(node, 'build') ?? (image === undefined ? undefined : around.buildOf(image)), around, image === undefined ? 'build' : 'build or pull');
  const given = readEnvironment(service, node, built.image, around);
  const limits = readLimits(service, node);
  readReplicas(service, node);
  readRunning(service, node);
  const mounts = readMounts(service, node, around);
  const started = readCommand(service, node, built.image, (name) => given.environment.get(name)?.text);
  readPorts(service, node);
  readExposed(service, node, built.image);
  readNetworks(service, node, around.model);
  readDependencies(service, node);
  readHosts(service, node);
  readHealth(service, node, built.image);
  if (image?.because !== undefined) unknown(service, imageSetting, image, `image: ${image.text}`);
  else if (image !== undefined) state(service, imageSetting, image.text, image.at, { text: shown('image', image.written) });
  const seen = filesSeen(around.tree, mounts, built.image, built.folder);
  return {
    component: service.name, at,
    ...(image === undefined ? {} : { image: { text: image.text, at: image.at } }),
    ...(textUnder(node, 'restart')?.text === 'no' ? { once: true } : {}),
    ...(built.image?.base === undefined ? {} : { base: built.image.base }),
    ...(built.folder === undefined ? {} : { build: built.folder }),
    ...started, ...given, ...limits,
    readOnly: mounts.flatMap((mount) => (mount.readOnly === true ? [mount.target] : [])),
    file: seen.file,
    get files() { return seen.files(); },
  };
}

function textUnder(node: Group, key: string): Text | undefined {
  const found = under(node, key);
  return found?.kind === 'text' && !isNull(found) ? found : undefined;
}

/** One replica, where none is stated. */
function readReplicas(service: Service, node: Group): void {
  const stated = [under(node, 'deploy', 'replicas'), under(node, 'scale')].some((one) => one !== undefined && !isNull(one));
  if (!stated) service.report.entry(defaultEntry(service.name, replicas, 1, 'Compose'));
}
