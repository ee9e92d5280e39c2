import { each, given, mapped, optional, own, readAll, type Input, type Who } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { serversOf } from '../../model/stack.ts';
import { clamp, CORE, MINUTE, MiB, SECOND, sum } from '../../model/value.ts';
import { answering, clientApplications, isAnswering } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as kafka from '../../settings/kafka.ts';
import * as profile from '../../settings/profile.ts';
import * as python from '../../settings/python.ts';
import * as w from '../../settings/workload.ts';
import { poolSize } from '../application/inputs.ts';
import { fewest } from '../cluster/availability.ts';
import { inCluster } from '../cluster/where.ts';
import { USABLE } from '../demand/busy.ts';
import { sendsMessages } from '../kafka/where.ts';

const LITTLE = "Little's law: messages in work = rate x time";
/** The least part that a worker is given, and the most: what all requests together are. */
const LEAST_SHARE = 0.1;
const MOST_SHARE = 1;
/** Consumers of one process: each holds buffers and connections. */
const MOST_CONSUMERS = 16;
const MOST_PODS = 500;

const onQueue = (rule: Rule): Rule => ({ ...rule, when: sendsMessages });

/** The applications that answer requests and send messages to a queue of this worker. */
const senders: Who = (stack, worker) => serversOf(stack, worker).filter(({ kind }) => kind === 'kafka').flatMap((queue) => clientApplications(stack, queue)).filter(isAnswering);

const arriving = onQueue(defineRule({
  id: 'python.demand.messages',
  sizes: kafka.messages,
  on: ['python'],
  from: { senders: each(senders, { rps: own(c.app_rps), messages: own(w.messages_per_request) }), target: given(profile.rps) },
  value: ({ senders: all, target }) => Math.round((all.length === 0 ? target : sum(all.map(({ rps, messages }) => rps * messages))) * 1e6) / 1e6,
  because: 'What the requests of the stack send to its queue; where nothing of the stack sends, the target counts messages.',
  source: 'profile',
  examples: [{ given: { senders: [{ of: 'api', rps: 1000, messages: 0.1 }], target: 1000 }, gives: 100 }, { given: { senders: [], target: 300 }, gives: 300 }],
}));

/** CPU time of a message: within the time that it takes. */
const messageCpu: Input<number> = mapped({ read: (scope) => readAll(scope, { cpu: own(w.cpu_time), time: optional(own(w.message_time)) }) }, ({ cpu, time }) => Math.min(cpu, time ?? cpu));

const workShare = defineRule({
  sizes: c.work_share,
  on: ['python'],
  from: { messages: optional(own(kafka.messages)), cost: messageCpu, all: each(answering, { rps: own(c.app_rps), cost: own(w.cpu_time) }) },
  value: ({ messages, cost, all }) => {
    const requests = sum(all.map((one) => one.rps * one.cost));
    const part = messages === undefined ? 0 : requests === 0 ? MOST_SHARE : (messages * cost) / requests;
    return clamp(Math.round(part * 1000) / 1000, LEAST_SHARE, MOST_SHARE);
  },
  because: 'CPU time of its messages against that of all requests, a tenth at least: memory, CPU and database sessions are divided so.',
  source: 'profile',
  examples: [
    { given: { messages: 100, cost: 5, all: [{ of: 'api', rps: 1000, cost: 1 }] }, gives: 0.5 },
    { given: { messages: 100, cost: 1, all: [{ of: 'api', rps: 1000, cost: 4 }] }, gives: 0.1 },
    { given: { messages: undefined, cost: 1, all: [] }, gives: 0.1 },
    { given: { messages: 100, cost: 1, all: [] }, gives: 1 },
  ],
});

const processes = defineRule({
  sizes: python.processes,
  from: { byCpu: own(c.cpu_workers), memory: own(container.memory_limit), one: own(w.worker_memory) },
  value: ({ byCpu, memory, one }) => {
    const byMemory = Math.max(1, Math.floor((0.85 * memory) / one));
    return { value: Math.min(byCpu, byMemory), bound: byCpu <= byMemory ? 'cpu' : 'memory' };
  },
  because: 'One per core, since one interpreter computes on one core, as far as memory carries them.',
  source: 'docs.python.org, global interpreter lock',
  examples: [{ given: { byCpu: 2, memory: 512 * MiB, one: 110 * MiB }, gives: 2 }, { given: { byCpu: 4, memory: 300 * MiB, one: 110 * MiB }, gives: 2 }, { given: { byCpu: 1, memory: 100 * MiB, one: 110 * MiB }, gives: 1 }],
});

const wanted = onQueue(defineRule({
  id: 'python.demand.threads',
  sizes: c.threads,
  on: ['python'],
  from: { rate: own(kafka.messages), time: own(w.message_time), cpu: messageCpu, replicas: own(c.replicas), workers: own(python.processes) },
  value: ({ rate, time, cpu, replicas, workers }) => {
    const busy = Math.max(1, Math.ceil((rate * time) / 1000 / USABLE / (replicas * workers)));
    const byCpu = Math.ceil(time / cpu);
    const most = Math.min(byCpu, MOST_CONSUMERS);
    return busy <= most ? { value: busy, bound: 'messages' } : { value: most, bound: most === byCpu ? 'cpu' : 'the most of one process' };
  },
  because: 'Messages that a process works on side by side: as many as are busy with what arrives, at 70 % use, but no more than keep a core busy while the others wait.',
  source: LITTLE,
  examples: [
    { given: { rate: 100, time: 5, cpu: 1, replicas: 1, workers: 1 }, gives: 1 },
    { given: { rate: 400, time: 20, cpu: 2, replicas: 1, workers: 2 }, gives: 6 },
    { given: { rate: 400, time: 20, cpu: 20, replicas: 1, workers: 1 }, gives: 1 },
    { given: { rate: 400, time: 2000, cpu: 2, replicas: 1, workers: 1 }, gives: 16 },
  ],
}));

