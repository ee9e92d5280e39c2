import { describe, expect, it } from 'vitest';
import { check } from '../../src/check.ts';
import { treeOf } from '../../src/model/source.ts';
import { showPosition } from '../../src/model/entry.ts';
import { stackOf } from '../../src/read.ts';
import { deploymentOf } from './kubernetes-tree.ts';

const FAILOVER = `apiVersion: databases.spotahome.com/v1
kind: RedisFailover
metadata:
  name: sessions
  namespace: shop
spec:
  sentinel:
    replicas: 3
  redis:
    image: redis:7.2.11-alpine
    replicas: 2
    resources:
      limits: { cpu: 500m, memory: 1Gi }
    customConfig:
      - maxmemory 900mb
      - save ""
`;
const API = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers:
        - name: api
          image: node:22
          command: [node, server.js]
          env:
            - { name: REDIS_URL, value: "redis://HOST:6379" }
`;
const MASTER = `apiVersion: v1
kind: Service
metadata: { name: sessions-master, namespace: shop }
spec:
  selector: { app.kubernetes.io/name: sessions, redisfailovers-role: master }
  ports: [{ name: redis, port: 6379 }]
`;

const read = (host: string, more: string = '') => {
  const texts = { 'k8s/redis.yaml': FAILOVER, 'k8s/api.yaml': API.replace('HOST', host), ...(more === '' ? {} : { 'k8s/service.yaml': more }) };
  return stackOf(treeOf(texts), deploymentOf(texts)).stack;
};
const shown = (id: string): string => {
  const entry = read('rfrm-sessions').entries.get(id);
  return entry === undefined ? 'nothing' : `${String(entry.value)} ${entry.origin.from === 'stated' ? showPosition(entry.origin.at) : entry.origin.from === 'default' ? entry.origin.of : ''}`;
};

describe('a RedisFailover', () => {
  it('is the Redis that its operator runs', () => {
    expect(read('rfrm-sessions').components.map(({ name, kind }) => `${name} ${kind}`).sort()).toEqual(['api node', 'sessions redis']);
    expect(shown('sessions.redis.maxmemory')).toBe(`${900 * 1024 ** 2} k8s/redis.yaml:15:9`);
    expect(shown('sessions.redis.save')).toBe(' k8s/redis.yaml:16:9');
    expect(shown('sessions.component.replicas')).toBe('2 k8s/redis.yaml:11:15');
    expect(shown('sessions.container.memory_limit')).toBe(`${1024 ** 3} k8s/redis.yaml:13:36`);
    expect(shown('sessions.kubernetes.termination_grace_period')).toBe('30000 redis-operator');
    expect(shown('sessions.component.version')).toMatch(/^7\.2/);
  });

  it.each(['rfrm-sessions', 'rfrs-sessions.shop.svc.cluster.local'])('answers at %s', (host) => {
    expect(read(host).links.map(({ from, to }) => `${from} > ${to}`)).toEqual(['api > sessions']);
  });

  it('answers behind a Service that selects its master', () => {
    expect(read('sessions-master', MASTER).links.map(({ from, to }) => `${from} > ${to}`)).toEqual(['api > sessions']);
  });

  it('has sentinels, which answer at their own port', () => {
    const texts = { 'k8s/redis.yaml': FAILOVER, 'k8s/api.yaml': API.replace('HOST:6379', 'rfs-sessions:26379') };
    expect(check(stackOf(treeOf(texts), deploymentOf(texts)).stack).findings.map(({ check: id }) => id)).not.toContain('port-not-listened');
  });

  it('is judged like any other Redis', () => {
    expect(check(read('rfrm-sessions')).findings.filter(({ component }) => component === 'sessions').map(({ check: id, message }) => `${id}: ${message}`)).toEqual([expect.stringMatching(/^redis-exceeds-limit: /)]);
  });
});
