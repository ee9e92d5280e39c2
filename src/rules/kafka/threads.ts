import { each, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp, CORE, floorTo, KiB, MiB, SECOND, sum } from '../../model/value.ts';
import { clientApplications } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';
import { kafkaConsumers, processes } from '../application/inputs.ts';

const DOCKER = 'Compose specification, healthcheck';
const K8S = 'kubernetes.io';

const network = defineRule({
  sizes: kafka.num_network_threads,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => clamp(Math.ceil(cpu / CORE), 2, 16),
  because: 'One for each core: they copy between sockets and queues and wait for nothing.',
  source: 'kafka.apache.org, num.network.threads',
  examples: [{ given: { cpu: 500 }, gives: 2 }, { given: { cpu: 4000 }, gives: 4 }],
});

const io = defineRule({
  sizes: kafka.num_io_threads,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => clamp(2 * Math.ceil(cpu / CORE), 4, 32),
  because: 'Two for each core, since they may wait for the disk.',
  source: 'kafka.apache.org, num.io.threads: 8 by default, at least as many as disks',
  examples: [{ given: { cpu: 500 }, gives: 4 }, { given: { cpu: 4000 }, gives: 8 }],
});

const recovery = defineRule({
  sizes: kafka.num_recovery_threads_per_data_dir,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => clamp(Math.ceil(cpu / CORE), 2, 8),
  because: 'After a crash every core reads the log: nothing else runs then.',
  source: 'kafka.apache.org, num.recovery.threads.per.data.dir',
  examples: [{ given: { cpu: 500 }, gives: 2 }, { given: { cpu: 4000 }, gives: 4 }],
});

const requestBytes = defineRule({
  sizes: kafka.socket_request_max_bytes,
  from: { heap: own(kafka.max_heap), message: own(kafka.message_max_bytes) },
  value: ({ heap, message }) => clamp(floorTo(heap / 16, MiB), ceilTo(4 * message, MiB), 100 * MiB),
  because: 'A sixteenth of the heap, four messages at least: a request is read into the heap as a whole.',
  source: 'kafka.apache.org, socket.request.max.bytes: 100 MiB by default, whatever the heap is',
  examples: [{ given: { heap: 512 * MiB, message: MiB + 64 * KiB }, gives: 32 * MiB }, { given: { heap: 64 * MiB, message: MiB }, gives: 4 * MiB }],
});

const queuedBytes = defineRule({
  sizes: kafka.queued_max_request_bytes,
  from: { heap: own(kafka.max_heap), request: own(kafka.socket_request_max_bytes) },
  value: ({ heap, request }) => Math.max(request, floorTo(heap / 4, MiB)),
  because: 'A quarter of the heap: when the disk is slow, clients wait, and the broker does not run out of memory.',
  source: 'kafka.apache.org, queued.max.request.bytes: unlimited by default, and never below socket.request.max.bytes',
  examples: [{ given: { heap: 512 * MiB, request: 32 * MiB }, gives: 128 * MiB }],
});

const dedupe = defineRule({
  sizes: kafka.log_cleaner_dedupe_buffer_size,
  from: { heap: own(kafka.max_heap) },
  value: ({ heap }) => clamp(floorTo(heap / 16, MiB), 8 * MiB, 128 * MiB),
  because: 'A sixteenth of the heap, which the cleaner takes when the broker starts and never gives back.',
  source: 'kafka.apache.org, log.cleaner.dedupe.buffer.size: 128 MiB by default, half of a small heap',
  examples: [{ given: { heap: 256 * MiB }, gives: 16 * MiB }, { given: { heap: 6 * 1024 * MiB }, gives: 128 * MiB }],
});

const connections = defineRule({
  sizes: kafka.max_connections,
  from: { clients: each(clientApplications, { most: own(container.max_replicas), surge: own(container.max_surge), workers: processes, consumers: kafkaConsumers }), brokers: own(c.replicas) },
  value: ({ clients, brokers }) => Math.max(256, ceilTo(2 * sum(clients.map((client) => (client.most + client.surge) * client.workers * 2 * (1 + client.consumers))) + 16 * brokers, 128)),
  because: 'Two for the producer and each consumer of every process of every pod that can exist, twice over for reconnecting, and some for brokers and operators.',
  source: 'kafka.apache.org, max.connections; clients keep one connection for data and one for the coordinator',
  examples: [
    { given: { clients: [{ of: 'api', most: 3, surge: 1, workers: 2, consumers: 1 }], brokers: 1 }, gives: 256 },
    { given: { clients: [{ of: 'api', most: 24, surge: 1, workers: 4, consumers: 1 }], brokers: 3 }, gives: 896 },
  ],
});

