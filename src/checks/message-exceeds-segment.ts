import { defineCheck, type Breach } from '../model/check.ts';
import { own } from '../model/input.ts';
import { MiB } from '../model/value.ts';
import * as kafka from '../settings/kafka.ts';
import { inMiB } from './words.ts';

/** The greatest message against the segment that holds it and the request that brings it. */
export const messageExceedsSegment = defineCheck({
  id: 'message-exceeds-segment',
  severity: 'warning',
  confidence: 'certain',
  on: ['kafka'],
  reads: { message: own(kafka.message_max_bytes), segment: own(kafka.log_segment_bytes), request: own(kafka.socket_request_max_bytes) },
  broken: (v): readonly Breach[] => [
    ...(v.message > v.segment ? [{ message: `message.max.bytes allows ${inMiB(v.message)}; a segment holds ${inMiB(v.segment)}` }] : []),
    ...(v.message > v.request ? [{ message: `message.max.bytes allows ${inMiB(v.message)}; a request may have ${inMiB(v.request)}` }] : []),
  ],
  why: 'Messages that are allowed are refused all the same: RecordBatchTooLargeException, or a connection that is closed in the middle of the request.',
  fix: 'keep message.max.bytes below log.segment.bytes and socket.request.max.bytes; send larger things by reference.',
  source: 'kafka.apache.org, message.max.bytes, log.segment.bytes, socket.request.max.bytes',
  examples: {
    holds: [{ message: MiB + 12, segment: 1024 * MiB, request: 100 * MiB }],
    breaks: [{ message: 20 * MiB, segment: 16 * MiB, request: 100 * MiB }, { message: 200 * MiB, segment: 1024 * MiB, request: 100 * MiB }],
  },
});
