import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../servers/child.ts';
import { requireTool } from '../servers/tools.ts';
import { manifestsOf, unjudged, type Finding } from './finding.ts';

/** Trivy's own checks of Kubernetes, without those that the `.trivyignore` beside a manifest names. */
export async function trivy(folder: string): Promise<readonly Finding[]> {
  manifestsOf(folder);
  const finished = await run(requireTool('trivy-kubernetes').path, [folder]);
  if (finished.code !== 0 && finished.code !== 1) throw unjudged('trivy-kubernetes', finished);
  return finished.stdout.split('\n').filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly id: string; readonly file: string; readonly message: string })
    .filter(({ id, file }) => !ignoredIn(join(folder, dirname(file))).includes(id))
    .map(({ id, file, message }) => ({ check: id, where: file, message }));
}

/** The checks that a folder's `.trivyignore` names, as Trivy reads it: one a line, comments left out. */
function ignoredIn(folder: string): readonly string[] {
  const path = join(folder, '.trivyignore');
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '') : [];
}
