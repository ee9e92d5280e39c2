import { spawnSync } from 'node:child_process';
import { requireTool } from '../servers/tools.ts';

/** What CloudNativePG's own webhooks say of the Clusters and Poolers of a stream of manifests. */
export interface Verdict {
  /** `Kind/name`. */
  readonly judged: readonly string[];
  /** One text for each object that is refused: all that is wrong with it. */
  readonly refused: readonly string[];
  readonly warned: readonly string[];
}

/** Asks the webhooks, as they answer when an object is created. */
export function webhookVerdict(manifests: string): Verdict {
  const { status, stdout, stderr } = spawnSync(requireTool('cnpg-webhook').path, [], { input: manifests, encoding: 'utf8', timeout: 240_000, maxBuffer: 64 * 1024 ** 2 });
  if (status !== 0) throw new Error(`cnpg-webhook: ${stderr.trim()}`);
  return JSON.parse(stdout) as Verdict;
}
