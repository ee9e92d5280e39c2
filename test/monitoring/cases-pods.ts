import type { Stack } from '../../src/model/stack.ts';
import * as container from '../../src/settings/container.ts';
import { around, figure, growing, steady, type Case, type Series } from './case.ts';
import { BARE, CLUSTER, MACHINE } from './plans.ts';

const lasting = { at: '40m', step: '1m' } as const;
const inPod = (pod: string, name: string, more = ''): string => `{namespace="shop",pod="${pod}",container="${name}"${more}}`;
const claim = (plan: Stack, name: string, setting: typeof container.volume_size, share: number, component = 'db'): Series =>
  steady(`kubelet_volume_stats_used_bytes{namespace="shop",persistentvolumeclaim="${name}"}`, share * figure(plan, component, setting));
const restarts = (values: string): Series => ({ series: `kube_pod_container_status_restarts_total${inPod('api-5d9f-x7k2', 'api')}`, values });
const killedBy = (reason: string): Series => steady(`kube_pod_container_status_last_terminated_reason${inPod('api-5d9f-x7k2', 'api', `,reason="${reason}"`)}`, 1);
const throttled = (share: number): readonly Series[] => [
  growing(`container_cpu_cfs_periods_total${inPod('api-5d9f-x7k2', 'api')}`, 600),
  growing(`container_cpu_cfs_throttled_periods_total${inPod('api-5d9f-x7k2', 'api')}`, 600 * share),
];

/** Pods, as the kubelet and kube-state-metrics see them. */
export const podCases: readonly Case[] = [
  {
    ...lasting, plan: CLUSTER, alert: 'MemoryNearLimit', component: 'pooler',
    ...around(0.9 * figure(CLUSTER, 'pooler', container.memory_limit), (value) => [steady(`container_memory_working_set_bytes${inPod('pooler-5d9f-x7k2', 'pgbouncer')}`, value)]),
  },
  {
    ...lasting, plan: CLUSTER, alert: 'CpuNearLimit', component: 'db',
    ...around((0.9 * 60 * figure(CLUSTER, 'db', container.cpu_limit)) / 1000, (value) => [growing(`container_cpu_usage_seconds_total${inPod('db-1', 'postgres')}`, value)]),
  },
  {
    ...lasting, plan: MACHINE, alert: 'PodsNotReady', component: 'api',
    fires: [steady('kube_deployment_status_replicas_unavailable{namespace="shop",deployment="api"}', 1)],
    silent: [steady('kube_deployment_status_replicas_unavailable{namespace="shop",deployment="api"}', 0)],
  },
  {
    ...lasting, plan: MACHINE, alert: 'PodsNotReady', component: 'db',
    fires: [steady('kube_statefulset_replicas{namespace="shop",statefulset="db"}', 1), steady('kube_statefulset_status_replicas_ready{namespace="shop",statefulset="db"}', 0)],
    silent: [steady('kube_statefulset_replicas{namespace="shop",statefulset="db"}', 1), steady('kube_statefulset_status_replicas_ready{namespace="shop",statefulset="db"}', 1)],
  },
  {
    ...lasting, plan: CLUSTER, alert: 'PodsNotReady', component: 'db',
    fires: [steady('kube_pod_status_ready{namespace="shop",pod="db-1",condition="true"}', 1), steady('kube_pod_status_ready{namespace="shop",pod="db-2",condition="true"}', 0)],
    silent: [steady('kube_pod_status_ready{namespace="shop",pod="db-1",condition="true"}', 1), steady('kube_pod_status_ready{namespace="shop",pod="db-2",condition="true"}', 1)],
  },
  {
    plan: MACHINE, alert: 'ContainerKilled', component: 'api', at: '20m', step: '1m',
    fires: [restarts('0x10 1x20'), killedBy('OOMKilled')], silent: [restarts('0x10 1x20'), killedBy('Error')],
  },
  { ...lasting, plan: MACHINE, alert: 'CpuThrottled', component: 'api', fires: throttled(0.26), silent: throttled(0.24) },
  {
    plan: MACHINE, alert: 'RolloutStuck', component: 'api', at: '5m', step: '1m',
    fires: [steady('kube_deployment_status_condition{namespace="shop",deployment="api",condition="Progressing",status="false"}', 1)],
    silent: [steady('kube_deployment_status_condition{namespace="shop",deployment="api",condition="Progressing",status="false"}', 0)],
  },
  {
    ...lasting, plan: CLUSTER, alert: 'AutoscalerAtCeiling', component: 'api',
    fires: [steady('kube_horizontalpodautoscaler_status_current_replicas{namespace="shop",horizontalpodautoscaler="api"}', figure(CLUSTER, 'api', container.max_replicas))],
    silent: [steady('kube_horizontalpodautoscaler_status_current_replicas{namespace="shop",horizontalpodautoscaler="api"}', figure(CLUSTER, 'api', container.max_replicas) - 1)],
  },
  { ...lasting, plan: BARE, alert: 'VolumeNearlyFull', component: 'db', labels: { budget: 'claim' }, fires: [claim(BARE, 'data-db-0', container.volume_size, 0.82)], silent: [claim(BARE, 'data-db-0', container.volume_size, 0.78)] },
  { ...lasting, plan: CLUSTER, alert: 'VolumeNearlyFull', component: 'db', labels: { budget: 'claim' }, fires: [claim(CLUSTER, 'db-1', container.volume_size, 0.82)], silent: [claim(CLUSTER, 'db-1-wal', container.wal_volume_size, 0.82)] },
  { ...lasting, plan: CLUSTER, alert: 'VolumeNearlyFull', component: 'db', labels: { budget: 'wal claim' }, fires: [claim(CLUSTER, 'db-1-wal', container.wal_volume_size, 0.82)], silent: [claim(CLUSTER, 'db-1-wal', container.wal_volume_size, 0.78)] },
  ...([[MACHINE, 'data-queue-0'], [CLUSTER, 'data-0-queue-queue-0']] as const).map(([plan, name]): Case => (
    { ...lasting, plan, alert: 'VolumeNearlyFull', component: 'queue', fires: [claim(plan, name, container.volume_size, 0.92, 'queue')], silent: [claim(plan, name, container.volume_size, 0.88, 'queue')] }
  )),
];
