import type { Check } from '../model/check.ts';
import { autoWorkersUnderALimit } from './auto-workers-under-a-limit.ts';
import { autoscaleExceedsConnections } from './autoscale-exceeds-connections.ts';
import { autoscaleExceedsNodes } from './autoscale-exceeds-nodes.ts';
import { autoscaleWithoutRequest } from './autoscale-without-request.ts';
import { autovacuumExceedsBudget } from './autovacuum-exceeds-budget.ts';
import { backlogAboveSomaxconn } from './backlog-above-somaxconn.ts';
import { balancerIdleAboveProxy } from './balancer-idle-above-proxy.ts';
import { bodyLimitsDiffer } from './body-limits-differ.ts';
import { cacheAndTempExceedVolume } from './cache-and-temp-exceed-volume.ts';
import { cacheExceedsDisk } from './cache-exceeds-disk.ts';
import { cacheLeaksPrivateResponses } from './cache-leaks-private-responses.ts';
import { cacheSizeExceedsLimit } from './cache-size-exceeds-limit.ts';
import { cacheWithoutVolume } from './cache-without-volume.ts';
import { composeInvalid } from './compose-invalid.ts';
import { compressionTwice } from './compression-twice.ts';
import { configChangeWithoutRollout } from './config-change-without-rollout.ts';
import { configNotLoaded } from './config-not-loaded.ts';
import { connectionsExceedMax } from './connections-exceed-max.ts';
import { connectionsExceedOpenFiles } from './connections-exceed-open-files.ts';
import { consumersExceedPartitions } from './consumers-exceed-partitions.ts';
import { cpuLimitsExceedMachine } from './cpu-limits-exceed-machine.ts';
import { databasePublished } from './database-published.ts';
import { defaultHeapExceedsLimit } from './default-heap-exceeds-limit.ts';
import { dependencyCycle } from './dependency-cycle.ts';
import { dependencyWithoutHealth } from './dependency-without-health.ts';
import { disruptionBudgetBlocksDrain } from './disruption-budget-blocks-drain.ts';
import { drainExceedsGrace } from './drain-exceeds-grace.ts';
import { drainExceedsNodes } from './drain-exceeds-nodes.ts';
import { evictionOnAQueue } from './eviction-on-a-queue.ts';
import { fileMissing } from './file-missing.ts';
import { healthcheckTooEarly } from './healthcheck-too-early.ts';
import { heapExceedsLimit } from './heap-exceeds-limit.ts';
import { heapPercentageWithWorkers } from './heap-percentage-with-workers.ts';
import { hostNetworkDiscardsPorts } from './host-network-discards-ports.ts';
import { hugePagesWithoutRequest } from './huge-pages-without-request.ts';
import { imageNotPinned } from './image-not-pinned.ts';
import { imageRefusesMount } from './image-refuses-mount.ts';
import { keepaliveBelowBalancers } from './keepalive-below-balancers.ts';
import { keepalivePoolExceedsUpstream } from './keepalive-pool-exceeds-upstream.ts';
import { keepaliveRace } from './keepalive-race.ts';
import { limitStatedTwice } from './limit-stated-twice.ts';
import { limitsExceedMachine } from './limits-exceed-machine.ts';
import { livenessEqualsReadiness } from './liveness-equals-readiness.ts';
import { manifestInvalid } from './manifest-invalid.ts';
import { maxConnectionsFarAboveCores } from './max-connections-far-above-cores.ts';
import { maxRequestsWithoutJitter } from './max-requests-without-jitter.ts';
import { messageExceedsSegment } from './message-exceeds-segment.ts';
import { networkNotShared } from './network-not-shared.ts';
import { networkPolicyBlocksLink } from './network-policy-blocks-link.ts';
import { nginxAliasTraversal } from './nginx-alias-traversal.ts';
import { nginxAllowWithoutDeny } from './nginx-allow-without-deny.ts';
import { nginxBuffersExceedLimit } from './nginx-buffers-exceed-limit.ts';
import { nginxContentTypeAdded } from './nginx-content-type-added.ts';
import { nginxDirectiveRepeated } from './nginx-directive-repeated.ts';
import { nginxHeaderMultiline } from './nginx-header-multiline.ts';
import { nginxHostSpoofing } from './nginx-host-spoofing.ts';
import { nginxIfInLocation } from './nginx-if-in-location.ts';
import { nginxOpenProxy } from './nginx-open-proxy.ts';
import { nginxOriginUnanchored } from './nginx-origin-unanchored.ts';
import { nginxReferersWithNone } from './nginx-referers-with-none.ts';
import { nginxResolverPublic } from './nginx-resolver-public.ts';
import { nginxResponseSplitting } from './nginx-response-splitting.ts';
import { nginxVariableWithoutResolver } from './nginx-variable-without-resolver.ts';
import { nginxVersionDisclosed } from './nginx-version-disclosed.ts';
import { nginxZoneUnknown } from './nginx-zone-unknown.ts';
import { noKeepaliveExhaustsPorts } from './no-keepalive-exhausts-ports.ts';
import { noUpstreamKeepalive } from './no-upstream-keepalive.ts';
import { openFilesExceedHardLimit } from './open-files-exceed-hard-limit.ts';
import { operatorRefusesCluster } from './operator-refuses-cluster.ts';
import { parallelWorkersExceedCpu } from './parallel-workers-exceed-cpu.ts';
import { podExceedsNode } from './pod-exceeds-node.ts';
import { poolBelowThreads } from './pool-below-threads.ts';
import { poolWaitOutlivesProxy } from './pool-wait-outlives-proxy.ts';
import { poolWaitsForever } from './pool-waits-forever.ts';
import { poolerClientsBelowDemand } from './pooler-clients-below-demand.ts';
import { poolerExceedsMax } from './pooler-exceeds-max.ts';
import { portNotListened } from './port-not-listened.ts';
import { postgresMemoryExceedsLimit } from './postgres-memory-exceeds-limit.ts';
import { preparedStatementsWithTransactionPooling } from './prepared-statements-with-transaction-pooling.ts';
import { probeMisses } from './probe-misses.ts';
import { proxyDrainExceedsGrace } from './proxy-drain-exceeds-grace.ts';
import { proxyNotTrusted } from './proxy-not-trusted.ts';
import { proxyStartsBeforeUpstream } from './proxy-starts-before-upstream.ts';
import { proxyWorkersExceedCpu } from './proxy-workers-exceed-cpu.ts';
import { quotaExceeded } from './quota-exceeded.ts';
import { rateLimitAboveCapacity } from './rate-limit-above-capacity.ts';
import { rateLimitBelowTarget } from './rate-limit-below-target.ts';
import { rateLimitPerProcess } from './rate-limit-per-process.ts';
import { redisExceedsLimit } from './redis-exceeds-limit.ts';
import { redisWithoutMaxmemory } from './redis-without-maxmemory.ts';
import { replicasDiffer } from './replicas-differ.ts';
import { replicasFightAutoscaler } from './replicas-fight-autoscaler.ts';
import { replicasShareAPort } from './replicas-share-a-port.ts';
import { replicationExceedsBrokers } from './replication-exceeds-brokers.ts';
import { requestOutlivesProxy } from './request-outlives-proxy.ts';
import { requestsExceedLimits } from './requests-exceed-limits.ts';
import { reservedExceedsMax } from './reserved-exceeds-max.ts';
import { retentionExceedsVolume } from './retention-exceeds-volume.ts';
import { retriesReplayRequests } from './retries-replay-requests.ts';
import { rolloutDeadlock } from './rollout-deadlock.ts';
import { secretInPlainText } from './secret-in-plain-text.ts';
import { securityHeadersLost } from './security-headers-lost.ts';
import { routeWithoutService } from './route-without-service.ts';
import { serviceSelectsNothing } from './service-selects-nothing.ts';
import { settingUnknownToVersion } from './setting-unknown-to-version.ts';
import { settingWithoutEffect } from './setting-without-effect.ts';
import { settingsChangedInSql } from './settings-changed-in-sql.ts';
import { sharedBuffersExceedLimit } from './shared-buffers-exceed-limit.ts';
import { shmBelowParallelNeed } from './shm-below-parallel-need.ts';
import { slotsRetainForever } from './slots-retain-forever.ts';
import { slowBodyUnlimited } from './slow-body-unlimited.ts';
import { statementOutlivesRequest } from './statement-outlives-request.ts';
import { surgeExceedsConnections } from './surge-exceeds-connections.ts';
import { targetExceedsCapacity } from './target-exceeds-capacity.ts';
import { upstreamKeepaliveDefeated } from './upstream-keepalive-defeated.ts';
import { upstreamNotAService } from './upstream-not-a-service.ts';
import { walExceedsVolume } from './wal-exceeds-volume.ts';
import { workerConnectionsBelowDemand } from './worker-connections-below-demand.ts';
import { workerClassUnknownToVersion } from './worker-class-unknown-to-version.ts';
import { workersExceedCpu } from './workers-exceed-cpu.ts';
import { workersExceedMemory } from './workers-exceed-memory.ts';
import { zoneBelowKeys } from './zone-below-keys.ts';

