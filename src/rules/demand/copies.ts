import { mapped, own, readAll, type Input } from '../../model/input.ts';
import { isCluster } from '../../model/stack.ts';
import { replicas } from '../../settings/component.ts';
import { max_surge } from '../../settings/container.ts';

const rolling = { replicas: own(replicas), surge: own(max_surge) };

/** Processes of a pooler that hold connections at once: in a cluster those of a rolling update too; a machine has no room for them, and Compose starts none. */
export const copies: Input<number> = {
  read: (scope) => (isCluster(scope.stack) ? mapped({ read: (at) => readAll(at, rolling) }, (all) => all.replicas + all.surge).read(scope) : own(replicas).read(scope)),
};
