import { k8s } from 'cdk8s-plus-27';
import type { PlainMap } from '../../../formats/yaml-print.ts';
import { need } from '../../../model/lookup.ts';
import type { Component, Stack } from '../../../model/stack.ts';
import * as cnpg from '../../../settings/cloudnativepg.ts';
import * as c from '../../../settings/component.ts';
import * as container from '../../../settings/container.ts';
import { libraries, parameters, refused } from '../../cloudnativepg/parameters.ts';
import { managedRoles, rolesSql } from '../../cloudnativepg/roles.ts';
import { roleSecret } from '../../cloudnativepg/secrets.ts';
import { databaseName, MIGRATIONS } from '../../names.ts';
import { namespaceOf, podsOf } from '../labels.ts';
import { add, addCustom } from '../plain-object.ts';
import { priorityClassOf } from '../priority.ts';
import { spelled } from '../tuned.ts';
import { addDatabasePolicy } from './network.ts';
import type { Operator } from './operator.ts';
import { plainResources, quantity, storageClass, zoneSpread } from './plain.ts';

const ROLES_SQL = 'roles.sql';

/** No component's name has a dot, and none of the operator's own objects. */
const rolesName = (database: Component): string => `${database.name}.roles`;

/** A Cluster of CloudNativePG. */
export const postgres: Operator = {
  name: 'CloudNativePG',
  add: (chart, plan, database) => {
    add(chart, k8s.KubeConfigMap, { metadata: { name: rolesName(database) }, data: { [ROLES_SQL]: rolesSql(plan, database) }, immutable: false });
    addCustom(chart, { apiVersion: 'postgresql.cnpg.io/v1', kind: 'Cluster', metadata: { name: database.name }, spec: clusterSpec(plan, database) });
    addDatabasePolicy(chart, plan, database);
  },
  notes: (plan, database) => [
    'Where backups go is yours to say, and until `backup:` or a plugin of the operator says it there are none: cloudnative-pg.io/docs/current/backup/',
    'Settings and privileges of roles are made once, with the database. After a change of the profile make them again:',
    `  kubectl -n ${namespaceOf(plan)} get configmap ${rolesName(database)} -o jsonpath='{.data.roles\\.sql}' |`,
    `    kubectl -n ${namespaceOf(plan)} exec -i svc/${database.name}-rw -c postgres -- psql --set=ON_ERROR_STOP=1 --dbname=${databaseName(plan, database)}`,
    'Its pods read their configuration from the API server, which no selector of a policy finds: the policy lets them out to its ports, wherever it is.',
    ...refused(plan, database).map((name) => `${name} is not here: the operator sets it itself, and takes no other value.`),
  ],
};

function clusterSpec(plan: Stack, database: Component): PlainMap {
  const own = spelled(plan, database);
  const preloaded = libraries(plan, database);
  const disk = storageClass(plan);
  return {
    imageName: own.text(c.image),
    instances: own.number(c.replicas),
    resources: plainResources(own),
    priorityClassName: priorityClassOf(plan, database),
    affinity: { enablePodAntiAffinity: true, topologyKey: 'kubernetes.io/hostname', podAntiAffinityType: own.text(cnpg.pod_anti_affinity) },
    topologySpreadConstraints: zoneSpread(plan, database, podsOf(plan, database)),
    storage: { size: quantity(own.bytes(container.volume_size)), ...disk },
    walStorage: { size: quantity(own.bytes(container.wal_volume_size)), ...disk },
    ephemeralVolumesSizeLimit: { shm: quantity(own.bytes(container.shm_size)) },
    postgresql: {
      parameters: parameters(plan, database),
      ...(preloaded === undefined ? {} : { shared_preload_libraries: preloaded }),
      ...(hasStandbys(plan, database) ? { synchronous: { method: 'any', number: own.number(cnpg.synchronous_number), dataDurability: own.text(cnpg.data_durability) } } : {}),
    },
    bootstrap: {
      initdb: {
        database: databaseName(plan, database),
        owner: MIGRATIONS,
        secret: { name: roleSecret(database, { name: MIGRATIONS }) },
        dataChecksums: true,
        postInitApplicationSQLRefs: { configMapRefs: [{ name: rolesName(database), key: ROLES_SQL }] },
      },
    },
    managed: { roles: managedRoles(plan, database) },
    primaryUpdateStrategy: 'unsupervised',
    primaryUpdateMethod: own.text(cnpg.primary_update),
    enablePDB: own.flag(cnpg.pdb),
    stopDelay: own.seconds(container.grace_period),
    smartShutdownTimeout: own.seconds(cnpg.smart_shutdown),
    switchoverDelay: own.seconds(container.grace_period),
  };
}

const hasStandbys = (plan: Stack, database: Component): boolean => need(plan, database, c.replicas) > 1;
