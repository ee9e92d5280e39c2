import { describe, expect, it } from 'vitest';
import { replaced, sideOf, stepsBetween, told, type Replacement } from './sides.ts';

/** What a cluster does with one file of a profile's manifests when pieces of it are replaced. */
async function after(profile: string, file: string, ...pieces: readonly Replacement[]): Promise<readonly string[]> {
  const side = await sideOf(profile);
  return told(stepsBetween(side, replaced(side, `kubernetes/${file}`, ...pieces)), 'kubernetes');
}

describe('pods', () => {
  it('are replaced one after the other, as many more and as many less as the Deployment says', async () => {
    expect(await after('xlarge', 'api.yaml', [/(kind: Deployment[\s\S]*?memory: )\S+/, '$13000Mi'])).toEqual(['api roll: its 6 pods are replaced one after the other: 1 pod more meanwhile, whose pools may open 8 more database connections, and none away']);
    expect(await after('xlarge', 'proxy.yaml', [/maxSurge: 1/, 'maxSurge: 0'], [/maxUnavailable: 0/, 'maxUnavailable: 50%'], ['worker_connections 6400', 'worker_connections 6300'], [/name: proxy-[0-9a-f]{10}/, 'name: proxy-0123456789'], [/(configMap:\n\s+name: )proxy-[0-9a-f]{10}/, '$1proxy-0123456789'])).toEqual(['proxy roll: its 3 pods are replaced one after the other: no pod more meanwhile, and at most 1 away']);
  });

  it('are all away at once where the Deployment recreates them', async () => {
    expect(await after('medium', 'api.yaml', [/strategy:\n {4}rollingUpdate:(?:\n {6}.*)+\n {4}type: RollingUpdate/, 'strategy:\n    type: Recreate'], ['cpu: "2"', 'cpu: "1"'])).toEqual(['api roll: its pod is replaced at once: away from the stop, which may take 82s, until the new one is ready']);
  });

  it('hold the larger of both pools while they are replaced, also where a pool is stated', async () => {
    const [small, large] = [await sideOf('medium'), await sideOf('medium', 'settings.api.node.pool_max=50')];
    for (const [before, after] of [[small, large], [large, small]] as const) expect(told(stepsBetween(before, after), 'kubernetes').find((step) => step.startsWith('api roll'))).toContain('both together may open 100 more database connections');
  });

  it('of a StatefulSet are replaced from the last to the first', async () => {
    expect(await after('medium', 'db.yaml', ['replicas: 1', 'replicas: 3'], ['cpu: 1250m', 'cpu: 1300m'])).toEqual(['db roll: its 3 pods are replaced one at a time, from db-2 to db-0: one is away at any time']);
  });

  it('are only counted where nothing else changes', async () => {
    expect(await after('medium', 'db.yaml', ['replicas: 1', 'replicas: 2'])).toEqual(['db scale: 2 pods instead of 1: those that stay go on, and the claims of those that go stay']);
    expect(await after('xlarge', 'api.yaml', ['maxReplicas: 12', 'maxReplicas: 20'])).toEqual(['api scale: the autoscaler keeps 6 to 20 pods instead of 6 to 12']);
  });

  it('do not notice a ConfigMap of the same name', async () => {
    const side = replaced(await sideOf('medium'), 'kubernetes/proxy.yaml', [/name: proxy-[0-9a-f]{10}/, 'name: proxy-conf'], [/(configMap:\n\s+name: )proxy-[0-9a-f]{10}/, '$1proxy-conf'], ['immutable: true', 'immutable: false']);
    expect(stepsBetween(side, replaced(side, 'kubernetes/proxy.yaml', ['keepalive_requests 10000', 'keepalive_requests 9000']))).toMatchObject([
      { component: 'proxy', action: 'by hand', message: 'no pod starts again for a changed ConfigMap: deployment/proxy reads it when its pods start', command: 'kubectl -n medium rollout restart deployment/proxy' },
    ]);
  });

  it('go on when their manifest is gone, with volumes that an operator would delete with them', async () => {
    const gone = async (profile: string, file: string) => {
      const side = await sideOf(profile);
      return stepsBetween(side, { ...side, files: side.files.filter(({ path }) => path !== `kubernetes/${file}`) }).filter(({ environment, action }) => environment === 'kubernetes' && action === 'by hand');
    };
    const [cluster] = await gone('xlarge', 'db.yaml');
    expect(cluster?.message).toMatch(/cluster\/db.* until somebody deletes .*volumes are deleted with it/);
    expect(cluster?.command).toBeUndefined();
    expect((await gone('medium', 'api.yaml'))[0]?.message).toMatch(/kubectl apply removes nothing$/);
    expect(await gone('medium', 'db.yaml')).toMatchObject([{ message: expect.stringContaining('volumes stay even then'), command: expect.stringMatching(/^kubectl -n medium delete .*statefulset\/db/) }]);
  });

  it('take nothing up from policies, budgets and routes, which hold at once', async () => {
    expect(await after('medium', 'api.yaml', [/(kind: PodDisruptionBudget[\s\S]*?)maxUnavailable: 1/, '$1maxUnavailable: 2'], [/(kind: NetworkPolicy[\s\S]*?)port: 53/, '$1port: 5353'])).toEqual([]);
  });
});

