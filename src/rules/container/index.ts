import { byKind, optional, own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, floorTo, GiB, MiB, SECOND } from '../../model/value.ts';
import { APPLICATION_KINDS, NODE_KINDS, PLAN_KINDS, PYTHON_KINDS, PYTHON_SERVERS } from '../../model/who.ts';
import * as component from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as gunicorn from '../../settings/gunicorn.ts';
import * as nginx from '../../settings/nginx.ts';
import * as node from '../../settings/node.ts';
import * as pg from '../../settings/postgres.ts';
import * as python from '../../settings/python.ts';
import * as uvicorn from '../../settings/uvicorn.ts';
import { poolSize, processes, redisConnections } from '../application/inputs.ts';
import { onMachine } from '../cluster/where.ts';
import { threads } from '../gunicorn/style.ts';

const DOCKER = 'Compose specification, healthcheck';

const nodePids = defineRule({
  id: 'node.container.pids_limit',
  sizes: container.pids_limit,
  on: NODE_KINDS,
  from: { workers: own(node.workers), threads: own(node.uv_threadpool_size) },
  value: ({ workers, threads }) => ceilTo((workers + 1) * (threads + 12) + 32, 32),
  because: 'Each process has its thread pool and V8\'s own threads; a fork bomb ends here.',
  source: 'measured: 11 threads of a Node 20 process',
  examples: [{ given: { workers: 2, threads: 4 }, gives: 96 }],
});

const pythonPids = defineRule({
  id: 'python.container.pids_limit',
  sizes: container.pids_limit,
  on: PYTHON_KINDS,
  from: { workers: processes, threads, convention: optional(own(component.interface_)), pool: optional(own(python.anyio_tokens)) },
  value: ({ workers, threads: own_, convention, pool }) => ceilTo((workers + 1) * (own_ + (convention === 'asgi' ? (pool ?? 0) : 0) + 12) + 32, 32),
  because: 'Each process has its threads and those of its libraries; one more while a worker is replaced; a fork bomb ends here.',
  source: 'measured: a worker of gunicorn has one thread more than it is told, uvicorn alone five',
  examples: [{ given: { workers: 4, threads: 4, convention: 'wsgi', pool: undefined }, gives: 128 }, { given: { workers: 2, threads: 1, convention: 'asgi', pool: 6 }, gives: 96 }],
});

const pythonFiles = defineRule({
  id: 'python.container.nofile',
  sizes: container.nofile,
  on: PYTHON_SERVERS,
  from: { threads, connections: optional(byKind({ gunicorn: own(gunicorn.worker_connections) })), loop: optional(own(uvicorn.limit_concurrency)), pool: optional(poolSize), redis: redisConnections },
  value: ({ threads: own_, connections, loop, pool, redis }) => Math.max(8192, ceilTo(Math.max(own_, connections ?? 0, loop ?? 0) + (pool ?? 0) + redis + 512, 1024)),
  because: 'One file for every connection of a process, and its pools, modules and logs.',
  source: 'Docker Engine 29: soft limit 1024 unless told',
  examples: [{ given: { threads: 4, connections: 72, loop: undefined, pool: 4, redis: 4 }, gives: 8192 }, { given: { threads: 1, connections: 1000, loop: 9000, pool: 6, redis: 50 }, gives: 10_240 }],
});

const postgresPids = defineRule({
  id: 'postgres.container.pids_limit',
  sizes: container.pids_limit,
  on: ['postgres'],
  from: { connections: own(pg.max_connections), workers: own(pg.max_worker_processes), vacuum: own(pg.autovacuum_max_workers) },
  value: ({ connections, workers, vacuum }) => ceilTo(connections + workers + vacuum + 64, 32),
  because: 'One process for every connection and worker, and some for maintenance.',
  source: 'PostgreSQL: a process per connection',
  examples: [{ given: { connections: 35, workers: 8, vacuum: 2 }, gives: 128 }],
});

const nginxPids = defineRule({
  id: 'nginx.container.pids_limit',
  sizes: container.pids_limit,
  on: ['nginx'],
  from: { workers: own(nginx.worker_processes) },
  value: ({ workers }) => ceilTo(2 * workers + 24, 32),
  because: 'Old and new workers during a reload, cache manager and health checks.',
  source: 'nginx.org, control',
  examples: [{ given: { workers: 1 }, gives: 32 }],
});

