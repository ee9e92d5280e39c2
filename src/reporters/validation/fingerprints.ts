import { sha256 } from '../../formats/sha256.ts';
import type { Finding } from '../../model/check.ts';

/** A finding with the name of the stack that it belongs to; no name where it belongs to none. */
export interface Told {
  readonly stack: string;
  readonly finding: Finding;
}

/** The same finding keeps its fingerprint when lines move: check, stack, component and sides count, not their places; twins are numbered. */
export function fingerprints(told: readonly Told[]): readonly string[] {
  const seen = new Map<string, number>();
  return told.map(({ stack, finding }) => {
    const parts = [finding.check, stack, finding.component, finding.at?.file ?? '', ...finding.entries.map(({ id }) => id)].join('\n');
    const twin = seen.get(parts) ?? 0;
    seen.set(parts, twin + 1);
    return sha256(`${parts}\n${twin}`);
  });
}
