import { given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isOperated } from '../../model/stack.ts';
import { SECOND } from '../../model/value.ts';
import * as cluster from '../../settings/cluster.ts';
import * as cnpg from '../../settings/cloudnativepg.ts';
import * as c from '../../settings/component.ts';
import * as pg from '../../settings/postgres.ts';

const DATABASE = ['postgres'];
const PODS = ['postgres', 'pgbouncer'];
const MANUAL = 'cloudnative-pg.io';

const synchronousNumber = defineRule({
  sizes: cnpg.synchronous_number,
  on: DATABASE,
  from: { instances: own(c.replicas) },
  value: ({ instances }) => (instances > 1 ? 1 : undefined),
  because: 'A commit is on two nodes before it is answered: a failover loses nothing.',
  source: `${MANUAL}, replication: quorum-based synchronous replication`,
  examples: [{ given: { instances: 3 }, gives: 1 }, { given: { instances: 1 }, gives: undefined }],
});

const durability = defineRule({
  sizes: cnpg.data_durability,
  on: DATABASE,
  from: { instances: own(c.replicas) },
  value: ({ instances }) => {
    if (instances === 1) return undefined;
    return instances > 2 ? 'required' : 'preferred';
  },
  because: 'With two standbys one may be away and commits still wait for the other; a single standby that is away must not stop all writes.',
  source: `${MANUAL}, replication: data durability and synchronous replication`,
  examples: [{ given: { instances: 3 }, gives: 'required' }, { given: { instances: 2 }, gives: 'preferred' }, { given: { instances: 1 }, gives: undefined }],
});

const antiAffinity = defineRule({
  sizes: cnpg.pod_anti_affinity,
  on: DATABASE,
  from: { instances: own(c.replicas), nodes: given(cluster.nodes) },
  value: ({ instances, nodes }) => (nodes > instances ? 'required' : 'preferred'),
  because: 'Two instances on one node are lost together; where there is no node to spare, an instance that cannot move would keep its node from being drained.',
  source: `${MANUAL}, scheduling: pod affinity and anti-affinity`,
  examples: [{ given: { instances: 3, nodes: 5 }, gives: 'required' }, { given: { instances: 3, nodes: 3 }, gives: 'preferred' }],
});

const primaryUpdate = defineRule({
  sizes: cnpg.primary_update,
  on: DATABASE,
  from: { instances: own(c.replicas) },
  value: ({ instances }) => (instances > 1 ? 'switchover' : 'restart'),
  because: 'A standby that is up to date takes over within seconds; a restart waits for recovery. A single instance has nobody to hand over to.',
  source: `${MANUAL}, rolling updates`,
  examples: [{ given: { instances: 3 }, gives: 'switchover' }, { given: { instances: 1 }, gives: 'restart' }],
});

const disruptionBudget = defineRule({
  sizes: cnpg.pdb,
  on: DATABASE,
  from: { instances: own(c.replicas) },
  value: ({ instances }) => instances > 1,
  because: 'The operator hands the primary over before its node is drained; a single instance has to go with its node, or the node is never drained.',
  source: `${MANUAL}, Kubernetes upgrade: pod disruption budgets`,
  examples: [{ given: { instances: 3 }, gives: true }, { given: { instances: 1 }, gives: false }],
});

const senders = defineRule({
  id: 'cluster.postgres.max_wal_senders',
  sizes: pg.max_wal_senders,
  on: DATABASE,
  from: { instances: own(c.replicas) },
  value: ({ instances }) => 2 * (instances - 1) + 4,
  because: 'Each standby streams, and takes two more while it is made anew; a backup takes two.',
  source: 'PostgreSQL manual, pg_basebackup: two connections with streamed WAL',
  examples: [{ given: { instances: 3 }, gives: 8 }, { given: { instances: 1 }, gives: 4 }],
});

const slots = defineRule({
  id: 'cluster.postgres.max_replication_slots',
  sizes: pg.max_replication_slots,
  on: DATABASE,
  from: { senders: own(pg.max_wal_senders) },
  value: ({ senders: most }) => most,
  because: 'As many as senders: each standby has a slot on every instance that may become the primary.',
  source: `${MANUAL}, replication: replication slots for high availability`,
  examples: [{ given: { senders: 8 }, gives: 8 }],
});

/** The operator's images: it looks for its own users and paths in them. */
const image = (kind: string, of: (version: string) => string, example: readonly [version: string, image: string]): Rule =>
  defineRule({
    id: `cluster.${kind}.component.image`,
    sizes: c.image,
    on: [kind],
    from: { version: own(c.version) },
    value: ({ version }) => of(version),
    because: 'The operator\'s own image: others lack what its instance manager looks for.',
    source: `${MANUAL}, container image requirements`,
    examples: [{ given: { version: example[0] }, gives: example[1] }],
  });

/** What CloudNativePG is told of PostgreSQL and its poolers. */
export const cloudnativepgRules: readonly Rule[] = [
  synchronousNumber, durability, antiAffinity, primaryUpdate, disruptionBudget, senders, slots,
  image('postgres', (version) => `ghcr.io/cloudnative-pg/postgresql:${version}-standard-bookworm`, ['18', 'ghcr.io/cloudnative-pg/postgresql:18-standard-bookworm']),
  image('pgbouncer', (version) => `ghcr.io/cloudnative-pg/pgbouncer:${version}`, ['1.24.1', 'ghcr.io/cloudnative-pg/pgbouncer:1.24.1']),
  decide(cnpg.smart_shutdown, 15 * SECOND, 'The sessions of a pool do not end by themselves: waiting longer only delays the shutdown that ends them.', `${MANUAL}, default 180 s`, DATABASE),
  decide(cnpg.status_port, 8000, 'The operator asks each instance how it is.', `${MANUAL}, networking`, DATABASE),
  decide(cnpg.metrics_port, 9187, 'The instances serve metrics themselves.', `${MANUAL}, monitoring`, DATABASE),
  decide(cnpg.metrics_port, 9127, 'The poolers serve metrics themselves.', `${MANUAL}, monitoring`, ['pgbouncer']),
  decide(cnpg.api_service_port, 443, 'Each pod reads its configuration from the API server; a policy sees the address of the Service or of its machine.', 'kubernetes.io, network policies', PODS),
  decide(cnpg.api_server_port, 6443, 'Each pod reads its configuration from the API server; a policy sees the address of the Service or of its machine.', 'kubernetes.io, network policies', PODS),
].map((rule): Rule => ({ ...rule, when: isOperated }));
