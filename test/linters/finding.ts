import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Finished } from '../servers/child.ts';

/** One thing that a linter holds against a manifest. */
export interface Finding {
  /** The linter's own name of the check. */
  readonly check: string;
  /** The object or the file that it is about. */
  readonly where: string;
  readonly message: string;
}

/** Reads the manifests below a folder; throws where they could not be judged. */
export type Linter = (folder: string) => Promise<readonly Finding[]>;

/** A finding in one line. */
export const shown = ({ check, where, message }: Finding): string => `${check} ${where}: ${message}`;

/** The manifests below a folder; throws where there are none. */
export const manifestsOf = (folder: string): readonly string[] => filesOf(folder, 'manifests', (path) => path.endsWith('.yaml') && basename(path) !== 'kustomization.yaml');

/** The Dockerfiles below a folder; throws where there are none. */
export const dockerfilesOf = (folder: string): readonly string[] => filesOf(folder, 'Dockerfiles', (path) => basename(path) === 'Dockerfile');

function filesOf(folder: string, what: string, wanted: (path: string) => boolean): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(wanted).sort().map((path) => join(folder, path));
  if (paths.length === 0) throw new Error(`${folder} holds no ${what}`);
  return paths;
}

/** Why a linter could not judge. */
export const unjudged = (linter: string, { code, stdout, stderr }: Finished): Error => new Error(`${linter} ended with ${code}: ${stderr.trim()} ${stdout.slice(0, 2000)}`);
