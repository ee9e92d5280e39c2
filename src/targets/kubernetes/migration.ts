import type { k8s } from 'cdk8s-plus-27';
import { entryOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { isPython } from '../../model/who.ts';
import { migrate } from '../../settings/component.ts';
import { migrationEnvironmentOf } from '../environment.ts';
import { isMigrated } from '../migration.ts';
import { migrationSecretsOf, SECRETS_IN_CONTAINER } from '../secrets.ts';
import { environment } from './environment.ts';
import { configMounts, confined, imageOf } from './container.ts';
import type { Server } from './server.ts';
import { spelled, tuned } from './tuned.ts';
import { secretVolume } from './volumes.ts';

/** A volume of its own: the application's container does not see the password of the role that owns the schema. */
const SECRETS = 'migration-secrets';

/**
 * The migration as a container that runs before the application's. A Job would neither be waited for
 * by the application's pods, nor could `kubectl apply` change its image.
 */
export function migrationContainers(plan: Stack, component: Component, server: Server): k8s.Container[] {
  if (!isMigrated(plan, component)) return [];
  const entry = entryOf(plan, component, migrate);
  const secret = migrationSecretsOf(plan, component).length === 0 ? [] : [{ name: SECRETS, mountPath: SECRETS_IN_CONTAINER, readOnly: true }];
  return [{
    name: `${component.name}-migrate`,
    ...imageOf(plan, component),
    args: (entry?.value ?? []).map((word, i) => (i === 0 && entry !== undefined ? tuned(word, entry) : word)),
    env: environment(migrationEnvironmentOf(plan, component)),
    ...confined(spelled(plan, component)),
    volumeMounts: [...settingsMounts(component, server), ...secret, ...server.scratch.flatMap(({ name, paths }) => paths.map((mountPath) => ({ name, mountPath })))],
  }];
}

/** The migration of a Python application may import our settings: the same variables say where its database is. */
const settingsMounts = (component: Component, server: Server): k8s.VolumeMount[] => (isPython(component) ? configMounts(server) : []);

/** The volume of the migration's secrets. */
export const migrationVolumes = (plan: Stack, component: Component): k8s.Volume[] => secretVolume(SECRETS, migrationSecretsOf(plan, component));
