import { given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isOperated } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';
import * as kafka from '../../settings/kafka.ts';
import { platform } from '../../settings/profile.ts';
import * as strimzi from '../../settings/strimzi.ts';

const ON = ['kafka'];
const SOURCE = 'strimzi.io, network policies of operands';

const rack = defineRule({
  sizes: strimzi.rack,
  on: ON,
  from: { platform: given(platform), brokers: own(c.replicas) },
  value: (v) => v.brokers > 1 && ['gke', 'eks', 'aks'].includes(v.platform),
  because: 'Copies of a partition lie in different zones where the nodes say theirs; the operator places brokers only on nodes that do.',
  source: 'strimzi.io, rack awareness; nodes of GKE, EKS and AKS have topology.kubernetes.io/zone',
  examples: [{ given: { platform: 'gke', brokers: 3 }, gives: true }, { given: { platform: 'kubernetes', brokers: 3 }, gives: false }, { given: { platform: 'gke', brokers: 1 }, gives: false }],
});

/** What Strimzi is told of a Kafka. */
export const strimziRules: readonly Rule[] = [
  rack,
  { ...decide(kafka.controller_port, 9090, 'The operator\'s own port of the controllers.', SOURCE), id: 'strimzi.kafka.controller_port' },
  decide(strimzi.replication_port, 9091, 'The operator\'s own port of the brokers for each other.', SOURCE, ON),
  decide(strimzi.exporter_port, 9404, 'The operator\'s own port of metrics.', SOURCE, ON),
  decide(strimzi.api_service_port, 443, 'A broker asks the API server for the zone of its node; a policy sees the address of the Service or of its machine.', 'kubernetes.io, network policies', ON),
  decide(strimzi.api_server_port, 6443, 'A broker asks the API server for the zone of its node; a policy sees the address of the Service or of its machine.', 'kubernetes.io, network policies', ON),
].map((rule): Rule => ({ ...rule, when: isOperated }));
