import { resolve } from 'node:path';
import { run } from './child.ts';
import { requireTool } from './tools.ts';

/** What the loader of `docker compose` says of a folder. */
export interface ComposeVerdict {
  readonly errors: readonly string[];
  /** What the loader only logs, such as a variable that is not set. */
  readonly warnings: readonly string[];
  /** Files and folders that the stack mounts, builds or reads and that are not there, relative to the folder. */
  readonly missing: readonly string[];
  readonly services: readonly string[];
}

/** Loads a folder's docker-compose.yml with its .env and the given variables, in strict mode, with every profile switched on. */
export async function checkCompose(folder: string, variables: Readonly<Record<string, string>> = {}): Promise<ComposeVerdict> {
  const full = resolve(folder);
  const { code, stdout, stderr } = await run(requireTool('compose-check').path, [full, ...Object.entries(variables).map(([name, value]) => `${name}=${value}`)]);
  if (code !== 0 && code !== 1) throw new Error(`compose-check ended with ${code}: ${stderr}`);
  return JSON.parse(stdout.replaceAll(`${full}/`, '')) as ComposeVerdict;
}
