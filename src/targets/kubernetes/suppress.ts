import { noted, type Plain } from '../../formats/yaml-print.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import type { Manifest } from './plain-object.ts';
import { comment } from './print.ts';
import { suppressions, type Linter, type Suppression } from './suppressions.ts';

/** The manifest of a component with what linters should know about it, in their own annotations. */
export function annotated(plan: Stack, component: Component, manifest: Manifest): Manifest {
  const own = suppressions.filter(({ kinds, when }) => kinds.includes(manifest.kind) && when(plan, component));
  const annotations = Object.fromEntries([...kubeLinter(own), ...kubeScore(own), ...polaris(own), ...checkov(own)]);
  if (Object.keys(annotations).length === 0) return manifest;
  const { annotations: before, ...metadata } = manifest.metadata;
  return { ...manifest, metadata: { annotations: { ...before, ...annotations }, ...metadata } };
}

type Annotation = readonly [key: string, value: Plain];

const checksOf = (own: readonly Suppression[], linter: Linter): readonly { readonly check: string; readonly because: string }[] =>
  own.flatMap(({ checks, because }) => (checks[linter] ?? []).map((check) => ({ check, because })));

const kubeLinter = (own: readonly Suppression[]): readonly Annotation[] =>
  checksOf(own, 'kube-linter').map(({ check, because }) => [`ignore-check.kube-linter.io/${check}`, because]);

/** One list for all of them, the reasons above it. */
function kubeScore(own: readonly Suppression[]): readonly Annotation[] {
  const checks = checksOf(own, 'kube-score');
  return checks.length === 0 ? [] : [['kube-score/ignore', noted(checks.map(({ check }) => check).join(','), reasons(checks))]];
}

const polaris = (own: readonly Suppression[]): readonly Annotation[] =>
  checksOf(own, 'polaris').map((check) => [`polaris.fairwinds.com/${check.check}-exempt`, noted('true', reasons([check]))]);

const checkov = (own: readonly Suppression[]): readonly Annotation[] =>
  checksOf(own, 'checkov').map(({ check, because }, i) => [`checkov.io/skip${i + 1}`, `${check}=${because}`]);

const reasons = (checks: readonly { readonly because: string }[]): readonly string[] => [...new Set(checks.map(({ because }) => sentence(because)))];

const sentence = (because: string): string => `${because.slice(0, 1).toUpperCase()}${because.slice(1)}.`;

/** The text of `.trivyignore`: Trivy reads no annotations. */
export function trivyIgnore(plan: Stack): string {
  const here = plan.components.filter((component) => !isExternal(plan, component));
  const own = suppressions.filter(({ when, checks }) => checks.trivy !== undefined && here.some((component) => when(plan, component)));
  const lines = own.flatMap(({ because, checks }) => ['', `# ${sentence(because)}`, ...(checks.trivy ?? [])]);
  return `${comment([`What Trivy finds in these manifests of ${plan.name} and is meant, each with its reason:`, '  trivy config --ignorefile kubernetes/.trivyignore kubernetes/'])}${lines.join('\n')}\n`;
}
