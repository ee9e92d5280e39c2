import { execFileSync } from 'node:child_process';
import { DATABASE_BUDGET } from '../machine/budget.ts';
import { measureAll } from '../measure.ts';
import { wanted, type Part, type Setting } from '../part.ts';
import { summarize } from '../summary.ts';
import { watched } from '../watched.ts';
import { databaseVariants } from '../variants/databases.ts';
import { renderedPlan } from '../variants/plumbline.ts';
import { startDatabase, type RunningDatabase } from './running.ts';
import { makeTemplate } from './template.ts';
import { databaseWorkloads } from './workloads.ts';

/** Compares the databases: every workload by turns, each server alone while it is measured. */
export async function compareDatabases(setting: Setting): Promise<Part> {
  const { root, postgres, cores, limits, effort: { database: effort }, progress } = setting;
  const variants = wanted(databaseVariants(await renderedPlan(root, 'database', postgres.major), DATABASE_BUDGET.memory), setting);
  const workloads = databaseWorkloads(postgres, effort);
  progress('making data for the databases');
  const template = await makeTemplate(postgres, effort);
  const running: RunningDatabase[] = [];
  try {
    for (const variant of variants) {
      setting.stop.throwIfAborted();
      progress(`starting PostgreSQL: ${variant.title}`);
      running.push(await startDatabase(variant, { postgres, template, cores, limits, budget: DATABASE_BUDGET }));
    }
    // Copied data that still waits to be written would be written during the first measurements.
    execFileSync('sync');
    const [first] = workloads;
    for (const database of running) {
      progress(`reading the data once: ${database.variant.title}`);
      if (first !== undefined) await watched(database, () => first.measure(database, 0));
    }
    const samples = await measureAll(running, workloads, effort.rounds, setting);
    const roles = { ours: 'plumbline', reference: 'defaults', twin: 'guide-5' };
    return { title: 'The database', note: NOTE, variants, samples, rows: summarize(samples, workloads, variants, roles) };
  } finally {
    for (const database of running) await database.stop();
    template.remove();
  }
}

const NOTE = 'Every PostgreSQL has one core and the memory of the database of the profile small (1842 MiB with its pooler, page cache included). Plumbline is asked directly up to the connections that its plan accepts, and through its PgBouncer beyond. Refused connections are of those that pgbench wanted; it then measures the rest.';
