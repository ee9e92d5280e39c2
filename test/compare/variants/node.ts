import { applicationStarts } from '../../../src/bench/applications.ts';
import type { ApplicationStart } from '../../../src/live/live.ts';
import type { RenderedFile } from '../../../src/model/target.ts';
import { STACK_BUDGET } from '../machine/budget.ts';
import type { Setting } from '../part.ts';
import type { Family } from '../stack/family.ts';
import { renderedPlan, type RenderedPlan } from './plumbline.ts';
import { stackVariants, type StackVariant } from './stacks.ts';

/** examples/items-api: the plan's components, with a variant's own files in place of the rendered ones. */
export async function nodeFamily({ root, postgres, effort: { stack: effort } }: Setting): Promise<Family> {
  const rendered = await renderedPlan(root, 'stack', postgres.major);
  return {
    title: 'The whole stack', note: NOTE, scenario: rendered.scenario, effort,
    stacks: stackVariants(root, STACK_BUDGET.memory).map((variant) => ({
      id: variant.id, title: variant.title, said: variant.said,
      plan: rendered.plan, files: filesOf(variant, rendered.files), applications: { api: applicationOf(variant, rendered, root, effort.items) },
      programs: Object.fromEntries(['postgres', 'initdb', 'psql'].map((name) => [name, postgres.program(name)])),
    })),
    roles: { ours: 'plumbline', reference: 'defaults', twin: 'twin' },
    // Node closes an idle connection after 5 seconds, and grants one more where it has a buffer (22, and 20 late).
    edges: [5, 6],
  };
}

const NOTE = 'The application examples/items-api with nginx, PostgreSQL and Redis: one core and 2 GiB for all of it, shared as its processes ask for it: the limits that Plumbline renders for each container are not held. Requests come at random (Poisson) at the given rate, in the shares of the profile, from 200 clients that are named in X-Forwarded-For; latencies count from the time at which a request should have been sent. Who misses the targets at two rates is not asked for more.';

function filesOf({ own }: StackVariant, rendered: readonly RenderedFile[]): readonly RenderedFile[] {
  if (own === undefined) return rendered;
  const texts: Readonly<Record<string, (text: string) => string>> = {
    'nginx/nginx.conf': () => own.nginx,
    'postgres/postgresql.conf': () => own.postgres,
    'redis/redis.conf': () => '',
    'postgres/roles.sql': withoutLimits,
  };
  return rendered.map((file) => ({ ...file, text: texts[file.path]?.(file.text) ?? file.text }));
}

/** The roles and their privileges, without the timeouts and connection limits that Plumbline gives them. */
export const withoutLimits = (sql: string): string => sql.split('\n').filter((line) => !/^ALTER ROLE \S+ (SET|CONNECTION LIMIT) /.test(line)).join('\n');

function applicationOf({ own }: StackVariant, { plan }: RenderedPlan, root: string, items: number): ApplicationStart {
  const start = applicationStarts(plan, {}, root)['api'];
  if (start === undefined) throw new Error('the plan has no application');
  const env = { SEED_ITEMS: String(items) };
  if (own === undefined) return { ...start, env };
  return { ...start, command: ['node', `${root}/test/compare/stack/plain.mjs`], env: { ...env, NODE_OPTIONS: '', UV_THREADPOOL_SIZE: '4', PLAIN_CONFIG: JSON.stringify(own.node) } };
}
