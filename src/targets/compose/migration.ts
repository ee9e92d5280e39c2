import { verbatim } from '../../formats/compose-values.ts';
import { noted, quoted, type YamlData, type YamlMap } from '../../formats/yaml-document.ts';
import { entryOf } from '../../model/lookup.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import { isPython } from '../../model/who.ts';
import { migrate } from '../../settings/component.ts';
import { migrationEnvironmentOf } from '../environment.ts';
import { isMigrated, migratedBy, migrationName } from '../migration.ts';
import { reasonOf } from '../reason.ts';
import { migrationSecretsOf } from '../secrets.ts';
import { linesOf } from './line.ts';
import { DATA, EDGE } from './networks.ts';
import { environmentMap } from './servers/node.ts';
import { limitsOf } from './service.ts';

/** The service that runs an application's migration to its end, in the application's image and within its limits; none where nothing is migrated. */
export function migrationServiceOf(plan: Stack, component: Component, service: YamlMap): readonly (readonly [name: string, service: YamlMap])[] {
  if (!isMigrated(plan, component)) return [];
  const databases = migratedBy(plan, component);
  const hosted = databases.filter((database) => !isExternal(plan, database));
  const secrets = migrationSecretsOf(plan, component);
  // The migration of a Python application may import our settings: the same variables say where its database is.
  const configs = isPython(component) ? service.configs : undefined;
  const { image, logging, user, cap_drop, init, read_only, security_opt, tmpfs, ulimits } = service;
  return [[migrationName(plan, component), {
    // Built with the application: two services that build one image at once fail with "already exists" (https://github.com/desec-io/desec-stack/issues/1233).
    image,
    depends_on: hosted.length === 0 ? undefined : Object.fromEntries(hosted.map(({ name }) => name).sort().map((name) => [name, { condition: 'service_healthy' }])),
    configs,
    secrets: secrets.length === 0 ? undefined : secrets,
    environment: environmentMap(migrationEnvironmentOf(plan, component)),
    networks: [...(hosted.length > 0 ? [DATA] : []), ...(hosted.length < databases.length || databases.length === 0 ? [EDGE] : [])],
    command: commandOf(plan, component),
    restart: quoted('no', 'A migration that failed is looked at, not repeated.'),
    logging,
    user,
    cap_drop,
    deploy: { resources: { limits: limitsOf(linesOf(plan, component)) } },
    init,
    read_only,
    security_opt,
    tmpfs,
    ulimits,
  }]];
}

function commandOf(plan: Stack, component: Component): YamlData | undefined {
  const entry = entryOf(plan, component, migrate);
  return entry?.value.map((word, i) => (i === 0 ? noted(verbatim(word), reasonOf(entry)) : verbatim(word)));
}