describe('volumes', () => {
  it('of a StatefulSet grow by hand, and never shrink', async () => {
    const side = await sideOf('medium');
    expect(stepsBetween(side, replaced(side, 'kubernetes/db.yaml', ['storage: 70Gi', 'storage: 140Gi']))).toMatchObject([{
      action: 'refused',
      message: 'Kubernetes lets nobody change the claims of a StatefulSet: grow the claim from 70Gi to 140Gi, where the StorageClass allows it, and replace the StatefulSet around its pods, which run on; until then nothing else of it is taken',
      command: `kubectl -n medium patch pvc data-db-0 --patch '{"spec":{"resources":{"requests":{"storage":"140Gi"}}}}' && kubectl -n medium delete statefulset db --cascade=orphan && kubectl apply -k kubernetes/`,
    }]);
    expect(await after('medium', 'db.yaml', ['storage: 70Gi', 'storage: 71680Mi'])).toEqual([expect.stringMatching(/^db refused: Kubernetes lets nobody change volumeClaimTemplates/)]);
    expect(await after('medium', 'db.yaml', ['storage: 70Gi', 'storage: 35Gi'])).toEqual(['db refused: a volume never shrinks: from 70Gi to 35Gi the data must be copied into a new one; until then Kubernetes takes nothing of this StatefulSet']);
  });
});

describe('what belongs to the namespace', () => {
  it('a quota below what runs would hold the rollout up', async () => {
    const side = await sideOf('medium');
    expect(stepsBetween(side, replaced(side, 'kubernetes/namespace.yaml', [/limits\.memory: \d+Mi/, 'limits.memory: 4Gi'], ['pods: 11', 'pods: 10']))).toMatchObject([
      { component: 'medium', action: 'by hand', message: 'the quota falls below what runs now (limits.memory): no new pod begins before old ones are gone, so apply it after all the rest', command: 'kubectl apply -f kubernetes/namespace.yaml' },
    ]);
  });

  it('what the manifests no longer have runs on', async () => {
    const side = await sideOf('medium');
    const [step] = stepsBetween(side, { ...side, files: side.files.filter(({ path }) => path !== 'kubernetes/cache.yaml') });
    expect(step).toMatchObject({ component: 'cache', action: 'by hand', command: 'kubectl -n medium delete service/cache statefulset/cache poddisruptionbudget/cache networkpolicy/cache' });
  });
});

