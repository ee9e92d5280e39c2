import type { Stack } from '../../src/model/stack.ts';
import { size } from '../../src/size.ts';
import { load } from '../load/workspace.ts';

/** Profiles of clusters that differ in what CloudNativePG is told. */
const PROFILES: Readonly<Record<string, string>> = {
  xlarge: 'extends: xlarge\n',
  'small nodes, nothing doubled': `extends: xlarge
machine: { cpu: 4, memory: 16GiB, disk: { size: 100GiB } }
targets: { rps: 500 }
ha: false
`,
  'an old database, a class of its own, parameters that the operator keeps': `extends: xlarge
cluster: { storage_class: premium-rwo }
targets: { rps: 500 }
components:
  - { name: db, version: 14 }
settings: { db.postgres.shared_preload_libraries: 'pg_stat_statements, auto_explain', db.postgres.ssl: on }
`,
  'names that are taken': `name: default
extends: xlarge
components:
  - { name: migrations, kind: node, links: [db], routes: [{ path: /admin/ }] }
  - { name: proxy, links: [api, migrations] }
`,
};

/** Every one of them, sized. */
export const clusterPlans: readonly (readonly [name: string, plan: Stack])[] = Object.entries(PROFILES).map(([name, text]) => [name, size(load({ 'shop.yaml': text }))] as const);
