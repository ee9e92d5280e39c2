import { own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { GiB, MiB, MINUTE, SECOND } from '../../model/value.ts';
import { APPLICATION_KINDS, PLAN_KINDS } from '../../model/who.ts';
import * as component from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import { scalingRules } from './scaling.ts';

const STATELESS = ['nginx', 'pgbouncer', ...APPLICATION_KINDS];
const K8S = 'kubernetes.io';

const grace = defineRule({
  sizes: container.grace_period,
  on: PLAN_KINDS,
  from: { stop: own(container.stop_grace_period) },
  value: ({ stop }) => stop,
  because: 'Everything from the stop to the last request fits.',
  source: 'drain ladder; 30 s by default',
  examples: [{ given: { stop: 82_000 }, gives: 82_000 }],
});

const progress = defineRule({
  sizes: container.progress_deadline,
  on: STATELESS,
  from: { stop: own(container.grace_period) },
  value: ({ stop }) => 10 * MINUTE + stop,
  because: 'A rollout counts as failed when a pod takes far longer than starting and stopping do.',
  source: 'kubernetes.io, default 600 s',
  examples: [{ given: { stop: 82_000 }, gives: 682_000 }],
});

/** What only Kubernetes asks for. */
export const kubernetesRules: readonly Rule[] = [
  grace,
  progress,
  ...scalingRules,
  decide(container.max_surge, 1, 'One pod more during a rolling update: its connections are in the budget.', K8S, STATELESS),
  decide(container.max_unavailable, 0, 'No pod leaves before its successor is ready.', K8S, STATELESS),
  decide(container.pdb_max_unavailable, 1, 'Nodes can be drained, one pod at a time.', K8S, PLAN_KINDS),
  decide(container.ready_period, 5 * SECOND, 'A pod that cannot serve is out within ten seconds.', K8S, PLAN_KINDS),
  decide(container.ready_timeout, 3 * SECOND, 'One second makes busy pods flap.', K8S, PLAN_KINDS),
  decide(container.ready_failures, 2, 'A pod that cannot serve is out within ten seconds.', K8S, PLAN_KINDS),
  decide(container.live_period, 10 * SECOND, 'A minute of silence before a restart.', K8S, PLAN_KINDS),
  decide(container.live_timeout, 5 * SECOND, 'A process that waits for CPU is slow, not dead.', 'incidents of liveness probes killing busy pods', PLAN_KINDS),
  decide(container.live_failures, 6, 'A minute of silence before a restart.', 'incidents of liveness probes killing busy pods', PLAN_KINDS),
  decide(container.startup_period, 5 * SECOND, 'Looked at often, so that a quick start is used at once.', K8S, PLAN_KINDS),
  decide(container.startup_failures, 24, 'Two minutes to start.', K8S, STATELESS.concat('redis')),
  decide(container.startup_failures, 120, 'Ten minutes: recovery after a crash may take long.', K8S, ['postgres']),
  decide(container.ephemeral_storage, 256 * MiB, 'Logs and temporary files.', K8S, [...APPLICATION_KINDS, 'redis', 'pgbouncer']),
  decide(container.ephemeral_storage, GiB, 'Logs and temporary files.', K8S, ['postgres']),
  defineRule({
    id: 'nginx.kubernetes.ephemeral_storage',
    sizes: container.ephemeral_storage,
    on: ['nginx'],
    from: { volume: own(container.volume_size) },
    value: ({ volume }) => volume + 256 * MiB,
    because: 'The cache, logs and temporary files.',
    source: K8S,
    examples: [{ given: { volume: GiB }, gives: 1280 * MiB }],
  }),
  decide(container.min_ready, 5 * SECOND, 'A pod that dies at once does not count as ready.', K8S, STATELESS),
  decide(container.revision_history, 5, 'A few steps back.', 'kubernetes.io default 10', PLAN_KINDS),
  decide(container.pre_stop_sleep, 5 * SECOND, 'No client opens a connection to a pooler that is out of every list of endpoints.', 'Kubernetes removes endpoints while it stops the pod', ['pgbouncer']),
  decide(container.anti_affinity_weight, 100, 'Two pods of one component share a node only where there is no other.', K8S, PLAN_KINDS),
  decide(container.topology_max_skew, 1, 'Pods are spread evenly over the zones, as far as the nodes allow.', K8S, PLAN_KINDS),
  decide(container.ndots, 2, 'Names inside have no dots; those outside have two or more, and are not asked for below each domain of the cluster first.', 'kubernetes.io: 5 by default, with three domains to search', PLAN_KINDS),
  decide(container.dns_port, 53, 'Names are resolved by the cluster: without it no policy lets a pod find another.', 'RFC 1035', PLAN_KINDS),
  decide(container.run_as_user, 10001, 'Above every user of the host; volumes belong to its group.', 'linters ask for more than 10000', ['nginx', 'pgbouncer', 'redis', ...APPLICATION_KINDS]),
  defineRule({
    id: 'postgres.kubernetes.run_as_user',
    sizes: container.run_as_user,
    on: ['postgres'],
    from: { image: own(component.image) },
    value: ({ image }) => (image.includes('alpine') ? 70 : 10001),
    because: 'Above every user of the host; volumes belong to its group. On Alpine the image makes a database for its own user alone.',
    source: 'docker-library/postgres, arbitrary --user notes; linters ask for more than 10000',
    examples: [{ given: { image: 'postgres:18-bookworm' }, gives: 10001 }, { given: { image: 'postgres:18-alpine' }, gives: 70 }],
  }),
];
