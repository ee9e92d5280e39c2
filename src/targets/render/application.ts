import { noted, quoted, type YamlData, type YamlMap } from '../../formats/yaml-document.ts';
import { entryOf, valueOf } from '../../model/lookup.ts';
import type { Component, Stack } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import { isPython } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as render from '../../settings/render.ts';
import { isAutoscaled } from '../autoscaled.ts';
import { reasonOf } from '../reason.ts';
import { READY_PATH } from '../node/paths.ts';
import { commandLine, buildCommand, startCommand } from './commands.ts';
import { variablesOf } from './variables.ts';
import { linesOf, type Lines } from './line.ts';
import { serviceType } from './type.ts';

/** An application as a service of Render. */
export function applicationOf(plan: Stack, application: Component): YamlMap {
  const line = linesOf(plan, application);
  return {
    type: serviceType(plan, application),
    name: application.name,
    ...runtimeOf(plan, application, line),
    plan: line(render.plan, String),
    ...scalingOf(plan, application, line),
    healthCheckPath: serviceType(plan, application) === 'web' ? (application.kind === 'next' ? '/' : READY_PATH) : undefined,
    preDeployCommand: commandOf(plan, application),
    maxShutdownDelaySeconds: line(render.max_shutdown_delay, (delay) => delay / SECOND),
    envVars: variablesOf(plan, application),
  };
}

/** A stated image is pulled, a stated build is built, anything else runs on Render's own runtime of the language. */
function runtimeOf(plan: Stack, application: Component, line: Lines): YamlMap {
  if (valueOf(plan, application, c.image) !== undefined) return { runtime: 'image', image: { url: line(c.image, String) }, dockerCommand: isPython(application) ? startCommand(plan, application, 'in an image') : undefined };
  if (valueOf(plan, application, c.build_context) !== undefined) return { runtime: 'docker', dockerfilePath: line(c.build_dockerfile, String), dockerCommand: isPython(application) ? startCommand(plan, application, 'in an image') : undefined };
  return { runtime: isPython(application) ? 'python' : 'node', buildCommand: buildCommand(application), startCommand: startCommand(plan, application, 'in the repository') };
}

function scalingOf(plan: Stack, application: Component, line: Lines): YamlMap {
  if (!isAutoscaled(plan, application)) return { numInstances: line(c.replicas, Number) };
  return { scaling: noted({ minInstances: line(c.replicas, Number), maxInstances: line(container.max_replicas, Number), targetCPUPercent: line(render.target_cpu, Number) }, 'Autoscaling is for professional workspaces; without one say numInstances.') };
}

function commandOf(plan: Stack, application: Component): YamlData | undefined {
  const entry = entryOf(plan, application, c.migrate);
  return entry === undefined || entry.value.length === 0 ? undefined : quoted(commandLine(entry.value), reasonOf(entry));
}
