import { join } from 'node:path';
import { printYaml } from '../../src/formats/yaml-print.ts';
import { run } from '../servers/child.ts';
import { makeSandbox } from '../servers/sandbox.ts';
import { requireTool } from '../servers/tools.ts';
import { manifestsOf, unjudged, type Finding } from './finding.ts';
import { newestRelease, withSchemas } from './schemas.ts';

interface Report {
  readonly Reports: readonly {
    readonly Check: string;
    readonly Diagnostic: { readonly Message: string };
    readonly Object: { readonly K8sObject: { readonly Name: string; readonly Namespace: string; readonly GroupVersionKind: { readonly Kind: string } } };
  }[] | null;
}

/** What kube-linter is not asked, and why. */
const NOT_ASKED: Readonly<Record<string, string>> = {
  'required-label-owner': 'an example of what a company may demand: who owns a workload is nothing that a profile knows',
  'required-annotation-email': 'as required-label-owner',
  'sorted-keys': 'what an object is comes first, as everybody writes it; the rest is in the order in which it is read',
  'priority-class-name': 'takes the two classes of Kubernetes\'s own pods alone; the stack has classes of its own',
  'schema-validation': 'fetches its schemas; the same check is asked with schemas on disk',
};

const configuration = (location: string, release: string): string => printYaml({
  checks: { addAllBuiltIn: true, exclude: Object.keys(NOT_ASKED) },
  customChecks: [{
    name: 'schema-validation-on-disk',
    description: 'schema-validation with schemas on disk',
    remediation: '',
    scope: { objectKinds: ['Any'] },
    template: 'kubeconform',
    // The kinds of operators have no schema there: the operators' definitions judge them.
    params: { strict: true, ignoreMissingSchemas: true, kubernetesVersion: release, schemaLocations: [location] },
  }],
});

/** kube-linter with every check that it has, but for those of `NOT_ASKED`. */
export async function kubeLinter(folder: string): Promise<readonly Finding[]> {
  const files = manifestsOf(folder);
  const sandbox = makeSandbox('kube-linter');
  try {
    return await withSchemas(files, newestRelease(), async (location) => {
      sandbox.write('kube-linter.yaml', configuration(location, newestRelease()));
      const finished = await run(requireTool('kube-linter').path, ['lint', '--config', join(sandbox.folder, 'kube-linter.yaml'), '--format', 'json', ...files]);
      if (finished.code !== 0 && finished.code !== 1) throw unjudged('kube-linter', finished);
      return findingsOf(JSON.parse(finished.stdout) as Report);
    });
  } finally {
    sandbox.remove();
  }
}

const findingsOf = ({ Reports }: Report): readonly Finding[] => (Reports ?? []).map(({ Check, Diagnostic, Object: { K8sObject } }) => ({
  check: Check,
  where: `${K8sObject.Namespace}/${K8sObject.GroupVersionKind.Kind}/${K8sObject.Name}`,
  message: Diagnostic.Message,
}));
