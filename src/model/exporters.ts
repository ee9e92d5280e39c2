import { databasesOf, isCluster, isExternal, isOperated, type Component, type Stack } from './stack.ts';

/** Whether exporters run beside the servers (`monitoring.exporters`). It is stated or not: structure, like links. */
export const hasExporters = (stack: Stack): boolean => stack.entries.get('monitoring.exporters')?.value === true;

/** Kinds of server for which an exporter says what they count: applications export their own metrics. */
export const EXPORTED_KINDS: readonly string[] = ['nginx', 'postgres', 'pgbouncer', 'redis', 'kafka'];

/** Kinds whose operator has the metrics in the server's own pods: CloudNativePG's instances and poolers. */
const EXPORTING_OPERATORS: readonly string[] = ['postgres', 'pgbouncer'];

/** Whether an exporter runs for a component. A pooler whose databases all run elsewhere lets nobody in who only watches. */
export const isExported = (stack: Stack, component: Component): boolean =>
  hasExporters(stack) &&
  EXPORTED_KINDS.includes(component.kind) &&
  !isExternal(stack, component) &&
  !(isOperated(stack, component) && EXPORTING_OPERATORS.includes(component.kind)) &&
  (component.kind !== 'pgbouncer' || databasesOf(stack, component).some((database) => !isExternal(stack, database)));

/** Whether one exporter, in a pod of its own, is asked for all pods of a component: Strimzi's. Others stand beside each server. */
export const isExporterApart = (stack: Stack, component: Component): boolean => component.kind === 'kafka' && isOperated(stack, component);

/** Whether Prometheus and Grafana run on the machine as well; in a cluster they are the cluster's. */
export const hasPrometheus = (stack: Stack): boolean => hasExporters(stack) && !isCluster(stack);
