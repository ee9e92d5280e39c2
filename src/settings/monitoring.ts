import { settingsOf } from '../model/setting.ts';

const monitoring = settingsOf('monitoring');

/** Exporters take memory and CPU from the budget: they are rendered where a profile asks for them. */
export const exporters = monitoring.flag('exporters', { about: 'Exporters of metrics for nginx, PostgreSQL, PgBouncer, Redis and Kafka run beside them', silent: false });
/** Whose thresholds the alerts use. */
export const thresholds = monitoring.text('thresholds', { about: 'Where the thresholds of alerts come from: the profile\'s targets, or a guide', oneOf: ['targets', 'violentutf', 'jewgo'], silent: 'targets' });
export const scrape_interval = monitoring.time('scrape_interval', { about: 'Time between two scrapes', manual: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/', min: 1000, max: 300_000 });

const PROMETHEUS = 'https://prometheus.io/docs/';
const ALERTS = `${PROMETHEUS}prometheus/latest/configuration/alerting_rules/`;
const WORKBOOK = 'https://sre.google/workbook/alerting-on-slos/';

export const rate_window = monitoring.time('rate_window', { about: 'Time over which rates and percentiles are taken', manual: `${PROMETHEUS}prometheus/latest/querying/functions/#rate`, min: 1000 });
export const for_outage = monitoring.time('for.outage', { about: 'Time that something must be down before it pages', manual: ALERTS });
export const for_symptom = monitoring.time('for.symptom', { about: 'Time that users must see a symptom before it pages', manual: ALERTS });
export const for_cause = monitoring.time('for.cause', { about: 'Time that a cause must last before it becomes a ticket', manual: ALERTS });
export const for_waiting = monitoring.time('for.waiting', { about: 'Time that requests must wait for connections before it becomes a ticket', manual: ALERTS });

export const latency = monitoring.time('latency', { about: '95th percentile of response time above which it pages', min: 1 });
/** Only where a guide states one: the targets have an error budget instead. */
export const error_share = monitoring.ratio('error_share', { about: 'Share of failed requests above which it pages', max: 1 });
export const error_budget = monitoring.ratio('error_budget', { about: 'Share of requests that may fail', manual: WORKBOOK, max: 1 });
/** How many times faster than the budget allows: the fastest, over the shortest window. */
export const burn_fastest = monitoring.ratio('burn_rate.fastest', { about: 'Burn rate that pages over the shortest window', manual: WORKBOOK });
export const burn_fast = monitoring.ratio('burn_rate.fast', { about: 'Burn rate that pages over hours', manual: WORKBOOK });
export const burn_slow = monitoring.ratio('burn_rate.slow', { about: 'Burn rate that becomes a ticket over a day', manual: WORKBOOK });
export const burn_slowest = monitoring.ratio('burn_rate.slowest', { about: 'Burn rate that becomes a ticket over days', manual: WORKBOOK });
export const window_fastest = monitoring.time('burn_window.fastest', { about: 'Window of the fastest burn rate', manual: WORKBOOK, min: 1000 });
export const window_fast = monitoring.time('burn_window.fast', { about: 'Window of the fast burn rate', manual: WORKBOOK, min: 1000 });
export const window_slow = monitoring.time('burn_window.slow', { about: 'Window of the slow burn rate', manual: WORKBOOK, min: 1000 });
export const window_slowest = monitoring.time('burn_window.slowest', { about: 'Window of the slowest burn rate', manual: WORKBOOK, min: 1000 });
export const check_fastest = monitoring.time('burn_check.fastest', { about: 'Window that shows whether the fastest burn still goes on', manual: WORKBOOK, min: 1000 });
export const check_fast = monitoring.time('burn_check.fast', { about: 'Window that shows whether the fast burn still goes on', manual: WORKBOOK, min: 1000 });
export const check_slow = monitoring.time('burn_check.slow', { about: 'Window that shows whether the slow burn still goes on', manual: WORKBOOK, min: 1000 });
export const check_slowest = monitoring.time('burn_check.slowest', { about: 'Window that shows whether the slowest burn still goes on', manual: WORKBOOK, min: 1000 });

export const shed_share = monitoring.ratio('shed_share', { about: 'Share of requests refused under pressure that becomes a ticket', max: 1 });
export const cpu_use = monitoring.ratio('cpu_use', { about: 'Share of its CPU limit that becomes a ticket', max: 1 });
export const memory_use = monitoring.ratio('memory_use', { about: 'Share of its memory limit that becomes a ticket', max: 1 });
/** Only where a guide states one: the targets ask whether anybody waits. */
export const pool_use = monitoring.ratio('pool_use', { about: 'Share of a pool in use that becomes a ticket', max: 1 });
export const connection_use = monitoring.ratio('connection_use', { about: 'Share of the connections that a server accepts that becomes a ticket', max: 1 });
export const loop_use = monitoring.ratio('event_loop_use', { about: 'Utilisation of an event loop that becomes a ticket', max: 1 });
export const heap_use = monitoring.ratio('heap_use', { about: 'Share of the heap that becomes a ticket', max: 1 });
export const disk_use = monitoring.ratio('disk_use', { about: 'Share of a volume that becomes a ticket', max: 1 });
/** Of what fills its volume by design, up to its retention. */
export const retention_use = monitoring.ratio('retention_use', { about: 'Share of a volume that messages are kept on that becomes a ticket', max: 1 });
export const disk_watch = monitoring.ratio('disk_watch', { about: 'Share of a volume from which its growth is watched', max: 1 });
export const disk_horizon = monitoring.time('disk_horizon', { about: 'Time within which a volume that fills at the present rate becomes a ticket', min: 1000 });
export const disk_trend = monitoring.time('disk_trend', { about: 'Time over which that rate is taken', min: 1000 });
export const throttled_share = monitoring.ratio('throttled_share', { about: 'Share of the periods in which a container was held back that becomes a ticket', max: 1 });
export const restart_window = monitoring.time('restart_window', { about: 'Time in which restarts are counted', min: 1000 });
export const restarts = monitoring.count('restarts', { about: 'Restarts in that time that become a ticket' });
export const hit_share = monitoring.ratio('cache_hits', { about: 'Share of reads that the cache must answer while it evicts', max: 1 });
export const replica_lag = monitoring.time('replica_lag', { about: 'Time that a replica may be behind', min: 1000 });
export const consumer_lag = monitoring.time('consumer_lag', { about: 'Time that consumers may need for what waits in a topic', min: 1000 });

/** Of components: what the alerts count against, where no setting of the server says it. */
export const connection_budget = monitoring.count('connection_budget', { about: 'Connections that clients may hold' });
export const heap_budget = monitoring.bytes('heap_budget', { about: 'Heap of all processes of one replica' });
export const pool_budget = monitoring.count('pool_budget', { about: 'Database connections of all processes of one replica' });
export const in_flight_budget = monitoring.count('in_flight_budget', { about: 'Requests that all processes of one replica work on before they answer 503' });
export const slot_use = monitoring.ratio('slot_use', { about: 'Share of its requests at once, or of its pool, that becomes a ticket', max: 1 });
export const loop_delay = monitoring.time('event_loop_delay', { about: 'Delay of an event loop that becomes a ticket' });
export const proxy_share = monitoring.ratio('proxy_answered', { about: 'Share of requests that the proxy must answer itself', max: 1 });
export const transaction_age = monitoring.time('transaction_age', { about: 'Age of a transaction that becomes a ticket' });
