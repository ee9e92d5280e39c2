import { composeCpus, composeSize, verbatim } from '../../formats/compose-values.ts';
import { noted, type YamlMap } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { isExported } from '../../model/exporters.ts';
import { entryOf, need, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import * as exporter from '../../settings/exporter.ts';
import { status_port } from '../../settings/nginx.ts';
import { exporterName, exporterOf } from '../exporters.ts';
import { reasonOf } from '../reason.ts';
import { besideService, userAndGroup, wget } from './beside.ts';
import { linesOf } from './line.ts';
import { DATA, EDGE, MONITORING } from './networks.ts';

/** The services that export what the servers count, one for each; they start with the profile `monitoring` of Compose. */
export const exporterServicesOf = (plan: Stack): readonly (readonly [name: string, service: YamlMap])[] =>
  plan.components.filter((component) => isExported(plan, component)).map((component) => [exporterName(plan, component), serviceOf(plan, component)]);

function serviceOf(plan: Stack, component: Component): YamlMap {
  const about = exporterOf(plan, component, { hosts: hostsOf(plan, component), status: valueOf(plan, component, status_port) ?? 0 });
  if (about === undefined) throw new Error(`${component.name} has no exporter`);
  const line = linesOf(plan, component);
  const port = entryOf(plan, component, exporter.port);
  const { args, env, secrets, entrypoint } = about;
  return besideService(plan, {
    image: line.of(exporter.image, String),
    depends_on: { [component.name]: { condition: 'service_healthy' } },
    secrets,
    environment: Object.keys(env).length === 0 ? undefined : Object.fromEntries(Object.entries(env).map(([name, value]) => [name, verbatim(value)])),
    networks: [component.kind === 'nginx' ? EDGE : DATA, MONITORING],
    command: [
      // Compose itself fills in the name of the project, by which it names the copies of a service.
      ...args.map((arg, i) => (component.kind === 'nginx' ? noted(arg, ...(i === 0 ? reasons(plan, component) : [])) : verbatim(arg))),
      ...(port === undefined ? [] : [noted(`--web.listen-address=:${digits(port.value)}`, reasonOf(port))]),
    ],
    entrypoint: entrypoint?.map(verbatim),
    healthy: about.wget === 'none' ? undefined : wget(need(plan, component, exporter.port), '/'),
    user: line.quoted(exporter.run_as_user, userAndGroup),
    limits: { cpus: line.quoted(exporter.cpu_limit, composeCpus), memory: line.of(exporter.memory_limit, composeSize), pids: line.of(exporter.pids_limit, Number) },
    reservations: { cpus: line.quoted(exporter.cpu_reservation, composeCpus), memory: line.of(exporter.memory_limit, composeSize) },
  });
}

/** Names of the containers: each copy of a service that has several answers for itself alone. */
function hostsOf(plan: Stack, component: Component): readonly string[] {
  const copies = component.kind === 'nginx' ? (valueOf(plan, component, replicas) ?? 1) : 1;
  return copies === 1 ? [component.name] : Array.from({ length: copies }, (_, i) => `\${COMPOSE_PROJECT_NAME}-${component.name}-${digits(i + 1)}`);
}

const reasons = (plan: Stack, component: Component): readonly string[] => [entryOf(plan, component, status_port)].flatMap((entry) => (entry === undefined ? [] : [reasonOf(entry)]));
