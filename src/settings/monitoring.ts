import { settingsOf } from '../model/setting.ts';

const monitoring = settingsOf('monitoring');

/** Exporters take memory and CPU from the budget: they are rendered where a profile asks for them. */
export const exporters = monitoring.flag('exporters', { about: 'Exporters of metrics for nginx, PostgreSQL, PgBouncer, Redis and Kafka run beside them', silent: false });
/** Whose thresholds the alerts use. */
export const thresholds = monitoring.text('thresholds', { about: 'Where the thresholds of alerts come from: the profile\'s targets, or a guide', oneOf: ['targets', 'violentutf', 'jewgo'], silent: 'targets' });
export const scrape_interval = monitoring.time('scrape_interval', { about: 'Time between two scrapes', manual: 'https://prometheus.io/docs/prometheus/latest/configuration/configuration/', min: 1000, max: 300_000 });
