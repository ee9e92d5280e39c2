import { given, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { CORE, MiB } from '../../model/value.ts';
import * as container from '../../settings/container.ts';
import * as pg from '../../settings/postgres.ts';
import { kind as workloadKind } from '../../settings/workload.ts';

const parallelWorkers = defineRule({
  sizes: pg.max_parallel_workers,
  from: { cpu: own(container.cpu_limit), memory: own(container.memory_limit) },
  value: ({ cpu, memory }) => Math.min(Math.floor(cpu / CORE), Math.floor(memory / (128 * MiB))),
  because: 'No more parallel workers than cores of its own, and 128 MiB for each.',
  source: 'PostgreSQL manual; PGTune',
  examples: [{ given: { cpu: 1250, memory: 2048 * MiB }, gives: 1 }, { given: { cpu: 20_000, memory: 1024 * MiB }, gives: 8 }],
});

const perGather = defineRule({
  sizes: pg.max_parallel_workers_per_gather,
  from: { cores: own(pg.max_parallel_workers), workload: given(workloadKind) },
  value: ({ cores, workload }) => {
    if (cores < 2) return 0;
    return workload === 'analytics' ? Math.min(8, Math.max(1, Math.floor(cores / 2))) : Math.min(2, Math.floor(cores / 2));
  },
  because: 'Many short queries at once fill the cores without parallel workers; below two cores they only cost.',
  source: 'measured: a feed query without parallel workers reached 1.22 times the rate on two cores',
  examples: [{ given: { cores: 1, workload: 'web' }, gives: 0 }, { given: { cores: 2, workload: 'web' }, gives: 1 }, { given: { cores: 16, workload: 'web' }, gives: 2 }, { given: { cores: 16, workload: 'analytics' }, gives: 8 }],
});

const parallelMaintenance = defineRule({
  sizes: pg.max_parallel_maintenance_workers,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => (cpu < 2 * CORE ? 0 : Math.min(4, Math.floor(cpu / CORE / 2))),
  because: 'Index builds use half of the cores, four at the most.',
  source: 'PGTune',
  examples: [{ given: { cpu: 1250 }, gives: 0 }, { given: { cpu: 5000 }, gives: 2 }],
});

const workerProcesses = defineRule({
  sizes: pg.max_worker_processes,
  from: { parallel: own(pg.max_parallel_workers) },
  value: ({ parallel }) => Math.max(8, parallel + 6),
  because: 'Parallel workers, logical replication and extensions draw from the same number.',
  source: 'PostgreSQL default 8; tembo#996: PGTune leaves no room for extensions',
  examples: [{ given: { parallel: 1 }, gives: 8 }, { given: { parallel: 20 }, gives: 26 }],
});

const ioWorkers = defineRule({
  sizes: pg.io_workers,
  from: { cpu: own(container.cpu_limit) },
  value: ({ cpu }) => Math.min(32, Math.max(2, Math.ceil(cpu / CORE / 4) + 1)),
  because: 'A quarter of the cores read for the others.',
  source: 'PostgreSQL 18 default 3; pgtune#118',
  examples: [{ given: { cpu: 1250 }, gives: 2 }, { given: { cpu: 20_000 }, gives: 6 }],
});

/** Processes of PostgreSQL. */
export const cpuRules: readonly Rule[] = [
  parallelWorkers,
  perGather,
  parallelMaintenance,
  workerProcesses,
  ioWorkers,
  decide(pg.io_method, 'worker', 'Container runtimes block io_uring: the server would not start.', 'cloudnative-pg#9948, docker-library/postgres#1365'),
  defineRule({
    sizes: pg.jit,
    from: { workload: given(workloadKind) },
    value: ({ workload }) => workload === 'analytics',
    because: 'Compiling pays for long queries only.',
    source: 'PGTune; measured without effect on short queries',
    examples: [{ given: { workload: 'web' }, gives: false }, { given: { workload: 'analytics' }, gives: true }],
  }),
  defineRule({
    sizes: pg.default_statistics_target,
    from: { workload: given(workloadKind) },
    value: ({ workload }) => (workload === 'analytics' ? 500 : 100),
    because: 'Finer statistics pay for long queries only.',
    source: 'PGTune',
    examples: [{ given: { workload: 'web' }, gives: 100 }, { given: { workload: 'analytics' }, gives: 500 }],
  }),
];
