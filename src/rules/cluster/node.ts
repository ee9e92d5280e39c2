import { given, mapped, readAll, type Input } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isCluster } from '../../model/stack.ts';
import { MiB } from '../../model/value.ts';
import type { Setting } from '../../model/setting.ts';
import * as cluster from '../../settings/cluster.ts';
import * as profile from '../../settings/profile.ts';
import type { NodeRoom } from './packing.ts';

const AGENTS = 'requests of the usual agents: kube-proxy 100m, network agent 25m to 100m, log shipper 100m and 200Mi, node exporter 102m and 180Mi, CSI drivers 10m to 30m each';

const platform = defineRule({
  sizes: profile.platform,
  when: isCluster,
  from: {},
  value: () => 'kubernetes',
  because: 'The nodes of a cluster run Kubernetes; which one, the profile does not say.',
  source: 'profile',
  examples: [{ given: {}, gives: 'kubernetes' }],
});

/** What is left of a resource of the node when the agents have theirs. */
const beside = (all: Setting<number>, daemons: Setting<number>): Input<number> =>
  mapped({ read: (scope) => readAll(scope, { all: given(all), daemons: given(daemons) }) }, (has) => Math.max(0, has.all - has.daemons));

/** CPU of one node that is left for pods. */
export const cpuForPods = beside(profile.allocatable_cpu, cluster.daemon_cpu);
/** Memory of one node that is left for pods. */
export const memoryForPods = beside(profile.allocatable_memory, cluster.daemon_memory);

const room = { cpu: cpuForPods, memory: memoryForPods, pods: beside(profile.max_pods, cluster.daemon_pods) };

/** What one node has for pods: what its platform leaves, less what the agents on each node take. */
export const nodeRoom: Input<NodeRoom> = { read: (scope) => readAll(scope, room) };

/** What a node is, and what its agents take of it. */
export const nodeRules: readonly Rule[] = [
  platform,
  decide(cluster.daemon_cpu, 300, 'Network, metrics and log agents run on every node.', AGENTS),
  decide(cluster.daemon_memory, 512 * MiB, 'Network, metrics and log agents run on every node.', AGENTS),
  decide(cluster.daemon_pods, 8, 'Network, metrics, log and disk agents are pods too.', AGENTS),
];
