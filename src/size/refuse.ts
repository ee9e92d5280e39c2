import { showPosition, type Entry } from '../model/entry.ts';
import { agree, versionInImage } from '../model/image.ts';
import { entryOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import { serversOf, type Component, type Stack } from '../model/stack.ts';
import { isApplication } from '../model/who.ts';
import * as c from '../settings/component.ts';

/** Refuses what no sizing can make work: each with its place, what is wrong, and what to do. */
export function refuseContradictions(stack: Stack): void {
  for (const component of stack.components) {
    refuseReplicas(stack, component);
    refuseOtherVersion(stack, component);
    refuseIdleProxy(stack, component);
  }
}

const place = (entry: Entry) => (entry.origin.from === 'stated' ? entry.origin.at : undefined);

function refuseReplicas(stack: Stack, component: Component): void {
  const replicas = entryOf(stack, component, c.replicas);
  if (replicas === undefined || replicas.value < 2 || !['postgres', 'redis'].includes(component.kind)) return;
  fail(`${component.name}: ${replicas.value} replicas of ${component.kind} would be as many stores that know nothing of each other`, place(replicas), 'leave replicas out: one primary holds the data; standbys are the business of an operator');
}

function refuseOtherVersion(stack: Stack, component: Component): void {
  const image = entryOf(stack, component, c.image);
  const version = entryOf(stack, component, c.version);
  const tag = image && versionInImage(component.kind, image.value);
  if (image === undefined || version?.origin.from !== 'stated' || tag === undefined || agree(tag, version.value)) return;
  fail(`${component.name}: the image ${image.value} is not version ${version.value}, which is stated at ${showPosition(version.origin.at)}`, place(image), 'state one of them: the version follows from the image');
}

function refuseIdleProxy(stack: Stack, component: Component): void {
  if (component.kind !== 'nginx' || serversOf(stack, component).some(isApplication)) return;
  fail(`${component.name}: there is no application that it could pass requests to`, component.at, `link it to one, or leave it out: without: [${component.name}]`);
}

/** Refuses routes whose answers would be kept although they must not be. */
export function refuseRoutes(stack: Stack): void {
  for (const route of stack.routes) {
    const kept = route.immutable ? 'immutable' : route.cache !== 'none' ? `cache: ${route.cache}` : undefined;
    if (kept !== undefined && route.auth) fail(`route ${route.path}: auth and ${kept} contradict each other: answers that depend on the caller are never kept`, route.at, 'state only one of them');
    if (kept !== undefined && route.stream !== 'none') fail(`route ${route.path}: stream: ${route.stream} and ${kept} contradict each other: a stream cannot be kept`, route.at, 'state only one of them');
  }
}
