import { defineCheck } from '../model/check.ts';
import { all } from '../model/input.ts';
import { quoted } from '../model/quote.ts';
import { set_in_sql } from '../settings/found.ts';

/** Settings that only the first start of an empty volume gets. */
export const settingsChangedInSql = defineCheck({
  id: 'settings-changed-in-sql',
  severity: 'note',
  confidence: 'certain',
  on: ['postgres'],
  reads: { changed: all(set_in_sql) },
  broken: (v) => v.changed.map(({ subject, value, entry }) => ({ message: `ALTER SYSTEM in an init script sets ${subject} to ${quoted(value)}; only an empty volume runs that script`, ...(entry === undefined ? {} : { entries: [entry] }) })),
  why: 'The value lies in postgresql.auto.conf on the volume: it beats postgresql.conf, and a later change of the script, or of the file, changes nothing.',
  fix: 'set it in postgresql.conf or on the command line, where each start reads it.',
  source: 'PostgreSQL manual, ALTER SYSTEM; docker-library/postgres, initialization scripts run only on an empty data directory',
  examples: { holds: [{ changed: [] }], breaks: [{ changed: [{ subject: 'shared_buffers', value: '1GB' }] }] },
});