/** Every check, in the order of its id. */
export const checks: readonly Check[] = [
  autoWorkersUnderALimit,
  autoscaleExceedsConnections,
  autoscaleExceedsNodes,
  autoscaleWithoutRequest,
  autovacuumExceedsBudget,
  backlogAboveSomaxconn,
  balancerIdleAboveProxy,
  bodyLimitsDiffer,
  cacheAndTempExceedVolume,
  cacheExceedsDisk,
  cacheLeaksPrivateResponses,
  cacheSizeExceedsLimit,
  cacheWithoutVolume,
  composeInvalid,
  compressionTwice,
  configChangeWithoutRollout,
  configNotLoaded,
  connectionsExceedMax,
  connectionsExceedOpenFiles,
  consumersExceedPartitions,
  cpuLimitsExceedMachine,
  databasePublished,
  defaultHeapExceedsLimit,
  dependencyCycle,
  dependencyWithoutHealth,
  disruptionBudgetBlocksDrain,
  drainExceedsGrace,
  drainExceedsNodes,
  evictionOnAQueue,
  fileMissing,
  healthcheckTooEarly,
  heapExceedsLimit,
  heapPercentageWithWorkers,
  hostNetworkDiscardsPorts,
  hugePagesWithoutRequest,
  imageNotPinned,
  imageRefusesMount,
  keepaliveBelowBalancers,
  keepalivePoolExceedsUpstream,
  keepaliveRace,
  limitStatedTwice,
  limitsExceedMachine,
  livenessEqualsReadiness,
  manifestInvalid,
  maxConnectionsFarAboveCores,
  maxRequestsWithoutJitter,
  messageExceedsSegment,
  networkNotShared,
  networkPolicyBlocksLink,
  nginxAliasTraversal,
  nginxAllowWithoutDeny,
  nginxBuffersExceedLimit,
  nginxContentTypeAdded,
  nginxDirectiveRepeated,
  nginxHeaderMultiline,
  nginxHostSpoofing,
  nginxIfInLocation,
  nginxOpenProxy,
  nginxOriginUnanchored,
  nginxReferersWithNone,
  nginxResolverPublic,
  nginxResponseSplitting,
  nginxVariableWithoutResolver,
  nginxVersionDisclosed,
  nginxZoneUnknown,
  noKeepaliveExhaustsPorts,
  noUpstreamKeepalive,
  openFilesExceedHardLimit,
  operatorRefusesCluster,
  parallelWorkersExceedCpu,
  podExceedsNode,
  poolBelowThreads,
  poolWaitOutlivesProxy,
  poolWaitsForever,
  poolerClientsBelowDemand,
  poolerExceedsMax,
  portNotListened,
  postgresMemoryExceedsLimit,
  preparedStatementsWithTransactionPooling,
  probeMisses,
  proxyDrainExceedsGrace,
  proxyNotTrusted,
  proxyStartsBeforeUpstream,
  proxyWorkersExceedCpu,
  quotaExceeded,
  rateLimitAboveCapacity,
  rateLimitBelowTarget,
  rateLimitPerProcess,
  redisExceedsLimit,
  redisWithoutMaxmemory,
  replicasDiffer,
  replicasFightAutoscaler,
  replicasShareAPort,
  replicationExceedsBrokers,
  requestOutlivesProxy,
  requestsExceedLimits,
  reservedExceedsMax,
  retentionExceedsVolume,
  retriesReplayRequests,
  rolloutDeadlock,
  secretInPlainText,
  securityHeadersLost,
  serviceSelectsNothing,
  routeWithoutService,
  settingUnknownToVersion,
  settingWithoutEffect,
  settingsChangedInSql,
  sharedBuffersExceedLimit,
  shmBelowParallelNeed,
  slotsRetainForever,
  slowBodyUnlimited,
  statementOutlivesRequest,
  surgeExceedsConnections,
  targetExceedsCapacity,
  upstreamKeepaliveDefeated,
  upstreamNotAService,
  walExceedsVolume,
  workerConnectionsBelowDemand,
  workerClassUnknownToVersion,
  workersExceedCpu,
  workersExceedMemory,
  zoneBelowKeys,
];
