import { dockerCpus, dockerSize, dockerTime } from '../../src/formats/docker-values.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Deployment } from '../../src/readers/deployment.ts';
import type { LoadedService } from '../servers/compose.ts';

/** What the loader and our reader must agree on, of one service. */
export type Agreed = Readonly<Record<string, unknown>>;

/** A service of ours in the words that both understand. */
export function readService(deployment: Deployment, name: string): Agreed {
  // The loader does not look into Dockerfiles.
  const ofImage = (entry: Entry): boolean => entry.origin.from === 'stated' && /^(?:CMD|HEALTHCHECK): /.test(entry.origin.text ?? '');
  const entries = deployment.facts.entries.filter((entry) => entry.component === name && !ofImage(entry));
  const value = (id: string): unknown => entries.find((entry) => entry.id === `${name}.${id}`)?.value;
  const repeated = (setting: string): readonly (readonly [string, unknown])[] => entries.filter((entry) => `${entry.setting.kind}.${entry.setting.name}` === setting).map((entry) => [entry.subject ?? '', entry.value] as const);
  const container = deployment.containers.find((one) => one.component === name);
  return {
    image: container?.image?.text,
    build: value('container.build'),
    command: value('container.command'),
    ports: sorted(repeated('container.published').map(([subject, inside]) => `${subject}=${String(inside)}`)),
    environment: Object.fromEntries([...(container?.environment ?? [])].filter(([key]) => container?.unresolved.has(key) !== true).map(([key, word]) => [key, word.text]).toSorted()),
    networks: sorted(repeated('container.network').map(([subject]) => subject)),
    binds: sorted(repeated('container.bind').map(([target, path]) => `${String(path)}:${target}`)),
    volumes: sorted(repeated('container.volume').map(([target, of]) => `${String(of)}:${target}`)),
    depends_on: sorted(repeated('container.depends_on').map(([of, condition]) => `${of} ${String(condition)}`)),
    health: value('container.healthcheck.test'),
    memory: value('container.memory_limit'),
    reserved: value('container.memory_reservation'),
    cpu: value('container.cpu_limit'),
    replicas: value('component.replicas'),
    grace: value('container.stop_grace_period'),
    shm: value('container.shm_size'),
    nofile: value('container.nofile'),
  };
}

/** A service of the loader's in the same words. */
export function loadedService(service: LoadedService, exists: (path: string) => boolean): Agreed {
  const { deploy, healthcheck, ulimits } = service;
  const words = [...(service.entrypoint ?? []), ...(service.command ?? [])].join(' ').replace(/\s+/g, ' ').trim();
  const nofile = ulimits?.nofile;
  const test = healthcheck?.disable === true ? ['NONE'] : healthcheck?.test;
  const limit = (size: number | undefined): number | undefined => (size === 0 ? undefined : size);
  return {
    image: service.image,
    build: service.build?.context,
    command: words === '' ? undefined : words,
    ports: sorted((service.ports ?? []).map(({ target, published = '', host_ip = '', protocol = 'tcp' }) => `${['', '0.0.0.0'].includes(host_ip) ? '' : host_ip.includes(':') ? `[${host_ip}]` : host_ip}:${published === '' ? `random-${target}` : published}${protocol === 'tcp' ? '' : `/${protocol}`}=${target}`)),
    environment: Object.fromEntries(Object.entries(service.environment ?? {}).filter((one): one is [string, string] => one[1] !== null).toSorted()),
    networks: sorted(Object.keys(service.networks ?? {})),
    binds: sorted((service.volumes ?? []).filter(({ type, source }) => type === 'bind' && exists(source ?? '')).map(({ source = '', target }) => `${source}:${target}`)),
    volumes: sorted((service.volumes ?? []).filter(({ type }) => type === 'volume').map(({ source = '', target }) => `${source}:${target}`)),
    depends_on: sorted(Object.entries(service.depends_on ?? {}).map(([of, { condition }]) => `${of} ${condition}`)),
    health: test === undefined ? undefined : (['CMD', 'CMD-SHELL'].includes(test[0] ?? '') ? test.slice(1) : test).join(' '),
    memory: limit(dockerSize(deploy?.resources?.limits?.memory ?? service.mem_limit ?? '')),
    reserved: limit(dockerSize(deploy?.resources?.reservations?.memory ?? service.mem_reservation ?? '')),
    cpu: limit(dockerCpus(String(deploy?.resources?.limits?.cpus ?? service.cpus ?? ''))),
    replicas: deploy?.replicas ?? service.scale ?? 1,
    grace: service.stop_grace_period === undefined ? undefined : dockerTime(service.stop_grace_period),
    shm: dockerSize(service.shm_size ?? ''),
    nofile: typeof nofile === 'object' ? nofile.soft : nofile,
  };
}

const sorted = (list: readonly string[]): readonly string[] => [...list].sort();
