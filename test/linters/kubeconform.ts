import { run } from '../servers/child.ts';
import { requireTool } from '../servers/tools.ts';
import { unjudged, type Finding } from './finding.ts';
import { withSchemas } from './schemas.ts';

interface Report {
  readonly resources: readonly { readonly filename: string; readonly kind: string; readonly name: string; readonly msg: string }[];
  readonly summary: { readonly valid: number };
}

/** What kubeconform -strict finds in manifests for a Kubernetes release, kinds of operators left out, and how many objects it took. */
export const kubeconform = (files: readonly string[], release: string, operated: readonly string[]): Promise<{ readonly findings: readonly Finding[]; readonly valid: number }> =>
  withSchemas(files, release, async (location) => {
    const skip = operated.length === 0 ? [] : ['-skip', operated.join(',')];
    const finished = await run(requireTool('kubeconform').path, ['-strict', '-summary', '-output', 'json', '-kubernetes-version', release, '-schema-location', location, ...skip, ...files]);
    if (finished.code !== 0 && finished.code !== 1) throw unjudged('kubeconform', finished);
    const { resources, summary } = JSON.parse(finished.stdout) as Report;
    return { findings: resources.map(({ filename, kind, name, msg }) => ({ check: 'schema', where: `${filename} ${kind}/${name}, Kubernetes ${release}`, message: msg })), valid: summary.valid };
  });
