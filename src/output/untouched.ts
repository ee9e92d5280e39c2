import type { Change } from './changes.ts';
import { looking } from './look.ts';
import { fingerprint, parseManifest, textOfManifest } from './manifest.ts';

/** The files of these targets in a folder, all unchanged; nothing where the manifest is another one than that of this fingerprint, or a file another than it says. */
export function untouched(folder: string, manifest: string, targets: readonly string[]): readonly Omit<Change, 'text'>[] | undefined {
  const text = textOfManifest(folder);
  const files = text === undefined || fingerprint(text) !== manifest ? undefined : parseManifest(text);
  if (files === undefined) return undefined;
  const look = looking(folder);
  const changes: Omit<Change, 'text'>[] = [];
  for (const [path, { target, sha256 }] of files) {
    if (!targets.includes(target)) continue;
    const found = look(path);
    if (found.is !== 'text' || fingerprint(found.text) !== sha256[0] || sha256.length !== 1) return undefined;
    changes.push({ path, target, status: 'unchanged' });
  }
  return changes;
}
