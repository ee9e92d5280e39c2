import { settingsOf } from '../model/setting.ts';

/** Consumers and producers under the names that aiokafka and kafka-python share; their times are in milliseconds. */
const kafka = settingsOf('kafka_python');
const MANUAL = 'https://aiokafka.readthedocs.io/en/stable/api.html';

export const session_timeout = kafka.time('session_timeout_ms', { about: 'Silence after which a consumer counts as gone', manual: MANUAL, bare: 1 });
export const heartbeat_interval = kafka.time('heartbeat_interval_ms', { about: 'Time between two signs of life of a consumer', manual: MANUAL, silent: 3000, bare: 1 });
export const max_poll_interval = kafka.time('max_poll_interval_ms', { about: 'Time a consumer may work on what it fetched', manual: MANUAL, silent: 300_000, bare: 1 });
export const max_poll_records = kafka.count('max_poll_records', { about: 'Messages that a consumer takes at once', manual: MANUAL, min: 1, concern: 'capacity' });
export const max_partition_fetch_bytes = kafka.bytes('max_partition_fetch_bytes', { about: 'Bytes of a partition that a consumer asks for at once', manual: MANUAL, silent: 1024 ** 2, bare: 1 });
export const request_timeout = kafka.time('request_timeout_ms', { about: 'Time a broker may take to answer', manual: MANUAL, silent: 40_000, bare: 1 });
export const linger = kafka.time('linger_ms', { about: 'Time a producer waits for more messages of a batch', manual: MANUAL, silent: 0, bare: 1 });
export const enable_idempotence = kafka.flag('enable_idempotence', { about: 'A message that is sent again is written once', manual: MANUAL, silent: false });