const nodeFiles = defineRule({
  id: 'node.container.nofile',
  sizes: container.nofile,
  on: ['node'],
  from: { connections: own(node.max_connections) },
  value: ({ connections }) => Math.max(4096, ceilTo(connections + 512, 1024)),
  because: 'One file for every connection of a process, and its pools, modules and logs.',
  source: 'Docker Engine 29: soft limit 1024 unless told',
  examples: [{ given: { connections: 680 }, gives: 4096 }],
});

const nodeTmp = defineRule({
  id: 'node.container.tmpfs_size',
  sizes: container.tmpfs_size,
  on: [...APPLICATION_KINDS, 'redis', 'pgbouncer'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => Math.max(4 * MiB, floorTo(memory / 32, MiB)),
  because: 'A little room under a read-only root; it is counted in the memory limit.',
  source: 'cgroups count tmpfs as memory',
  examples: [{ given: { memory: 2 * GiB }, gives: 64 * MiB }],
});

const postgresTmp = defineRule({
  id: 'postgres.container.tmpfs_size',
  sizes: container.tmpfs_size,
  on: ['postgres'],
  from: { memory: own(container.memory_limit) },
  value: ({ memory }) => Math.max(4 * MiB, floorTo(memory / 64, MiB)),
  because: 'Socket and temporary files under a read-only root; it is counted in the memory limit.',
  source: 'official image, read-only root',
  examples: [{ given: { memory: 2 * GiB }, gives: 32 * MiB }],
});

const postgresUser = defineRule({
  id: 'postgres.container.user',
  sizes: container.user,
  on: ['postgres'],
  from: { image: own(component.image) },
  value: ({ image }) => (image.includes('alpine') ? 70 : 999),
  because: 'The user of the official image, who owns its files: 70 on Alpine, 999 on Debian.',
  source: 'docker-library/postgres',
  examples: [{ given: { image: 'postgres:18-bookworm' }, gives: 999 }, { given: { image: 'postgres:18-alpine' }, gives: 70 }],
});

/** What a container may use beside memory and CPU, and how its health is asked. */
export const containerRules: readonly Rule[] = [
  nodePids,
  pythonPids,
  decide(container.nofile, 8192, 'Connections of a process, its pools, modules and logs.', 'Docker Engine 29: soft limit 1024 unless told', ['next', 'python']),
  pythonFiles,
  postgresPids,
  nginxPids,
  nodeFiles,
  nodeTmp,
  postgresTmp,
  postgresUser,
  decide(container.user, 101, 'The nginx user of the unprivileged image.', 'nginxinc/docker-nginx-unprivileged', ['nginx']),
  decide(container.user, 999, 'The user of the official image, who owns its files.', 'docker-library', ['redis']),
  decide(container.user, 10001, 'Above every user of the host.', 'linters ask for more than 10000', [...APPLICATION_KINDS, 'pgbouncer']),
  decide(container.shm_size, 16 * MiB, 'Room for the heartbeat files of the workers; what is written there counts as memory, what is not costs nothing.', 'gunicorn FAQ: worker_tmp_dir', ['gunicorn']),
  decide(container.pids_limit, 64, 'A handful of threads and a health check.', 'redis.io, pgbouncer.org', ['redis', 'pgbouncer']),
  decide(container.nofile, 8192, 'Relations, segments and temporary files of one backend.', 'PostgreSQL max_files_per_process 1000', ['postgres']),
  decide(container.health_interval, 10 * SECOND, 'Noticed within half a minute.', DOCKER, PLAN_KINDS),
  decide(container.health_timeout, 5 * SECOND, 'A busy server may take a moment.', DOCKER, PLAN_KINDS),
  decide(container.health_retries, 3, 'One slow answer is no illness.', DOCKER, PLAN_KINDS),
  decide(container.health_start, 60 * SECOND, 'Initialising or recovering a database takes a while.', DOCKER, ['postgres']),
  decide(container.health_start, 20 * SECOND, 'Time to start.', DOCKER, ['nginx', ...APPLICATION_KINDS, 'redis', 'pgbouncer']),
  onMachine(decide(container.log_max_size, 10 * MiB, 'Docker keeps logs for ever unless told.', 'Docker json-file driver', PLAN_KINDS)),
  onMachine(decide(container.log_max_file, 5, 'Fifty megabytes for each container.', 'Docker json-file driver', PLAN_KINDS)),
];
