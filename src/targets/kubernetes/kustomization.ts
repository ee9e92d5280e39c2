import { noted, printYaml } from '../../formats/yaml-print.ts';
import { valueOf } from '../../model/lookup.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import { isApplication } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import { roleSecretCommands } from '../cloudnativepg/secrets.ts';
import { secretsOf, SECRETS_FOLDER } from '../secrets.ts';
import { header } from './header.ts';
import { namespaceOf, stackLabels } from './labels.ts';
import { comment } from './print.ts';
import { STACK_SECRET } from './volumes.ts';

/** The file that `kubectl apply -k` reads: what there is, in order, and where the application's image is named. */
export function kustomization(plan: Stack, files: readonly string[]): string {
  const nameless = plan.components.filter((component) => isApplication(component) && !isExternal(plan, component) && valueOf(plan, component, c.image) === undefined);
  const text = printYaml({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace: namespaceOf(plan),
    resources: files,
    labels: [{ pairs: stackLabels(plan), includeTemplates: true }],
    images: nameless.length === 0 ? undefined : noted(nameless.map(({ name }) => ({ name, newName: name })), imageHelp(nameless)),
  });
  return `${comment(header(plan, 'The stack as one kustomization', applyHelp(plan)))}${text}`;
}

const imageHelp = (nameless: readonly Component[]): readonly string[] => [
  'The profile names no image for these. State `image:` in the profile, or in this folder:',
  ...nameless.map(({ name }) => `  kustomize edit set image ${name}=registry.example.com/${name}:1.0.0`),
];

function applyHelp(plan: Stack): readonly string[] {
  const namespace = namespaceOf(plan);
  const secrets = plan.components.some((component) => !isExternal(plan, component) && secretsOf(plan, component).length > 0);
  return [
    'From the folder above this one:',
    '  kubectl apply -f kubernetes/namespace.yaml',
    ...(secrets ? [`  kubectl -n ${namespace} create secret generic ${STACK_SECRET} --from-file=${SECRETS_FOLDER}/`] : []),
    ...roleSecretCommands(plan, namespace).map((command) => `  ${command}`),
    '  kubectl apply -k kubernetes/',
  ];
}
