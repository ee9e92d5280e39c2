import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireTool, toolsFolder } from '../servers/tools.ts';

/** What an API server that knows the operators' custom resources says about manifests. */
export interface CustomResources {
  /** The custom resources that it knows, as `Kind/name`. */
  readonly judged: readonly string[];
  /** Objects of kinds that it does not know, as `apiVersion/Kind/name`. */
  readonly others: readonly string[];
  /** One line for each thing that it does not take. */
  readonly errors: readonly string[];
}

interface Fault { readonly object: string; readonly path: string; readonly message: string }

/** Judges a stream of manifests, unknown fields included, by the API server's own packages: schema, list keys and CEL rules. */
export function judgeCustomResources(manifests: string): CustomResources {
  const { status, stdout, stderr } = spawnSync(requireTool('crd-check').path, [join(toolsFolder(), 'crds')], { input: manifests, encoding: 'utf8', timeout: 240_000, maxBuffer: 64 * 1024 ** 2 });
  if (status !== 0) throw new Error(`crd-check: ${stderr.trim()}`);
  const { judged, others, faults } = JSON.parse(stdout) as { judged: string[]; others: string[]; faults: Fault[] };
  return { judged, others, errors: faults.map(({ object, path, message }) => `${object}: ${path}: ${message}`) };
}

/** What is wrong with the custom resources of a stream of manifests; throws where it holds none that is known. */
export function schemaErrorsOf(manifests: string): readonly string[] {
  const { judged, others, errors } = judgeCustomResources(manifests);
  if (judged.length === 0) throw new Error(`no custom resource is known among ${others.join(', ') || 'no objects'}`);
  return errors;
}
