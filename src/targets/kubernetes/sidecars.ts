import { k8s } from 'cdk8s-plus-27';
import { digits } from '../../formats/units.ts';
import { isExported } from '../../model/exporters.ts';
import { need } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as exporter from '../../settings/exporter.ts';
import { exporterOf } from '../exporters.ts';
import { SECRETS_IN_CONTAINER } from '../secrets.ts';
import { unprivileged } from './container.ts';
import { portNumber } from './port.ts';
import type { Port } from './server.ts';
import { respelled, spelled, type Spelled } from './tuned.ts';
import { secretVolume } from './volumes.ts';

const LOOPBACK = '127.0.0.1';
/** The one name of ports that metrics are scraped from. */
const METRICS = 'metrics';
/** A volume of its own: the exporter sees the password of the role that only watches, and no other. */
const SECRETS = 'exporter-secrets';

const about = (plan: Stack, component: Component) => (isExported(plan, component) ? exporterOf(plan, component, { hosts: [LOOPBACK], status: need(plan, component, c.port) }) : undefined);

/** The port on which the exporter in a component's pods is scraped. */
export const exporterPorts = (plan: Stack, component: Component): readonly Port[] =>
  (isExported(plan, component) ? [{ name: METRICS, number: spelled(plan, component).number(exporter.port), for: 'monitoring' }] : []);

/** The exporter beside a server in its pods: it asks over the loopback, and what it says is for the namespace of the monitoring alone. */
export function sidecarsOf(plan: Stack, component: Component): k8s.Container[] {
  const found = about(plan, component);
  if (found === undefined) return [];
  const own = spelled(plan, component);
  const port = own.number(exporter.port);
  const { args, env, secrets, entrypoint } = found;
  return [{
    name: 'exporter',
    image: own.text(exporter.image),
    imagePullPolicy: 'Always',
    ...(entrypoint === undefined ? {} : { command: [...entrypoint] }),
    args: [...args, respelled(port, (number) => `--web.listen-address=:${digits(number)}`)],
    ...(Object.keys(env).length === 0 ? {} : { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
    ports: [{ name: METRICS, containerPort: port, protocol: 'TCP' }],
    resources: { requests: resources(own, own.cores(exporter.cpu_reservation)), limits: resources(own, own.cores(exporter.cpu_limit)) },
    securityContext: unprivileged(own, exporter.run_as_user),
    readinessProbe: { httpGet: { path: '/', port: portNumber(port) }, ...patience(own) },
    livenessProbe: { tcpSocket: { port: portNumber(port) }, ...patience(own) },
    ...(secrets.length === 0 ? {} : { volumeMounts: [{ name: SECRETS, mountPath: SECRETS_IN_CONTAINER, readOnly: true }] }),
  }];
}

/** The volume of the exporter's password. */
export const sidecarVolumes = (plan: Stack, component: Component): k8s.Volume[] => secretVolume(SECRETS, about(plan, component)?.secrets ?? []);

const resources = (own: Spelled, cpu: k8s.Quantity): { [resource: string]: k8s.Quantity } =>
  ({ cpu, 'ephemeral-storage': own.bytes(exporter.ephemeral_storage), memory: own.bytes(exporter.memory_limit) });

const patience = (own: Spelled): Pick<k8s.Probe, 'periodSeconds' | 'timeoutSeconds' | 'failureThreshold'> => ({
  periodSeconds: own.seconds(exporter.ready_period),
  timeoutSeconds: own.seconds(exporter.ready_timeout),
  failureThreshold: own.number(exporter.ready_failures),
});
