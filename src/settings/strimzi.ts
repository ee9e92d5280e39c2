import { settingsOf } from '../model/setting.ts';

const operator = settingsOf('strimzi');
const MANUAL = 'https://strimzi.io/docs/operators/latest/';

export const replication_port = operator.count('replication_port', { about: 'Port on which brokers copy from each other, and the operator and its exporter ask them', manual: `${MANUAL}overview`, concern: 'routing' });
export const exporter_port = operator.count('exporter_port', { about: 'Port of the metrics of the exporter that the operator runs', manual: `${MANUAL}deploying#con-metrics-kafka-exporter-lag-str`, concern: 'monitoring' });
export const api_service_port = operator.count('api_service_port', { about: 'Port of the API server, as its Service has it', manual: `${MANUAL}overview`, concern: 'routing' });
export const api_server_port = operator.count('api_server_port', { about: 'Port of the API server, as its own machine has it', manual: `${MANUAL}overview`, concern: 'routing' });
/** Nodes of a platform's own tell their zone; others may not, and a pod would then find no node. */
export const rack = operator.flag('rack', { about: 'Copies are spread over the zones of the nodes', manual: `${MANUAL}configuring#con-common-configuration-rack-reference`, concern: 'storage' });
