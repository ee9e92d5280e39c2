import { showPosition, type Entry } from '../model/entry.ts';
import { agree, versionInImage } from '../model/image.ts';
import { entryOf } from '../model/lookup.ts';
import { fail } from '../model/problem.ts';
import { isCluster, isExternal, isOperated, part, serversOf, type Component, type Stack } from '../model/stack.ts';
import { EXTERNAL_KINDS, isAnswering } from '../model/who.ts';
import * as cluster from '../settings/cluster.ts';
import * as c from '../settings/component.ts';
import * as profile from '../settings/profile.ts';
import { refuseWorkerClass, refuseWsgiOnUvicorn } from './refuse-worker-class.ts';

/** Refuses what no sizing can make work: each with its place, what is wrong, and what to do. */
export function refuseContradictions(stack: Stack): void {
  refuseOtherPlatform(stack);
  refuseFewerNodes(stack);
  refuseNodesOfMachine(stack);
  for (const component of stack.components) {
    refuseHosted(stack, component);
    refuseReplicas(stack, component);
    refuseOtherVersion(stack, component);
    refuseIdleProxy(stack, component);
    refuseWorkerClass(stack, component);
    refuseWsgiOnUvicorn(stack, component);
  }
}

const place = (entry: Entry) => (entry.origin.from === 'stated' ? entry.origin.at : undefined);

function refuseOtherPlatform(stack: Stack): void {
  const platform = entryOf(stack, part('machine'), profile.platform);
  if (!isCluster(stack) || platform === undefined || cluster.PLATFORMS.some((known) => known === platform.value)) return;
  fail(`machine.platform: the nodes of a cluster run Kubernetes; ${platform.value} is none of its platforms`, place(platform), `state ${cluster.PLATFORMS.join(', ')}, or leave it out`);
}

function refuseFewerNodes(stack: Stack): void {
  const [least, most] = [cluster.nodes, cluster.max_nodes].map((setting) => entryOf(stack, part('cluster'), setting));
  if (least === undefined || most === undefined || most.value >= least.value) return;
  fail(`cluster.max_nodes: ${most.value} at most are fewer than the ${least.value} nodes that there are`, place(most), 'state more, or leave it out: it follows from the autoscalers of the pods');
}

/** A profile that takes one machine in place of the cluster that it extends says so itself: only where nobody has, nodes are a mistake. */
function refuseNodesOfMachine(stack: Stack): void {
  const topology = entryOf(stack, part('profile'), profile.topology);
  for (const setting of isCluster(stack) ? [] : [cluster.nodes, cluster.max_nodes]) {
    const entry = entryOf(stack, part('cluster'), setting);
    if (entry?.origin.from !== 'stated' || (topology?.origin.from === 'stated' && topology.origin.at.file !== entry.origin.at.file)) continue;
    fail(`${entry.id}: the stack runs on one machine, which has no nodes`, place(entry), 'state topology: cluster, or leave it out');
  }
}

function refuseHosted(stack: Stack, component: Component): void {
  if (!EXTERNAL_KINDS.includes(component.kind) || isExternal(stack, component)) return;
  fail(`${component.name}: ${component.kind} is tuned for, not run: say where it is`, component.at, 'state external: host:port');
}

function refuseReplicas(stack: Stack, component: Component): void {
  const replicas = entryOf(stack, component, c.replicas);
  if (replicas === undefined || replicas.value < 2 || !['postgres', 'redis'].includes(component.kind) || isOperated(stack, component)) return;
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
  if (component.kind !== 'nginx' || serversOf(stack, component).some(isAnswering)) return;
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
