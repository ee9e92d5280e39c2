import type { Check } from '../model/check.ts';
import { autoscaleExceedsConnections } from './autoscale-exceeds-connections.ts';
import { bodyLimitsDiffer } from './body-limits-differ.ts';
import { connectionsExceedMax } from './connections-exceed-max.ts';
import { connectionsExceedOpenFiles } from './connections-exceed-open-files.ts';
import { cpuLimitsExceedMachine } from './cpu-limits-exceed-machine.ts';
import { drainExceedsGrace } from './drain-exceeds-grace.ts';
import { heapExceedsLimit } from './heap-exceeds-limit.ts';
import { keepaliveRace } from './keepalive-race.ts';
import { limitsExceedMachine } from './limits-exceed-machine.ts';
import { openFilesExceedHardLimit } from './open-files-exceed-hard-limit.ts';
import { parallelWorkersExceedCpu } from './parallel-workers-exceed-cpu.ts';
import { poolWaitOutlivesProxy } from './pool-wait-outlives-proxy.ts';
import { poolerClientsBelowDemand } from './pooler-clients-below-demand.ts';
import { poolerExceedsMax } from './pooler-exceeds-max.ts';
import { postgresMemoryExceedsLimit } from './postgres-memory-exceeds-limit.ts';
import { proxyDrainExceedsGrace } from './proxy-drain-exceeds-grace.ts';
import { proxyWorkersExceedCpu } from './proxy-workers-exceed-cpu.ts';
import { rateLimitBelowTarget } from './rate-limit-below-target.ts';
import { redisExceedsLimit } from './redis-exceeds-limit.ts';
import { requestOutlivesProxy } from './request-outlives-proxy.ts';
import { reservedExceedsMax } from './reserved-exceeds-max.ts';
import { sharedBuffersExceedLimit } from './shared-buffers-exceed-limit.ts';
import { shmBelowParallelNeed } from './shm-below-parallel-need.ts';
import { statementOutlivesRequest } from './statement-outlives-request.ts';
import { surgeExceedsConnections } from './surge-exceeds-connections.ts';
import { targetExceedsCapacity } from './target-exceeds-capacity.ts';
import { walExceedsVolume } from './wal-exceeds-volume.ts';
import { workerConnectionsBelowDemand } from './worker-connections-below-demand.ts';
import { workersExceedCpu } from './workers-exceed-cpu.ts';

/** Every check, in the order of its id. */
export const checks: readonly Check[] = [
  autoscaleExceedsConnections,
  bodyLimitsDiffer,
  connectionsExceedMax,
  connectionsExceedOpenFiles,
  cpuLimitsExceedMachine,
  drainExceedsGrace,
  heapExceedsLimit,
  keepaliveRace,
  limitsExceedMachine,
  openFilesExceedHardLimit,
  parallelWorkersExceedCpu,
  poolWaitOutlivesProxy,
  poolerClientsBelowDemand,
  poolerExceedsMax,
  postgresMemoryExceedsLimit,
  proxyDrainExceedsGrace,
  proxyWorkersExceedCpu,
  rateLimitBelowTarget,
  redisExceedsLimit,
  requestOutlivesProxy,
  reservedExceedsMax,
  sharedBuffersExceedLimit,
  shmBelowParallelNeed,
  statementOutlivesRequest,
  surgeExceedsConnections,
  targetExceedsCapacity,
  walExceedsVolume,
  workerConnectionsBelowDemand,
  workersExceedCpu,
];
