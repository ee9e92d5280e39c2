import type { SourceTree } from './model/source.ts';
import type { Unread } from './model/stack.ts';
import { stackOf, type ReadOptions, type StackRead } from './read.ts';
import { discover, discoverLoose, leftOut, type DiscoverOptions } from './readers/discover.ts';

/** Every stack of a tree, and what lies in it that is known and was not read. */
export interface TreeRead {
  readonly stacks: readonly StackRead[];
  readonly unread: readonly Unread[];
}

/** Reads a tree: its Compose projects, its Kubernetes manifests, and the configuration files that neither of them uses. */
export function readTree(tree: SourceTree, options: ReadOptions & DiscoverOptions = {}): TreeRead {
  const deployments = discover(tree, options);
  const deployed = deployments.map((deployment) => stackOf(tree, deployment, options));
  const loose = discoverLoose(tree, deployments, deployed.flatMap(({ files }) => files), options);
  const all = [...deployed, ...loose.map((deployment) => stackOf(tree, deployment, options))];
  const stacks = all.filter(holdsSomething);
  const empty = all.filter((one) => !holdsSomething(one)).flatMap(({ stack }) => stack.unread ?? []);
  const taken = new Set(stacks.flatMap(({ files }) => files));
  return { stacks, unread: [...empty, ...leftOut(tree, options).filter(({ what }) => !taken.has(what))] };
}

/** Whether anything of a stack was read: manifests that are only templates are none. */
const holdsSomething = ({ stack, problems }: StackRead): boolean =>
  stack.components.length > 0 || problems.length > 0 || (stack.documents ?? []).some(({ content }) => !Array.isArray(content) || content.length > 0);
