import { each, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp, CORE, floorTo, GiB, MiB } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';
import * as w from '../../settings/workload.ts';
import { clientApplications } from '../../model/who.ts';
import { inCluster } from '../cluster/where.ts';

const SOURCE = 'Plumbline: proportions of the five guides\' Compose files, adjusted by measurement';

/** Bytes per second that one core of a broker takes in, writes, and hands on. */
const PER_CORE = 30 * MiB;
/** Seconds of writing that the page cache holds, so that readers who keep up never touch the disk. */
const CACHED = 30;

/** Bytes per second that clients send, each with its own messages. */
const sent = each(clientApplications, { rps: own(c.app_rps), messages: own(w.messages_per_request), size: own(w.message_size) });
const bytesOf = (clients: readonly { readonly rps: number; readonly messages: number; readonly size: number }[]): number =>
  clients.reduce((all, { rps, messages, size }) => all + rps * messages * size, 0);

const ORDERS = [{ of: 'api', rps: 8000, messages: 1, size: 8192 }];

const podCpu = defineRule({
  id: 'kafka.budget.pod_cpu',
  sizes: c.pod_cpu,
  on: ['kafka'],
  when: inCluster,
  from: { clients: sent, factor: own(kafka.default_replication_factor) },
  value: ({ clients, factor }) => clamp(Math.ceil((bytesOf(clients) * factor) / PER_CORE), 2, 16) * CORE,
  because: 'A core for each 30 MiB per second, copies included, and two at least: every broker must be able to lead all partitions.',
  source: 'kafka.apache.org, hardware and OS; measured: one core of Kafka 4.3 took in 55 MiB of 1 KiB messages a second',
  examples: [{ given: { clients: [{ of: 'api', rps: 800, messages: 1, size: 1024 }], factor: 3 }, gives: 2 * CORE }, { given: { clients: ORDERS, factor: 3 }, gives: 7 * CORE }],
});

const podMemory = defineRule({
  id: 'kafka.budget.pod_memory',
  sizes: c.pod_memory,
  on: ['kafka'],
  when: inCluster,
  from: { clients: sent, factor: own(kafka.default_replication_factor) },
  value: ({ clients, factor }) => clamp(ceilTo(2 * GiB + 2 * CACHED * bytesOf(clients) * factor, 256 * MiB), 2 * GiB, 32 * GiB),
  because: 'Half of it holds half a minute of writing in the page cache, so that readers who keep up never touch the disk; the other half is heap, up to 6 GiB.',
  source: 'kafka.apache.org, hardware and OS: memory for 30 seconds of writing',
  examples: [{ given: { clients: [{ of: 'api', rps: 100, messages: 0.1, size: 1024 }], factor: 3 }, gives: 2304 * MiB }, { given: { clients: ORDERS, factor: 3 }, gives: 13 * GiB }],
});

const heap = defineRule({
  id: 'kafka.jvm.Xmx',
  sizes: kafka.max_heap,
  on: ['kafka'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => {
    const half = floorTo(memory / 2, MiB);
    return half >= 6 * GiB ? { value: 6 * GiB, bound: '6 GiB' } : { value: half, bound: 'memory' };
  },
  because: 'Half of the memory, and never more than 6 GiB: messages live in the page cache, which the kernel takes from the other half.',
  source: 'kafka.apache.org, Java version: a heap of 6 GB on machines of 64 GB; kafka-server-start.sh takes 1 GB whatever the container has',
  examples: [{ given: { memory: GiB }, gives: 512 * MiB }, { given: { memory: 32 * GiB }, gives: 6 * GiB }],
});

const initialHeap = defineRule({
  id: 'kafka.jvm.Xms',
  sizes: kafka.initial_heap,
  on: ['kafka'],
  from: { heap: own(kafka.max_heap) },
  value: (v) => v.heap,
  because: 'The same as the greatest heap: it is not grown while clients wait.',
  source: 'kafka.apache.org, Java version',
  examples: [{ given: { heap: 512 * MiB }, gives: 512 * MiB }],
});

/** The broker's share of the machine, its pods in a cluster, and its heap. */
export const budgetRules: readonly Rule[] = [
  decide(c.memory_weight, 0.16, 'A heap, and as much page cache.', SOURCE, ['kafka']),
  decide(c.cpu_weight, 0.1, 'Copying messages between sockets and the page cache takes little CPU.', SOURCE, ['kafka']),
  decide(c.memory_floor, 512 * MiB, 'The smallest heap that starts with its topics, and what the JVM takes beside it.', 'measured: Kafka 4.3 with a heap of 256 MiB holds 360 MiB', ['kafka']),
  decide(c.memory_ceiling, 32 * GiB, 'Six gigabytes of heap, and minutes of messages in the page cache.', 'kafka.apache.org, hardware and OS', ['kafka']),
  decide(c.cpu_floor, 250, 'A start takes four seconds of CPU: a quarter of a minute with a quarter of a core.', 'measured: Kafka 4.3 takes 4 seconds of CPU to start', ['kafka']),
  podCpu, podMemory, heap, initialHeap,
];
