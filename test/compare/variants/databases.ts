import { need, valueOf } from '../../../src/model/lookup.ts';
import * as postgres from '../../../src/settings/postgres.ts';
import type { Variant } from '../model.ts';
import { GUIDE_2_POSTGRES } from './guides.ts';
import { pgtuneWeb } from './pgtune.ts';
import type { RenderedPlan } from './plumbline.ts';

/** A PostgreSQL as one of the compared would configure it. */
export interface DatabaseVariant extends Variant {
  readonly postgres: string;
  /** pgbouncer.ini of the pooler that carries more clients than this many. */
  readonly pooler?: { readonly ini: string; readonly beyond: number };
}

/** The compared databases; guide 5 says nothing of PostgreSQL, so its server is the defaults' twin and shows the noise. */
export function databaseVariants(plumbline: RenderedPlan, memory: number): readonly DatabaseVariant[] {
  return [
    { id: 'defaults', title: 'defaults', said: 'PostgreSQL as installed', postgres: '' },
    { id: 'pgtune', title: 'PGTune', said: `PGTune: web application, ${Math.round(memory / 1024 / 1024)} MB, SSD`, postgres: pgtuneWeb(memory) },
    { id: 'guide-2', title: 'guide 2', said: 'the postgresql.conf of guide 2, max_connections as installed', postgres: GUIDE_2_POSTGRES },
    { id: 'guide-5', title: 'guide 5 = A/A', said: 'guide 5 leaves PostgreSQL as installed: a twin of the defaults', postgres: '' },
    { id: 'plumbline', title: 'Plumbline', said: 'the profile small with a pool of 200 connections: PgBouncer beyond what PostgreSQL accepts', postgres: plumbline.file('postgres/postgresql.conf'), pooler: { ini: plumbline.file('pgbouncer/pgbouncer.ini'), beyond: ordinaryConnections(plumbline) } },
  ];
}

/** Connections that an ordinary role can have. */
function ordinaryConnections({ plan }: RenderedPlan): number {
  const db = plan.components.find(({ kind }) => kind === 'postgres');
  if (db === undefined) throw new Error('the plan has no database');
  return need(plan, db, postgres.max_connections) - need(plan, db, postgres.superuser_reserved_connections) - (valueOf(plan, db, postgres.reserved_connections) ?? 0);
}
