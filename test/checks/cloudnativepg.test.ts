import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { entryOf } from '../../src/model/lookup.ts';
import { treeOf } from '../../src/model/source.ts';
import type { Stack } from '../../src/model/stack.ts';
import { readTree } from '../../src/read-tree.ts';
import * as pg from '../../src/settings/postgres.ts';

/** What differs from a Cluster of two cores, 4 GiB and three instances with a Pooler of three, and an application behind it. */
interface Said {
  readonly instances?: string;
  readonly parameters?: string;
  readonly wal?: string;
  readonly more?: string;
  readonly pool?: string;
}

const manifests = ({ instances = '3', parameters = '', wal = '20Gi', more = '', pool = '20' }: Said): string => `apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: { name: orders }
spec:
  imageName: ghcr.io/cloudnative-pg/postgresql:17.6
  instances: ${instances}
  storage: { size: 40Gi }
  walStorage: { size: ${wal} }
  resources: { requests: { cpu: "2", memory: 4Gi }, limits: { cpu: "2", memory: 4Gi } }
  postgresql:
    parameters:
      max_connections: "100"
      max_slot_wal_keep_size: 4GB
${parameters}
${more}
---
apiVersion: postgresql.cnpg.io/v1
kind: Pooler
metadata: { name: pooler }
spec:
  cluster: { name: orders }
  instances: 3
  type: rw
  pgbouncer: { poolMode: transaction, parameters: { max_client_conn: "500", default_pool_size: "${pool}", max_db_connections: "${pool}" } }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: orders-roles }
data:
  roles.sql: |
    ALTER ROLE shop SET statement_timeout = '5s';
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: registry.example.com/shop:1.0.0
          command: [node, server.js]
          env:
            - { name: DATABASE_URL, value: "postgres://shop@pooler:5432/shop" }
`;

function stackOf(said: Said): Stack {
  const [read, ...others] = readTree(treeOf({ 'k8s/all.yaml': manifests(said) })).stacks;
  if (read === undefined || others.length > 0) throw new Error('one stack');
  return read.stack;
}

const messages = (said: Said, id: string): readonly string[] => check(stackOf(said)).findings.filter((finding) => finding.check === id).map(({ message }) => message);

describe('a Cluster and its Pooler are judged like any other server', () => {
  it.each<readonly [check: string, sound: Said, broken: Said, said: string]>([
    ['shared-buffers-exceed-limit', { parameters: '      shared_buffers: 1GB' }, { parameters: '      shared_buffers: 5GB' }, 'shared_buffers'],
    ['wal-exceeds-volume', { parameters: '      max_wal_size: 2GB' }, { parameters: '      max_wal_size: 2GB', wal: '6Gi' }, 'write-ahead log'],
    ['pooler-exceeds-max', {}, { pool: '40' }, 'the poolers may open 120 connections'],
    ['disruption-budget-blocks-drain', { instances: '2' }, { instances: '1' }, '1 replica, of which an eviction must leave 1'],
    ['operator-refuses-cluster', {}, { parameters: '      archive_command: /bin/true' }, 'the operator sets archive_command itself'],
  ])('%s', (id, sound, broken, said) => {
    expect(messages(sound, id)).toEqual([]);
    expect(messages(broken, id).join()).toContain(said);
  });

  it('lets a single instance go where its budget is off', () => {
    expect(messages({ instances: '1', more: '  enablePDB: false' }, 'disruption-budget-blocks-drain')).toEqual([]);
  });
});

describe('what a Cluster says of roles', () => {
  const places = (said: Said): readonly (readonly [value: number | undefined, place: string])[] => {
    const stack = stackOf(said);
    return [pg.statement_timeout, pg.role_connection_limit].map((setting) => {
      const entry = entryOf(stack, { name: 'orders' }, setting, 'shop');
      return [entry?.value, entry?.origin.from === 'stated' ? `${entry.origin.at.file}:${entry.origin.at.line}:${entry.origin.at.column}` : ''];
    });
  };
  const MANAGED = '  managed: { roles: [{ name: shop, connectionLimit: 60 }] }';

  it('is read out of the SQL of its ConfigMap and its managed roles', () => {
    const more = `  bootstrap: { initdb: { postInitApplicationSQLRefs: { configMapRefs: [{ name: orders-roles, key: roles.sql }] } } }\n${MANAGED}`;
    expect(places({ more })).toEqual([[5000, 'k8s/all.yaml:32:5'], [60, 'k8s/all.yaml:16:53']]);
  });

  it('is read out of the SQL that stands in it', () => {
    expect(places({ more: "  bootstrap:\n    initdb:\n      postInitApplicationSQL:\n        - ALTER ROLE shop SET statement_timeout = '7s'" })[0]).toEqual([7000, 'k8s/all.yaml:18:11']);
  });

  it('is not guessed where the ConfigMap is not at hand', () => {
    const stack = stackOf({ more: '  bootstrap: { initdb: { postInitApplicationSQLRefs: { configMapRefs: [{ name: others, key: roles.sql }] } } }' });
    expect(stack.unread?.map(({ what, because }) => `${what}: ${because}`)).toContain('roles.sql of the ConfigMap others: it is not among the manifests');
  });
});
