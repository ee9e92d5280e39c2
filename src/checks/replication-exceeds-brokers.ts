import { defineCheck, type Breach } from '../model/check.ts';
import { chosen, own } from '../model/input.ts';
import { counted } from '../model/quote.ts';
import * as kafka from '../settings/kafka.ts';
import { brokers } from './brokers.ts';

/** How many copies topics have, and how many a write waits for, against the brokers that there are. */
export const replicationExceedsBrokers = defineCheck({
  id: 'replication-exceeds-brokers',
  severity: 'error',
  confidence: 'certain',
  on: ['kafka'],
  reads: {
    brokers, offsets: own(kafka.offsets_topic_replication_factor), usual: own(kafka.default_replication_factor), insync: own(kafka.min_insync_replicas),
    transactions: own(kafka.transaction_state_log_replication_factor), stated: chosen(own(kafka.transaction_state_log_replication_factor)),
  },
  broken: (v): readonly Breach[] => {
    const there = counted(v.brokers, 'broker', 'brokers');
    const above = (name: string, factor: number, follows: string): readonly Breach[] => (factor > v.brokers ? [{ message: `${name} asks for ${factor} copies, there ${v.brokers === 1 ? 'is' : 'are'} ${there}: ${follows}` }] : []);
    const waits = v.insync > Math.min(v.usual, v.brokers);
    const stops = !waits && v.usual > 1 && v.insync === v.usual;
    return [
      ...above('offsets.topic.replication.factor', v.offsets, 'no consumer group can begin'),
      ...above('default.replication.factor', v.usual, 'no topic can be made without a number of its own'),
      ...(v.stated ? above('transaction.state.log.replication.factor', v.transactions, 'no transaction can begin') : []),
      ...(waits ? [{ message: `min.insync.replicas is ${v.insync}, a topic has ${counted(Math.min(v.usual, v.brokers), 'copy', 'copies')}: every write with acks=all is refused` }] : []),
      ...(stops ? [{ message: `min.insync.replicas is ${v.insync} of ${v.usual} copies: while one broker is away, every write with acks=all is refused`, severity: 'warning' as const, confidence: 'likely' as const }] : []),
    ];
  },
  why: 'Kafka makes no topic with more copies than brokers: consumers wait for ever without an error of their own, and the broker logs INVALID_REPLICATION_FACTOR.',
  fix: 'state 1 for each factor and for min.insync.replicas on a single broker; with three brokers, three copies of which two are in sync.',
  source: 'kafka.apache.org, offsets.topic.replication.factor: 3 by default, and creation fails until there are as many brokers; min.insync.replicas',
  examples: {
    holds: [
      { brokers: 1, offsets: 1, usual: 1, insync: 1, transactions: 3, stated: false },
      { brokers: 3, offsets: 3, usual: 3, insync: 2, transactions: 3, stated: true },
    ],
    breaks: [
      { brokers: 1, offsets: 3, usual: 1, insync: 1, transactions: 1, stated: true },
      { brokers: 1, offsets: 1, usual: 1, insync: 2, transactions: 1, stated: true },
      { brokers: 3, offsets: 3, usual: 3, insync: 3, transactions: 3, stated: true },
      { brokers: 2, offsets: 2, usual: 3, insync: 1, transactions: 3, stated: true },
    ],
  },
});
