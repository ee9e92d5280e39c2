import type { ToolId } from '../servers/tools.ts';
import { checkov } from './checkov.ts';
import type { Linter } from './finding.ts';
import { kubeLinter } from './kube-linter.ts';
import { kubeScore } from './kube-score.ts';
import { trivy } from './trivy.ts';

/** The linters, and what they need to be installed. */
export const linters: readonly (readonly [name: string, needs: readonly ToolId[], lint: Linter])[] = [
  ['kube-score', ['kube-score'], kubeScore],
  ['kube-linter', ['kube-linter', 'kubernetes-validate'], kubeLinter],
  ['Checkov', ['checkov'], checkov],
  ['Trivy', ['trivy-kubernetes'], trivy],
];
