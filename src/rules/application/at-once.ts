import { byKind, mapped, optional, own, readAll, type Input } from '../../model/input.ts';
import * as c from '../../settings/component.ts';
import { kafkaConsumers, processes, slots } from './inputs.ts';

/** Requests in flight that fall to one process. */
const inFlight: Input<number> = mapped(
  { read: (scope) => readAll(scope, { inFlight: own(c.in_flight), replicas: own(c.replicas), workers: processes }) },
  (own_) => Math.ceil(own_.inFlight / (own_.replicas * own_.workers)),
);

/** Threads are there whether they are busy or not; loops and greenlets are as many as there are requests. */
const inGunicorn: Input<number> = {
  read: (scope) => {
    const reading = readAll(scope, { slots, threads: optional(own(c.threads)), inFlight });
    return reading.found ? { ...reading, value: Math.min(reading.value.slots ?? Infinity, Math.max(reading.value.inFlight, reading.value.threads ?? 0)) } : reading;
  },
};

/** What one process of a Python application works on at the same time: requests in threads or on a loop, or messages. */
export const atOnce: Input<number> = byKind({ gunicorn: inGunicorn, uvicorn: inFlight, python: mapped(optional(kafkaConsumers), (consumers) => Math.max(1, consumers ?? 0)) });
