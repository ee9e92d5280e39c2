import { expect, it } from 'vitest';
import { describeWith } from '../servers/describe-with.ts';
import { judgeCustomResources, schemaErrorsOf } from './schema-errors.ts';

const manifest = (apiVersion: string, kind: string, spec: unknown): string => `${JSON.stringify({ apiVersion, kind, metadata: { name: 'one' }, spec })}\n---\n`;

const cluster = (more: Readonly<Record<string, unknown>>): string => manifest('postgresql.cnpg.io/v1', 'Cluster', { instances: 3, storage: { size: '10Gi' }, ...more });
const pool = (more: Readonly<Record<string, unknown>>): string => manifest('kafka.strimzi.io/v1', 'KafkaNodePool', { replicas: 3, roles: ['broker'], ...more });
const route = (path: string): string => manifest('gateway.networking.k8s.io/v1', 'HTTPRoute', { parentRefs: [{ name: 'edge' }], rules: [{ matches: [{ path: { value: path } }], backendRefs: [{ name: 'web', port: 80 }] }] });
const monitor = (more: Readonly<Record<string, unknown>>): string => manifest('monitoring.coreos.com/v1', 'PodMonitor', { selector: {}, podMetricsEndpoints: [{ port: 'metrics', ...more }] });
const failover = (more: Readonly<Record<string, unknown>>): string => manifest('databases.spotahome.com/v1', 'RedisFailover', { redis: { replicas: 3, ...more } });

describeWith('custom resources, as an API server takes them', 'crd-check', () => {
  it('takes what each operator takes', () => {
    const { judged, others, errors } = judgeCustomResources(cluster({}) + pool({}) + route('/') + monitor({}) + failover({}) + manifest('v1', 'Service', {}));
    expect(errors).toEqual([]);
    expect(judged).toEqual(['Cluster/one', 'KafkaNodePool/one', 'HTTPRoute/one', 'PodMonitor/one', 'RedisFailover/one']);
    expect(others).toEqual(['v1/Service/one']);
  });

  it('finds a misspelt key of each', () => {
    expect(schemaErrorsOf(cluster({ storge: {} }) + pool({ storag: {} }) + monitor({ intervall: '5s' }) + failover({ replica: 2 }))).toEqual([
      'Cluster/one: spec.storge: unknown field',
      'KafkaNodePool/one: spec.storag: unknown field',
      'PodMonitor/one: spec.podMetricsEndpoints[0].intervall: unknown field',
      'RedisFailover/one: spec.redis.replica: unknown field',
    ]);
  });

  it('finds a wrong type, a word that is none, and a field that is missing', () => {
    expect(schemaErrorsOf(cluster({ instances: 'three' }))).toEqual([expect.stringContaining('Cluster/one: spec.instances: Invalid value: "string"')]);
    expect(schemaErrorsOf(pool({ roles: ['brokr'] }))).toEqual(['KafkaNodePool/one: spec.roles[0]: Unsupported value: "brokr": supported values: "controller", "broker"']);
    expect(schemaErrorsOf(manifest('postgresql.cnpg.io/v1', 'Pooler', { pgbouncer: {} }))).toEqual([expect.stringContaining('Pooler/one: spec.cluster: Required value')]);
  });

  it('evaluates the rules that are no schema', () => {
    expect(schemaErrorsOf(route('/a//b'))).toEqual([expect.stringContaining("must not contain '//'")]);
  });

  it('refuses to call anything judged that it does not know', () => {
    expect(() => schemaErrorsOf(manifest('postgresql.cnpg.io/v9', 'Cluster', {}))).toThrow('no custom resource is known among postgresql.cnpg.io/v9/Cluster/one');
  });
});