const files = defineRule({
  id: 'kafka.container.nofile',
  sizes: container.nofile,
  on: ['kafka'],
  from: { volume: own(container.volume_size), segment: own(kafka.log_segment_bytes), partitions: own(kafka.broker_partitions), connections: own(kafka.max_connections) },
  value: (v) => clamp(ceilTo(4 * (v.volume / v.segment + 2 * v.partitions) + v.connections + 2048, 1024), 16_384, 1_048_576),
  because: 'Three files of every segment that the volume holds, a fourth for one that is being deleted, one for every connection, and the libraries.',
  source: 'kafka.apache.org, OS: file descriptor limits; segments are kept open',
  examples: [
    { given: { volume: 15 * 1024 * MiB, segment: 64 * MiB, partitions: 24, connections: 256 }, gives: 16_384 },
    { given: { volume: 10_000 * 1024 * MiB, segment: 1024 * MiB, partitions: 1000, connections: 896 }, gives: 51_200 },
  ],
});

const pids = defineRule({
  id: 'kafka.container.pids_limit',
  sizes: container.pids_limit,
  on: ['kafka'],
  from: { network: own(kafka.num_network_threads), io: own(kafka.num_io_threads), recovery: own(kafka.num_recovery_threads_per_data_dir), cpu: own(container.cpu_limit) },
  value: (v) => ceilTo(2 * (v.network + v.io) + v.recovery + 2 * Math.ceil(v.cpu / CORE) + 192, 32),
  because: 'Broker and controller have threads of their own; the rest are of the JVM, the coordinators and a health check.',
  source: 'measured: 96 threads of Kafka 4.3 with 2 network and 4 I/O threads',
  examples: [{ given: { network: 2, io: 4, recovery: 2, cpu: 1000 }, gives: 224 }],
});

const tmp = defineRule({
  id: 'kafka.container.tmpfs_size',
  sizes: container.tmpfs_size,
  on: ['kafka'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => Math.max(16 * MiB, floorTo(memory / 64, MiB)),
  because: 'The JVM\'s own files and the native libraries that it unpacks under a read-only root; it is counted in the memory limit.',
  source: 'cgroups count tmpfs as memory; snappy and zstd unpack their libraries to /tmp',
  examples: [{ given: { memory: 2 * 1024 * MiB }, gives: 32 * MiB }, { given: { memory: 512 * MiB }, gives: 16 * MiB }],
});

/** Threads, connections and memory of requests, and what its container may use beside. */
export const threadRules: readonly Rule[] = [
  network, io, recovery, requestBytes, queuedBytes, dedupe, connections, files, pids, tmp,
  decide(kafka.queued_max_requests, 500, 'Their bytes are bounded; their number need not be.', 'kafka.apache.org, queued.max.requests'),
  decide(kafka.connections_max_idle_ms, 600_000, 'Clients close theirs after nine minutes: the side that pools connections must be the one that closes them.', 'kafka.apache.org, connections.max.idle.ms: 9 minutes of clients, 10 of brokers'),
  decide(container.stop_grace_period, 60 * SECOND, 'Leaders move to other brokers, and the log is flushed: a start after a kill reads all of it.', 'kafka.apache.org, graceful shutdown', ['kafka']),
  decide(container.health_start, 60 * SECOND, 'The JVM starts, and after a crash the log is read.', DOCKER, ['kafka']),
  decide(container.startup_failures, 120, 'Ten minutes: recovery after a crash may take long.', K8S, ['kafka']),
  decide(container.ephemeral_storage, 512 * MiB, 'Logs and temporary files.', K8S, ['kafka']),
  decide(container.run_as_user, 10001, 'Above every user of the host; its volume belongs to its group, and it writes nowhere else.', 'linters ask for more than 10000', ['kafka']),
  decide(container.user, 1000, 'The user of the image, who owns its files.', 'docker/jvm/Dockerfile of apache/kafka: appuser', ['kafka']),
];
