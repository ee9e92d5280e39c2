import { kubernetesObjects } from '../formats/kubernetes-object.ts';
import { faultsOf } from '../formats/kubernetes-schema.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { files, mapped } from '../model/input.ts';
import { PROJECT } from '../model/stack.ts';

/** Manifests against the strict schemas of Kubernetes and of the operators that are known: fields, types, words, and versions of the API that are gone. */
export const manifestInvalid = defineCheck({
  id: 'manifest-invalid',
  severity: 'error',
  confidence: 'certain',
  on: [PROJECT.kind],
  reads: { faults: mapped(files(kubernetesObjects), (documents) => documents.flatMap(({ content }) => content.flatMap(faultsOf))) },
  broken: (v): readonly Breach[] => v.faults.map(({ message, at }) => ({ message, at })),
  why: 'kubectl apply refuses the object; where validation is off, the field is dropped without a word.',
  fix: 'write it as the API reference of Kubernetes, or of the operator, says.',
  source: 'kubernetes.io, API reference; server side field validation; deprecated API migration guide; CustomResourceDefinitions of CloudNativePG, Strimzi, Gateway API, the Prometheus and the Redis operator',
  examples: {
    holds: [{ faults: [] }],
    breaks: [{ faults: [{ message: 'Deployment/api: spec.replica is no field of DeploymentSpec; did you mean replicas?', at: { file: 'api.yaml', line: 6, column: 3 } }] }],
  },
});
