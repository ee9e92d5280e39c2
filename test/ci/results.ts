import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the runs of gen found. */
export interface Found { readonly stale?: readonly string[]; readonly edited?: readonly string[]; readonly differs?: true; readonly error?: number; readonly warning?: number; readonly body?: string }

/** Leaves in a folder what ci/compare.sh and ci/outputs.mjs leave there; the folder. */
export function resultsIn(parent: string, { stale = [], edited = [], differs, error = 0, warning = 0, body = '' }: Found): string {
  const folder = join(parent, 'results');
  mkdirSync(folder, { recursive: true });
  const put = (name: string, text: string): void => { writeFileSync(join(folder, name), text); };
  put('stale.json', JSON.stringify({ summary: { stale, edited } }));
  put('stale.code', `${stale.length + edited.length > 0 ? 1 : 0}\n`);
  put('changes.json', JSON.stringify({ summary: { newFindings: { error, warning, note: 0 } } }));
  put('changes.code', `${differs ? 1 : 0}\n`);
  put('body.md', body);
  return folder;
}
