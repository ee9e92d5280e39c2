import { kubernetesObjects } from '../formats/kubernetes-object.ts';
import { unservedIn } from '../formats/kubernetes-services.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { files, mapped } from '../model/input.ts';
import { PROJECT } from '../model/stack.ts';

/** Services that lead to no pod of the manifests, or to a port that their pods do not have. */
export const serviceSelectsNothing = defineCheck({
  id: 'service-selects-nothing',
  severity: 'error',
  confidence: 'likely',
  on: [PROJECT.kind],
  reads: { services: mapped(files(kubernetesObjects), (documents) => documents.flatMap(({ content }) => unservedIn(content))) },
  broken: (v): readonly Breach[] => v.services.map(({ service, wanted, near, port, at }) => ({
    message: port === undefined ? `Service/${service} selects ${wanted}; ${near === undefined ? 'no pod of the manifests has these labels' : `the pods have ${near}`}` : `Service/${service} leads to the port ${port}; no container of its pods has a port of that name`,
    at, ...(port === undefined ? {} : { confidence: 'certain' }),
  })),
  why: 'The Service has no endpoints: connections are refused, and an ingress answers 503.',
  fix: 'write the labels of the pod template into the selector, and the name of a containerPort into targetPort.',
  source: 'kubernetes.io, debug Services; kube-linter dangling-service; kube-score service-targets-pod',
  examples: {
    holds: [{ services: [] }],
    breaks: [{ services: [{ service: 'api', wanted: 'app=api', near: 'app=api-server', port: undefined, at: { file: 'api.yaml', line: 1, column: 1 } }] }],
  },
});
