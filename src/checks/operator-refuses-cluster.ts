import { kubernetesObjects } from '../formats/kubernetes-object.ts';
import { defineCheck, type Breach } from '../model/check.ts';
import { files, mapped } from '../model/input.ts';
import { PROJECT } from '../model/stack.ts';
import { refusalsOf } from './cloudnativepg-refusals.ts';

/** Clusters and Poolers against what CloudNativePG refuses beyond their schema. */
export const operatorRefusesCluster = defineCheck({
  id: 'operator-refuses-cluster',
  severity: 'error',
  confidence: 'certain',
  on: [PROJECT.kind],
  reads: { refusals: mapped(files(kubernetesObjects), (documents) => documents.flatMap(({ content }) => content.flatMap(refusalsOf))) },
  broken: (v): readonly Breach[] => v.refusals,
  why: 'CloudNativePG refuses the object when it is applied: nothing of it changes, the rest of the change included.',
  fix: 'take the parameter out, or bring the two values into the order that the operator asks for.',
  source: 'cloudnative-pg.io, PostgreSQL configuration: fixed parameters; the webhooks of Cluster and Pooler, 1.29',
  examples: {
    holds: [{ refusals: [] }],
    breaks: [{ refusals: [{ message: 'Cluster/db: the operator sets archive_command itself', at: { file: 'db.yaml', line: 9, column: 24 } }] }],
  },
});
