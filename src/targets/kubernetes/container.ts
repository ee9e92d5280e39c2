import type { k8s } from 'cdk8s-plus-27';
import { valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { SECRETS_IN_CONTAINER, secretsOf } from '../secrets.ts';
import type { Question, Server } from './server.ts';
import { spelled, type Spelled } from './tuned.ts';
import { CONFIG, DATA, SECRETS } from './volumes.ts';

/** The only container of a component's pods. */
export function containerOf(plan: Stack, component: Component, server: Server): k8s.Container {
  const own = spelled(plan, component);
  return {
    name: component.name,
    ...imageOf(plan, component),
    ...(server.command === undefined ? {} : { command: [...server.command] }),
    ...(server.args === undefined ? {} : { args: [...server.args] }),
    ...(server.env === undefined ? {} : { env: [...server.env] }),
    ports: server.ports.map((port) => ({ name: port.name, containerPort: port.number, protocol: 'TCP' })),
    ...confined(own),
    startupProbe: startup(own, server.started),
    readinessProbe: readiness(own, server.ready),
    livenessProbe: liveness(own, server.alive),
    ...(server.preStop === undefined ? {} : { lifecycle: { preStop: { exec: { command: [...server.preStop] } } } }),
    volumeMounts: mounts(server, secretsOf(plan, component)),
  };
}

/** The image of a component. A name alone is replaced in kustomization.yaml. */
export const imageOf = (plan: Stack, component: Component): Pick<k8s.Container, 'image' | 'imagePullPolicy'> => ({
  image: valueOf(plan, component, c.image) === undefined ? component.name : spelled(plan, component).text(c.image),
  imagePullPolicy: 'Always',
});

/** What a container of the component may use and do. */
export const confined = (own: Spelled): Pick<k8s.Container, 'resources' | 'securityContext'> => ({
  resources: resourcesOf(own),
  securityContext: unprivileged(own, container.run_as_user),
});

/** A container that may nothing, run as that user. */
export const unprivileged = (own: Spelled, user: Setting<number>): k8s.SecurityContext => ({
  ...identity(own, user),
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
});

/** What a container is given, and may use. */
export const resourcesOf = (own: Spelled): { readonly requests: Record<string, k8s.Quantity>; readonly limits: Record<string, k8s.Quantity> } => ({ requests: requests(own), limits: limits(own) });

/** Who the processes are, said for the pod and again for the container: some checkers look at one, some at the other. */
export const identity = (own: Spelled, user: Setting<number> = container.run_as_user): Pick<k8s.SecurityContext, 'runAsGroup' | 'runAsNonRoot' | 'runAsUser' | 'seccompProfile'> => ({
  runAsGroup: own.number(user),
  runAsNonRoot: true,
  runAsUser: own.number(user),
  seccompProfile: { type: 'RuntimeDefault' },
});

const requests = (own: Spelled): { [resource: string]: k8s.Quantity } => ({
  cpu: own.cores(container.cpu_reservation),
  'ephemeral-storage': own.bytes(container.ephemeral_storage),
  memory: own.bytes(container.memory_reservation),
});

const limits = (own: Spelled): { [resource: string]: k8s.Quantity } => ({
  cpu: own.cores(container.cpu_limit),
  'ephemeral-storage': own.bytes(container.ephemeral_storage),
  memory: own.bytes(container.memory_limit),
});

const readiness = (own: Spelled, question: Question): k8s.Probe => ({
  ...question,
  periodSeconds: own.seconds(container.ready_period),
  timeoutSeconds: own.seconds(container.ready_timeout),
  failureThreshold: own.number(container.ready_failures),
});

const liveness = (own: Spelled, question: Question): k8s.Probe => ({
  ...question,
  periodSeconds: own.seconds(container.live_period),
  timeoutSeconds: own.seconds(container.live_timeout),
  failureThreshold: own.number(container.live_failures),
});

const startup = (own: Spelled, question: Question): k8s.Probe => ({
  ...question,
  periodSeconds: own.seconds(container.startup_period),
  timeoutSeconds: own.seconds(container.ready_timeout),
  failureThreshold: own.number(container.startup_failures),
});

/** The files of a server's ConfigMap, each in its place. */
export const configMounts = (server: Server): k8s.VolumeMount[] => (server.config ?? []).map((file) => ({ name: CONFIG, mountPath: file.path, subPath: file.key, readOnly: true }));

function mounts(server: Server, secrets: readonly string[]): k8s.VolumeMount[] {
  const secret = secrets.length === 0 ? [] : [{ name: SECRETS, mountPath: SECRETS_IN_CONTAINER, readOnly: true }];
  const scratch = server.scratch.flatMap((folder) => folder.paths.map((path) => ({ name: folder.name, mountPath: path })));
  const data = server.data === undefined ? [] : [{ name: DATA, mountPath: server.data }];
  return [...configMounts(server), ...secret, ...data, ...scratch];
}
