import { composeTime, logSize } from '../../formats/compose-values.ts';
import { noted, type YamlData, type YamlMap } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { part, type Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import { linesOf } from './line.ts';

/** The profile of Compose in which what watches the stack starts: `docker compose --profile monitoring up`. */
export const PROFILE = 'monitoring';

/** Asks a server over HTTP for its health, with the one program that small images have. */
export const wget = (port: number, path: string): readonly string[] => ['wget', '-q', '-O', '/dev/null', `http://127.0.0.1:${digits(port)}${path}`];

/** A user, and the group of the same number. */
export const userAndGroup = (user: number): string => `${digits(user)}:${digits(user)}`;

/** What one service beside the components needs. */
export interface Beside {
  readonly image: YamlData | undefined;
  readonly depends_on?: YamlMap;
  readonly volumes?: readonly YamlData[];
  readonly configs?: readonly YamlMap[];
  readonly secrets?: readonly string[];
  readonly environment?: YamlMap | undefined;
  readonly ports?: readonly YamlData[];
  readonly networks: readonly string[];
  readonly command?: readonly YamlData[];
  readonly entrypoint?: readonly string[] | undefined;
  /** The health check, as an exec list without `CMD`; an image without any program to ask with has none. */
  readonly healthy: readonly string[] | undefined;
  readonly user: YamlData | undefined;
  readonly limits: YamlMap;
  readonly reservations: YamlMap;
  readonly tmpfs?: readonly YamlData[];
}

/** A service that watches the others, as confined as they are. */
export function besideService(plan: Stack, about: Beside): YamlMap {
  const line = linesOf(plan, part('monitoring'));
  const { healthy, limits, reservations, user, tmpfs, secrets, ...rest } = about;
  return {
    image: rest.image,
    depends_on: rest.depends_on,
    volumes: rest.volumes,
    configs: rest.configs,
    secrets: secrets === undefined || secrets.length === 0 ? undefined : secrets,
    environment: rest.environment,
    ports: rest.ports,
    networks: rest.networks,
    command: rest.command,
    entrypoint: rest.entrypoint,
    restart: healthy === undefined ? noted('unless-stopped', 'Nothing in this image could ask for its health: Prometheus says when it is down.') : 'unless-stopped',
    healthcheck: healthy === undefined ? undefined : {
      test: ['CMD', ...healthy],
      interval: line.of(container.health_interval, composeTime),
      timeout: line.of(container.health_timeout, composeTime),
      retries: line.of(container.health_retries, Number),
      start_period: line.of(container.health_start, composeTime),
    },
    logging: { driver: 'json-file', options: { 'max-size': line.quoted(container.log_max_size, logSize), 'max-file': line.quoted(container.log_max_file, digits) } },
    user,
    cap_drop: ['ALL'],
    deploy: { resources: { limits, reservations } },
    profiles: [PROFILE],
    read_only: true,
    security_opt: ['no-new-privileges:true'],
    tmpfs,
    ulimits: { nofile: line.of(container.nofile, Number) },
  };
}
