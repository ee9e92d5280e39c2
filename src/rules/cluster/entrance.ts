import { decide, type Rule } from '../../model/rule.ts';
import * as cluster from '../../settings/cluster.ts';

const ON = ['cluster'];

/** How traffic reaches the proxy, and which pods go first where nodes are short. */
export const entranceRules: readonly Rule[] = [
  decide(cluster.entry, 'gateway', 'A route of the Gateway API: every controller reads the same, without annotations of its own.', 'gateway-api.sigs.k8s.io; ingress-nginx is retired since March 2026', ON),
  decide(cluster.gateway, 'gateway/public', 'A Gateway for all stacks of the cluster, whose listener lets routes of other namespaces attach.', 'gateway-api.sigs.k8s.io, cross-namespace routing', ON),
  decide(cluster.route_timeout, 0, 'The proxy ends what takes too long, and tells it by its pauses: a total in front of it would cut slow clients off. Without a value Envoy takes 15 s.', 'gateway-api.sigs.k8s.io, HTTPRoute timeouts: 0s is none; Envoy, route timeout', ON),
  decide(cluster.store_priority, 2000, 'Stores are placed first and evicted last: what runs before them is no use without them.', 'kubernetes.io, pod priority', ON),
  decide(cluster.stateless_priority, 1000, 'Before what has no class at all; nothing of others is evicted for it.', 'kubernetes.io, pod priority', ON),
];
