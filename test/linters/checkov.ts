import { run } from '../servers/child.ts';
import { requireTool } from '../servers/tools.ts';
import { dockerfilesOf, manifestsOf, unjudged, type Finding } from './finding.ts';

interface Report {
  readonly results?: { readonly failed_checks: readonly { readonly check_id: string; readonly check_name: string; readonly resource: string }[]; readonly parsing_errors?: readonly string[] };
  readonly summary?: { readonly passed: number };
}

/** Checkov with every check of its framework for Kubernetes; nothing is fetched. */
export async function checkov(folder: string): Promise<readonly Finding[]> {
  manifestsOf(folder);
  return judged('kubernetes', folder);
}

/** The same with its framework for Dockerfiles. */
export async function checkovDockerfile(folder: string): Promise<readonly Finding[]> {
  dockerfilesOf(folder);
  return judged('dockerfile', folder);
}

async function judged(framework: string, folder: string): Promise<readonly Finding[]> {
  // With files in place of a folder it leaves out the checks that compare objects.
  const finished = await run(requireTool('checkov').path, ['--framework', framework, '--skip-download', '--output', 'json', '--quiet', '--compact', '--directory', folder], { env: { LANG: 'C.UTF-8' } });
  if (finished.code !== 0 && finished.code !== 1) throw unjudged('checkov', finished);
  const { results, summary } = JSON.parse(finished.stdout) as Report;
  if (results === undefined || summary === undefined || summary.passed === 0 || (results.parsing_errors ?? []).length > 0) throw unjudged('checkov', finished);
  return results.failed_checks.map(({ check_id, check_name, resource }) => ({ check: check_id, where: resource, message: check_name }));
}
