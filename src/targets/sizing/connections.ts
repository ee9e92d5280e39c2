import { prose } from '../../formats/markdown.ts';
import { inPlan } from '../../model/input.ts';
import { valueOf } from '../../model/lookup.ts';
import type { Setting } from '../../model/setting.ts';
import { clientsOf, isCluster, isExternal, type Component, type Stack } from '../../model/stack.ts';
import { sum } from '../../model/value.ts';
import { isApplication, poolersAbove } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import * as pgbouncer from '../../settings/pgbouncer.ts';
import { poolSize, processes } from '../../rules/application/inputs.ts';
import { clientsOfDatabase } from '../names.ts';

/** A product in words, and what it gives. */
interface Product {
  readonly words: string;
  readonly amount: number;
}

/** How many connections each database and pooler may see, with the arithmetic. */
export const connectionLines = (plan: Stack): readonly string[] =>
  plan.components.flatMap((component) => (component.kind === 'postgres' ? [databaseLine(plan, component)] : component.kind === 'pgbouncer' ? [poolerLine(plan, component)] : []));

const number = (plan: Stack, component: Component, setting: Setting<number>): number => valueOf(plan, component, setting) ?? 0;

/** Every pool of every replica that can exist. */
function pools(plan: Stack, applications: readonly Component[]): readonly Product[] {
  return applications.map((application) => {
    const [most, surge] = [container.max_replicas, container.max_surge].map((setting) => number(plan, application, setting)) as [number, number];
    const [workers, pool] = [processes, poolSize].map((input) => inPlan(plan, application, input) ?? 0) as [number, number];
    return { words: `${application.name} (${most} + ${surge} replicas) x ${workers} processes x ${pool}`, amount: (most + surge) * workers * pool };
  });
}

function databaseLine(plan: Stack, database: Component): string {
  const of = (setting: Setting<number>): number => number(plan, database, setting);
  const behind = poolersAbove(plan, database).map((pooler): Product => {
    const [copies, surge, most] = [number(plan, pooler, c.replicas), isCluster(plan) ? number(plan, pooler, container.max_surge) : 0, number(plan, pooler, pgbouncer.max_db_connections)];
    return { words: `${pooler.name} ${surge === 0 ? copies : `(${copies} + ${surge} replicas)`} x ${most}`, amount: (copies + surge) * most };
  });
  const products = behind.length > 0 ? behind : pools(plan, clientsOfDatabase(plan, database));
  const peak = of(c.peak_connections);
  const beside = peak - sum(products.map((product) => product.amount));
  const words = [...products.map(({ words: text, amount }) => `${text} = ${amount}`), `${beside} for migrations, monitoring, administrators and reserved slots`].join('; ');
  const reserved = isExternal(plan, database) ? '' : `, ${of(pg.superuser_reserved_connections) + of(pg.reserved_connections)} of them reserved`;
  const most = of(pg.max_connections);
  return prose(`${database.name}: ${words}; together ${peak} at most. It accepts ${most}${reserved}.`) + (peak > most ? ' **It will refuse some.**' : '');
}

function poolerLine(plan: Stack, pooler: Component): string {
  const products = pools(plan, clientsOf(plan, pooler).filter(isApplication));
  const words = products.map(({ words: text, amount }) => `${text} = ${amount}`).join('; ');
  return prose(`${pooler.name}: ${words}; each of its replicas accepts ${number(plan, pooler, pgbouncer.max_client_conn)}.`);
}
