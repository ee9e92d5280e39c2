import { parseAllDocuments } from 'yaml';
import type { RenderedFile } from '../../src/model/target.ts';

/** Any part of a manifest. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One object of the manifests, with the file it stands in. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly data: Json;
}

/** Reads manifests as Kubernetes' own parser would: YAML 1.1, keys once, no aliases. */
export function readManifests(files: readonly RenderedFile[]): readonly Manifest[] {
  return files
    .filter((file) => file.path.endsWith('.yaml') && !file.path.endsWith('/kustomization.yaml'))
    .flatMap((file) =>
      parseAllDocuments(file.text, { version: '1.1', uniqueKeys: true, strict: true }).map((document) => {
        if ([...document.errors, ...document.warnings].length > 0) throw new Error(`${file.path}: ${[...document.errors, ...document.warnings].join()}`);
        const data = document.toJS({ maxAliasCount: 0 }) as Json;
        return { file: file.path, kind: text(data, 'kind'), name: text(data, 'metadata', 'name'), data };
      }),
    );
}

/** What stands at a path, or `undefined`. */
export function at(data: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as { readonly [key: string]: Json })[key];
  }
  return value;
}

/** The list at a path; empty where there is none. */
export function list(data: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const value = at(data, ...path);
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`no list at ${path.join('.')}`);
  return value as readonly Json[];
}

/** The text at a path. */
export function text(data: Json | undefined, ...path: readonly (string | number)[]): string {
  const value = at(data, ...path);
  if (typeof value !== 'string') throw new Error(`no text at ${path.join('.')} but ${JSON.stringify(value)}`);
  return value;
}

/** The number at a path. */
export function number(data: Json | undefined, ...path: readonly (string | number)[]): number {
  const value = at(data, ...path);
  if (typeof value !== 'number') throw new Error(`no number at ${path.join('.')} but ${JSON.stringify(value)}`);
  return value;
}

/** The members of the map at a path; none where there is no map. */
export function members(data: Json | undefined, ...path: readonly (string | number)[]): readonly (readonly [string, Json])[] {
  const value = at(data, ...path);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Whether a selector of labels takes these labels. */
export const selects = (selector: Json | undefined, labels: Json | undefined): boolean => members(selector).every(([label, value]) => at(labels, label) === value);

/** A quantity as a number: bytes, or cores. */
export function quantity(value: Json | undefined): number {
  const [, digits = '', suffix = ''] = /^([0-9.]+)(m|Ki|Mi|Gi|)$/.exec(String(value)) ?? [];
  if (digits === '') throw new Error(`no quantity: ${JSON.stringify(value)}`);
  return Number(digits) * { m: 0.001, '': 1, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[suffix as 'm' | '' | 'Ki' | 'Mi' | 'Gi'];
}

/** What runs pods, and the pods that it runs. */
export interface Workload extends Manifest {
  readonly labels: Json | undefined;
  readonly pod: Json | undefined;
  readonly container: Json | undefined;
  /** What runs to its end before. */
  readonly before: readonly Json[];
  /** Numbers of its ports. */
  readonly ports: readonly number[];
}

/** The Deployments and StatefulSets. */
export function workloadsOf(manifests: readonly Manifest[]): readonly Workload[] {
  return manifests
    .filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet')
    .map((manifest) => {
      const pod = at(manifest.data, 'spec', 'template', 'spec');
      const container = at(pod, 'containers', 0);
      return { ...manifest, labels: at(manifest.data, 'spec', 'template', 'metadata', 'labels'), pod, container, before: list(pod, 'initContainers'), ports: list(container, 'ports').map((port) => number(port, 'containerPort')) };
    });
}
