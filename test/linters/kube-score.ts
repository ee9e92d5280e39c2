import { run } from '../servers/child.ts';
import { requireTool } from '../servers/tools.ts';
import { manifestsOf, unjudged, type Finding } from './finding.ts';

interface Judged {
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string; readonly namespace?: string };
  readonly checks: readonly Check[];
}
interface Check {
  readonly check: { readonly id: string };
  /** 10 is "all ok"; warnings are 5. */
  readonly grade: number;
  readonly skipped: boolean;
  readonly comments: readonly { readonly path: string; readonly summary: string }[] | null;
}
const ALL_OK = 10;

/** kube-score with its optional checks; a warning is a finding like any other. */
export async function kubeScore(folder: string): Promise<readonly Finding[]> {
  const finished = await run(requireTool('kube-score').path, ['score', '--all-default-optional', '--kubernetes-version', 'v1.27', '--output-format', 'json', ...manifestsOf(folder)]);
  if (finished.code !== 0 && finished.code !== 1) throw unjudged('kube-score', finished);
  const judged = JSON.parse(finished.stdout) as readonly Judged[];
  if (!judged.some(({ checks }) => checks.some(({ skipped, grade }) => !skipped && grade === ALL_OK))) throw unjudged('kube-score', finished);
  return judged.flatMap(({ type_meta, object_meta, checks }) => checks
    .filter(({ skipped, grade }) => !skipped && grade < ALL_OK)
    .map(({ check, comments }) => ({ check: check.id, where: `${object_meta.namespace ?? ''}/${type_meta.kind}/${object_meta.name}`, message: (comments ?? []).map(({ path, summary }) => `${path}: ${summary}`).join('; ') })));
}
