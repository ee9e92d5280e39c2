import { defineCheck, type Breach } from '../model/check.ts';
import { all } from '../model/input.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';

/** ConfigMaps whose change no pod of the component notices. */
export const configChangeWithoutRollout = defineCheck({
  id: 'config-change-without-rollout',
  severity: 'note',
  confidence: 'likely',
  on: EVERY_KIND,
  grouped: true,
  reads: { maps: all(kubernetes.unversioned_config) },
  broken: (v): readonly Breach[] => v.maps.map(({ subject, value, entry }) => ({
    message: `reads ${value} of the ConfigMap ${subject}; nothing restarts its pods when it changes`, ...(entry === undefined ? {} : { entries: [entry] }),
  })),
  why: 'Variables and single files are read once, and most servers read their configuration at the start: old and new pods run with different settings until the next deployment.',
  fix: 'let kustomize generate the ConfigMap (its name then changes with its content), or put a checksum of it into an annotation of the pod.',
  source: 'kubernetes.io, ConfigMaps: mounted ConfigMaps are updated automatically; helm.sh, automatically roll deployments',
  examples: { holds: [{ maps: [] }], breaks: [{ maps: [{ subject: 'nginx-conf', value: 'one file' }] }] },
});
