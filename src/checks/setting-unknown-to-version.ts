import { lacking } from '../formats/nginx-lacking.ts';
import { misuses, type Misuse } from '../formats/nginx-manual.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { byKind, structure } from '../model/input.ts';
import { breachAt, inEach, inHttp, nginxFiles } from './nginx-words.ts';
import type { Fault, Told } from './told.ts';
import { faultOfPostgres, toldPostgres } from './told-postgres.ts';
import { faultOfPgbouncer, faultOfRedis, toldPgbouncer, toldRedis } from './told-stores.ts';

/** How each kind of server takes what it is told by name. */
const FAULTS: Readonly<Record<string, (told: Told) => Fault | undefined>> = { postgres: faultOfPostgres, redis: faultOfRedis, pgbouncer: faultOfPgbouncer };

/** nginx ends at what it refuses, and is silent about what it ignores. */
const EFFECTS: Readonly<Record<Misuse['effect'], Pick<Breach, 'severity' | 'confidence'>>> = {
  refused: {}, 'perhaps refused': { severity: 'warning', confidence: 'likely' }, ignored: { severity: 'note' },
};

const at = { file: 'postgresql.conf', line: 1, column: 1 };

/** What a server is told against what its version knows. */
export const settingUnknownToVersion = defineCheck({
  id: 'setting-unknown-to-version',
  severity: 'error',
  confidence: 'certain',
  on: ['nginx', 'postgres', 'redis', 'pgbouncer'],
  reads: {
    kind: structure((_, component) => component.kind),
    nginx: nginxFiles,
    told: byKind<readonly Told[]>({ nginx: structure(() => []), postgres: toldPostgres, redis: toldRedis, pgbouncer: toldPgbouncer }),
  },
  broken: (v) => [
    ...inEach(v.nginx, (config) => [...misuses(config), ...lacking(config)].map(({ directive, message, effect }) => breachAt(directive, message, EFFECTS[effect]))),
    ...v.told.flatMap((told): readonly Breach[] => {
      const fault = FAULTS[v.kind]?.(told);
      return fault === undefined ? [] : [{ ...fault, entries: [] }];
    }),
  ],
  why: 'What a server refuses in its configuration, it does not start with; what it ignores is not in effect, and what is deprecated goes with a later version.',
  fix: 'correct the name or the value, take the line out or put in what is missing, or take an image of a version that knows it.',
  source: 'nginx.org, directive index; settings views of PostgreSQL 13 to 18, Redis 7.0 and 8.0, PgBouncer 1.18 and 1.24, each of which was seen to end at such a line',
  examples: {
    holds: [
      { kind: 'nginx', told: [], nginx: inHttp('server { listen 80; http2 on; }', '1.30') },
      { kind: 'postgres', nginx: [], told: [{ version: '18', name: 'io_method', value: 'worker', at }, { version: '16', name: 'pg_stat_statements.max', value: '5000', at }] },
      { kind: 'redis', nginx: [], told: [{ version: '7.4', name: 'maxmemory', value: '256mb', at }] },
    ],
    breaks: [
      { kind: 'nginx', told: [], nginx: inHttp('server { http2 on; proxy_read_timout 30s; }', '1.24.0') },
      { kind: 'nginx', told: [], nginx: inHttp('client_max_body_size 10mb; upstream api { keepalive 8; }') },
      { kind: 'postgres', nginx: [], told: [{ version: '16', name: 'io_method', value: 'worker', at }] },
      { kind: 'postgres', nginx: [], told: [{ version: '16', name: 'work_mem', value: '16mb', at }] },
      { kind: 'redis', nginx: [], told: [{ version: '7.0', name: 'maxmemory-polcy', value: 'allkeys-lru', at }] },
      { kind: 'pgbouncer', nginx: [], told: [{ version: '1.18.0', name: 'max_prepared_statements', value: '100', at }] },
    ],
  },
});