const consumers = onQueue(defineRule({
  sizes: python.kafka_consumers,
  from: { wanted: own(c.threads), pool: optional(poolSize) },
  value: ({ wanted: most, pool }) => (pool === undefined || pool >= most ? { value: most, bound: 'messages and cpu' } : { value: Math.max(1, pool), bound: 'database connections' }),
  because: 'A consumer for each message that is worked on at once, and for each a database connection.',
  source: 'kafka.apache.org, consumers: one consumer takes the messages of a partition one after the other',
  examples: [{ given: { wanted: 6, pool: 8 }, gives: 6 }, { given: { wanted: 6, pool: 3 }, gives: 3 }, { given: { wanted: 6, pool: undefined }, gives: 6 }],
}));

const capacity = onQueue(defineRule({
  id: 'python.demand.capacity',
  sizes: c.capacity,
  on: ['python'],
  from: { replicas: own(c.replicas), workers: own(python.processes), consumers: own(python.kafka_consumers), cpuLimit: own(container.cpu_limit), time: own(w.message_time), cpu: messageCpu },
  value: ({ replicas, workers, consumers: each_, cpuLimit, time, cpu }) => {
    const byTime = (workers * each_ * 1000) / time;
    const byCpu = (Math.min(workers, cpuLimit / CORE) * 1000) / cpu;
    return { value: Math.floor(USABLE * replicas * Math.min(byTime, byCpu) * 10) / 10, bound: byCpu <= byTime ? 'cpu' : 'consumers' };
  },
  because: 'Messages a second: its consumers divided by the time that each takes for one, as far as its cores carry them, at 70 % use.',
  source: LITTLE,
  examples: [
    { given: { replicas: 1, workers: 1, consumers: 2, cpuLimit: 1000, time: 5, cpu: 1 }, gives: 280 },
    { given: { replicas: 2, workers: 2, consumers: 4, cpuLimit: 1000, time: 10, cpu: 5 }, gives: 280 },
  ],
}));

const pods = defineRule({
  id: 'python.cluster.replicas',
  sizes: c.replicas,
  on: ['python'],
  when: inCluster,
  from: { rate: optional(own(kafka.messages)), cpu: messageCpu, cores: own(container.cpu_limit), ha: given(profile.ha) },
  value: ({ rate, cpu, cores, ha }) => {
    const byMessages = Math.ceil(((rate ?? 0) * cpu) / (USABLE * cores));
    const value = clamp(byMessages, fewest(ha), MOST_PODS);
    return { value, bound: value === byMessages ? 'messages' : value === MOST_PODS ? 'the most that are planned for' : 'availability' };
  },
  because: 'Cores for what arrives at 70 % use, but never fewer pods than may be lost.',
  source: LITTLE,
  examples: [{ given: { rate: 2000, cpu: 4, cores: CORE, ha: false }, gives: 12 }, { given: { rate: 100, cpu: 1, cores: CORE, ha: true }, gives: 3 }, { given: { rate: undefined, cpu: 1, cores: CORE, ha: false }, gives: 2 }],
});

const deadline = defineRule({
  id: 'worker.python.request_timeout',
  sizes: python.request_timeout,
  on: ['python'],
  from: { timeout: own(w.request_timeout), time: optional(own(w.message_time)) },
  value: ({ timeout, time }) => Math.max(timeout, Math.ceil((3 * (time ?? 0)) / SECOND) * SECOND),
  because: 'What a request may take, and three times what a message usually does: it is given up then, and tried again or put aside.',
  source: 'timeout ladder',
  examples: [{ given: { timeout: 20_000, time: 5 }, gives: 20_000 }, { given: { timeout: 20_000, time: MINUTE }, gives: 180_000 }, { given: { timeout: 20_000, time: undefined }, gives: 20_000 }],
});

const drain = defineRule({
  sizes: python.drain_timeout,
  from: { message: own(python.request_timeout) },
  value: ({ message }) => message,
  because: 'The message in hand is finished and its position said; nothing further is fetched.',
  source: 'drain ladder; kafka.apache.org: what was not committed is delivered again',
  examples: [{ given: { message: 20_000 }, gives: 20_000 }],
});

const grace = defineRule({
  id: 'python.container.stop_grace_period',
  sizes: container.stop_grace_period,
  on: ['python'],
  from: { drain: own(python.drain_timeout) },
  value: (v) => v.drain + 10 * SECOND,
  because: 'The message in hand fits before the kill, with ten seconds to leave its group and to close connections.',
  source: 'drain ladder; Docker kills after 10 s, Kubernetes after 30 s by default',
  examples: [{ given: { drain: 20_000 }, gives: 30_000 }],
});

/** A Python process that works on messages and answers no requests. */
export const workerRules: readonly Rule[] = [
  decide(c.share, 0, 'It answers no requests.', 'profile', ['python']),
  decide(c.command, ['python', '-m', 'worker'], 'The usual name of the module.', 'docs.python.org, -m', ['python']),
  arriving, workShare, processes, wanted, consumers, capacity, pods, deadline, drain, grace,
];

