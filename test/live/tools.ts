import { requireTool, type ToolId } from '../servers/tools.ts';

/** The tools that a running stack of the built-in profiles takes. */
export const stackTools = ['nginx-1.28', 'redis-8', 'postgres-18', 'pgbouncer-1.24', 'psql', 'openssl', 'node-24'] as const satisfies readonly ToolId[];

/** Where `startStack` finds them. */
export const stackPrograms = (): Readonly<Record<string, string>> => ({
  'nginx': requireTool('nginx-1.28').path,
  'redis-server': requireTool('redis-8').path,
  'postgres': requireTool('postgres-18').path,
  'pgbouncer': requireTool('pgbouncer-1.24').path,
  'psql': requireTool('psql').path,
  'openssl': requireTool('openssl').path,
  // The version that the built-in profiles plan for.
  'node': requireTool('node-24').path,
});
