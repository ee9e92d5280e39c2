import type { k8s } from 'cdk8s-plus-27';
import type { Server } from './server.ts';

/** Names of a pod's volumes, beside its scratch folders. */
export const CONFIG = 'config';
export const SECRETS = 'secrets';
export const DATA = 'data';

/** The one Secret of the stack, made by the operator from the secret files; each pod mounts only the keys that it reads. */
export const STACK_SECRET = 'secrets';

/** The volume of these secrets and no others; none where nothing is read. */
export const secretVolume = (name: string, secrets: readonly string[]): k8s.Volume[] =>
  (secrets.length === 0 ? [] : [{ name, secret: { secretName: STACK_SECRET, items: secrets.map((key) => ({ key, path: key })) } }]);

/** The volumes of a pod, but for those that a StatefulSet claims. */
export function volumesOf(server: Server, secrets: readonly string[], configMap: string | undefined): k8s.Volume[] {
  const config = configMap === undefined ? [] : [{ name: CONFIG, configMap: { name: configMap } }];
  const scratch = server.scratch.map(({ name, size, in: medium }) => ({ name, emptyDir: { sizeLimit: size, ...(medium === 'memory' ? { medium: 'Memory' } : {}) } }));
  return [...config, ...secretVolume(SECRETS, secrets), ...scratch];
}
