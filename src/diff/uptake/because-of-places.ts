import type { Setting } from '../../model/setting.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as node from '../../settings/node.ts';
import type { Traced } from '../traced.ts';
import { once } from './because.ts';

/** Settings by the end of the place where files of Compose and Kubernetes say them. */
const SAID_AT: readonly (readonly [end: string, ...settings: readonly Setting[]])[] = [
  ['limits.memory', container.memory_limit],
  ['limits.cpus', container.cpu_limit],
  ['limits.cpu', container.cpu_limit],
  ['limits.pids', container.pids_limit],
  ['limits.ephemeral-storage', container.ephemeral_storage],
  ['reservations.memory', container.memory_reservation],
  ['requests.memory', container.memory_reservation],
  ['reservations.cpus', container.cpu_reservation],
  ['requests.cpu', container.cpu_reservation],
  ['requests.ephemeral-storage', container.ephemeral_storage],
  ['requests.storage', container.volume_size],
  ['storage.size', container.volume_size],
  ['walStorage.size', container.wal_volume_size],
  ['ulimits.nofile', container.nofile],
  ['shm_size', container.shm_size],
  ['ephemeralVolumesSizeLimit.shm', container.shm_size],
  ['volumes[shm].emptyDir.sizeLimit', container.shm_size],
  ['volumes[tmp].emptyDir.sizeLimit', container.tmpfs_size],
  ['tmpfs', container.tmpfs_size],
  ['stop_grace_period', container.stop_grace_period],
  ['terminationGracePeriodSeconds', container.grace_period],
  ['terminationGracePeriod', container.grace_period],
  ['stopDelay', container.grace_period],
  ['switchoverDelay', container.grace_period],
  ['image', c.image, c.version],
  ['imageName', c.image, c.version],
  ['deploy.replicas', c.replicas],
  ['spec.replicas', c.replicas],
  ['spec.instances', c.replicas],
  ['minReplicas', c.replicas],
  ['maxReplicas', container.max_replicas],
  ['maxSurge', container.max_surge],
  ['ports', c.published_port],
  ['NODE_OPTIONS', node.max_old_space_size, node.max_semi_space_size],
];

/** `environment.WORKERS` and `env[WORKERS].value` are both WORKERS. */
const endOf = (place: string): string => place.replace(/\.env\[([^\]]+)\]\.value$/, '.$1');

/** The ids of the changed settings of a component that a file says at some places; a place of which that is not known is named itself. */
export function becauseOfPlaces(changes: readonly Traced[], component: string, places: readonly string[], file: string): readonly string[] {
  const own = changes.filter((change) => change.component === component);
  return once(places.flatMap((written) => {
    const place = endOf(written);
    const wanted = SAID_AT.filter(([end]) => place === end || place.endsWith(`.${end}`)).flatMap(([, ...settings]) => settings);
    const named = place.split(/[.[\]]/).filter((word) => word !== '').at(-1)?.toLowerCase();
    const found = own.filter(({ setting }) => wanted.some(({ kind, name }) => setting.kind === kind && setting.name === name) || setting.name.toLowerCase() === named);
    return found.length > 0 ? found.map(({ id }) => id) : [`${file}: ${written}`];
  }));
}