describe('CloudNativePG', () => {
  it('reloads what every instance can read again', async () => {
    expect(await after('xlarge', 'db.yaml', ['work_mem: "64MB"', 'work_mem: "32MB"'], ['number: 1', 'number: 2'])).toEqual(['db reload: CloudNativePG has every instance read work_mem and synchronous.number again: no connection ends']);
  });

  it('restarts standbys, then hands the primary over', async () => {
    expect(await after('xlarge', 'db.yaml', ['max_connections: "100"', 'max_connections: "120"'], ['work_mem: "64MB"', 'work_mem: "32MB"'])).toEqual(['db restart: PostgreSQL reads max_connections only when it starts: 2 standbys are restarted one after the other, and a standby takes over from the primary last: connections end and writes wait for some seconds; the other change comes with it']);
  });

  it('restarts the primary first, in place, where standbys may only follow', async () => {
    expect(await after('xlarge', 'db.yaml', ['max_connections: "100"', 'max_connections: "80"'])).toEqual(['db restart: PostgreSQL reads max_connections only when it starts: as max_connections falls, the primary restarts first and in place, and nothing is written until it answers again; then the standbys']);
  });

  it('replaces instances for what their pods are made of', async () => {
    expect(await after('xlarge', 'db.yaml', ['memory: 44Gi', 'memory: 40Gi'], ['max_connections: "100"', 'max_connections: "120"'])).toEqual(['db roll: 2 standbys are replaced one after the other, and a standby takes over from the primary last: connections end and writes wait for some seconds; max_connections comes with it']);
    expect(await after('xlarge', 'db.yaml', ['instances: 3', 'instances: 1'], ['memory: 44Gi', 'memory: 40Gi'])).toEqual(['db scale: 1 instance instead of 3: the youngest standbys go, with their volumes', 'db roll: its only instance is replaced: nothing is answered until it is ready again']);
  });

  it('upgrades to another major version with all instances down', async () => {
    expect(await after('xlarge', 'db.yaml', ['postgresql:18-', 'postgresql:19-'])).toEqual([expect.stringMatching(/^db recreate: another major version of PostgreSQL: CloudNativePG stops all instances, runs pg_upgrade/)]);
  });

  it('grows volumes, and shrinks none', async () => {
    expect(await after('xlarge', 'db.yaml', ['size: 350Gi', 'size: 500Gi'])).toEqual(['db resize: the volumes of storage grow from 350Gi to 500Gi, one claim of each instance, where their StorageClass allows it (allowVolumeExpansion)']);
    expect(await after('xlarge', 'db.yaml', ['size: 350Gi', 'size: 300Gi'])).toEqual(['db refused: a volume never shrinks: CloudNativePG takes nothing of a Cluster whose storage falls from 350Gi to 300Gi']);
  });

  it('runs the script of the roles once', async () => {
    const side = await sideOf('xlarge');
    expect(stepsBetween(side, replaced(side, 'kubernetes/db.yaml', ["statement_timeout = '14s'", "statement_timeout = '9s'"]))).toMatchObject([{
      component: 'db', action: 'by hand',
      command: "kubectl -n xlarge get configmap db.roles -o jsonpath='{.data.roles\\.sql}' | kubectl -n xlarge exec -i svc/db-rw -c postgres -- psql --set=ON_ERROR_STOP=1 --dbname=xlarge",
    }]);
  });

  it('has a pooler read again what it can, and leaves its sockets to you', async () => {
    expect(await after('xlarge', 'pooler.yaml', ['default_pool_size: "23"', 'default_pool_size: "20"'], ['instances: 2', 'instances: 3'])).toEqual(['pooler reload: CloudNativePG has PgBouncer read default_pool_size again: no client connection ends', 'pooler scale: 3 pods instead of 2: clients of those that go connect again']);
    expect(await after('xlarge', 'pooler.yaml', ['listen_backlog: "1024"', 'listen_backlog: "2048"'])).toEqual(['pooler by hand: CloudNativePG has PgBouncer read its file again, which leaves listen_backlog as it is: its pods must start again']);
    expect(await after('xlarge', 'pooler.yaml', [/(template:[\s\S]*?cpu: )\S+/, '$1"2"'])).toEqual(['pooler roll: its 2 pods are replaced one after the other: clients of each connect again']);
  });
});

describe('the operators of Redis and Kafka', () => {
  it('delete the pods of a RedisFailover one after the other, the master last', async () => {
    expect(await after('xlarge', 'cache.yaml', [/(- --maxmemory\n\s+- )\S+/, '$11gb'])).toEqual(['cache roll: the operator deletes its 3 pods one after the other, the master last: a copy takes over, and what was written in its last moment may be lost']);
    expect(await after('xlarge', 'cache.yaml', ['down-after-milliseconds 5000', 'down-after-milliseconds 6000'])).toEqual(['cache reload: the operator tells every sentinel while it runs']);
  });

  it('tell brokers what is dynamic, and replace them for the rest', async () => {
    expect(await after('xlarge', 'queue.yaml', [/num\.io\.threads: \d+/, 'num.io.threads: 3'])).toEqual(['queue reload: Strimzi tells every broker num.io.threads while it runs']);
    expect(await after('xlarge', 'queue.yaml', [/num\.partitions: \d+/, 'num.partitions: 1'])).toEqual([
      expect.stringMatching(/^queue roll: Strimzi replaces the brokers one at a time/),
      'queue by hand: num.partitions counts for topics that are made from now on; those that are there keep theirs: partitions never become fewer',
    ]);
  });

  it('grow the volumes of brokers, shrink none, and move no data to new ones', async () => {
    expect(await after('xlarge', 'queue.yaml', ['size: 108Gi', 'size: 200Gi'])).toEqual(['queue resize: the volumes grow from 108Gi to 200Gi where their StorageClass allows it (allowVolumeExpansion)']);
    expect(await after('xlarge', 'queue.yaml', ['size: 108Gi', 'size: 50Gi'])).toEqual(['queue refused: a volume never shrinks: Strimzi leaves it at 108Gi']);
    expect(await after('xlarge', 'queue.yaml', [/(kind: KafkaNodePool[\s\S]*?replicas: )\d+/, '$19'])).toEqual([expect.stringMatching(/^queue by hand: 9 nodes instead of 3: topics that are there stay where they are/)]);
  });
});
