import { readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { run } from './child.ts';
import { makeSandbox } from './sandbox.ts';
import { requireTool } from './tools.ts';

/** One thing that a Kubernetes version's schema does not allow. */
export interface KubernetesFinding { readonly kubernetes: string; readonly file: string; readonly object: string; readonly message: string }

/** Kinds that Kubernetes itself does not have: test/crds judges them by the definitions of their operators. */
const CUSTOM = /^Couldn't find schema for kind \S+ with api version (?:gateway\.networking\.k8s\.io|postgresql\.cnpg\.io|databases\.spotahome\.com|kafka\.strimzi\.io)\//;

/** The oldest Kubernetes version that Plumbline knows, and the newest that the checker has schemas of. */
export function kubernetesVersions(): readonly [oldest: string, newest: string] {
  const newest = requireTool('kubernetes-validate').version.split('.').slice(0, 2).join('.');
  return ['1.27', newest];
}

/** Validates each manifest of a folder strictly (an unknown field is a finding) against the oldest and the newest version. */
export async function validateKubernetes(folder: string, versions: readonly string[] = kubernetesVersions()): Promise<readonly KubernetesFinding[]> {
  const files = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name) && name !== 'kustomization.yaml').map((name) => resolve(folder, name));
  if (files.length === 0) throw new Error(`${folder} holds no manifests`);
  const findings: KubernetesFinding[] = [];
  for (const version of versions) findings.push(...await validateFiles(files, version));
  return findings;
}

/** What `kubectl apply -k` would send, as one text, or why it cannot be built. */
export type KustomizeResult = { readonly manifests: string } | { readonly error: string };

/** Builds a folder's kustomization. */
export async function buildKustomization(folder: string): Promise<KustomizeResult> {
  const { code, stdout, stderr } = await run(requireTool('kustomize').path, ['build', resolve(folder)]);
  // Kustomize tells of deprecated fields, and builds all the same.
  return code === 0 && !/warning/i.test(stderr) ? { manifests: stdout } : { error: stderr.trim() };
}

/** Validates manifests that are not in a file, such as a built kustomization. */
export async function validateManifests(manifests: string, versions: readonly string[] = kubernetesVersions()): Promise<readonly KubernetesFinding[]> {
  const sandbox = makeSandbox('kubernetes');
  try {
    sandbox.write('built.yaml', manifests);
    return await validateKubernetes(sandbox.folder, versions);
  } finally {
    sandbox.remove();
  }
}

async function validateFiles(files: readonly string[], kubernetes: string): Promise<readonly KubernetesFinding[]> {
  const { code, stdout, stderr } = await run(requireTool('kubernetes-validate').path, ['--strict', '-k', kubernetes, ...files]);
  const passed = stdout.match(/^INFO /gm)?.length ?? 0;
  const said = stdout.split('\n').flatMap((line) => findingOf(line, kubernetes));
  const findings = said.filter(({ message }) => !CUSTOM.test(message));
  // The checker stops at a file that is not YAML, and says so elsewhere.
  if (stderr.trim() !== '' || (code !== 0 && said.length === 0)) findings.push({ kubernetes, file: '', object: '', message: `${stderr.trim()} (exit code ${code})` });
  if (passed + findings.length === 0) throw new Error(`the manifests hold no object: ${files.join(', ')}`);
  return findings;
}

function findingOf(line: string, kubernetes: string): readonly KubernetesFinding[] {
  const [, , path = '', said = ''] = /^(ERROR|FATAL|WARN) (\S+) (.*)$/.exec(line) ?? [];
  if (path === '') return [];
  const [, object = '', message = said] = /^did not validate for resource (\S+) against version \S+: (.*)$/.exec(said) ?? [];
  return [{ kubernetes, file: basename(path), object, message }];
}
