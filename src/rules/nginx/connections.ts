import { each, given, own, structure, subjects } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { ceilTo, clamp, CORE, KiB, MiB } from '../../model/value.ts';
import { upstreams } from '../../model/who.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as nginx from '../../settings/nginx.ts';
import * as profile from '../../settings/profile.ts';
import { atLeast } from '../../model/version.ts';

/** Resident memory of a worker, and of one connection slot in it. */
const WORKER = 6.7 * MiB;
const SLOT = 430;

const workerProcesses = defineRule({
  sizes: nginx.worker_processes,
  from: { cpu: own(container.cpu_limit), memory: own(container.memory_limit) },
  value: ({ cpu, memory }) => {
    const byCpu = Math.max(1, Math.ceil(cpu / CORE));
    const byMemory = Math.max(1, Math.floor(memory / (32 * MiB)));
    return byMemory < byCpu ? { value: byMemory, bound: 'memory' } : { value: byCpu, bound: 'cpu' };
  },
  because: 'One worker per core of its own limit: auto would count the cores of the host.',
  source: 'nginx/nginx#855; ingress-nginx computes ceil(quota / period)',
  examples: [{ given: { cpu: 500, memory: 256 * MiB }, gives: 1 }, { given: { cpu: 2500, memory: 256 * MiB }, gives: 3 }, { given: { cpu: 8000, memory: 80 * MiB }, gives: 2 }],
});

const workerConnections = defineRule({
  sizes: nginx.worker_connections,
  from: {
    idle: own(c.idle_clients),
    inFlight: own(c.in_flight),
    workers: own(nginx.worker_processes),
    replicas: own(c.replicas),
    memory: own(container.memory_limit),
    kept: each(upstreams, { keepalive: structure(() => KEPT) }),
  },
  value: ({ idle, inFlight, workers, replicas, memory, kept }) => {
    const demand = ceilTo((1.3 * (idle + 2 * inFlight)) / (workers * replicas) + kept.length * KEPT + 32, 256);
    const affordable = Math.floor((0.25 * memory - workers * WORKER) / (workers * SLOT) / 256) * 256;
    const most = clamp(affordable, 512, 131_072);
    return demand <= most ? { value: Math.max(1024, Math.min(demand, most)), bound: 'demand' } : { value: most, bound: 'memory' };
  },
  because: 'Idle clients and two connections for each request in flight (client and upstream), with 30 % for uneven workers.',
  source: 'measured: 64 connections carried exactly 31 proxied requests; 0.42 KiB per connection',
  examples: [
    { given: { idle: 1500, inFlight: 150, workers: 1, replicas: 1, memory: 700 * MiB, kept: [{ of: 'api', keepalive: 256 }] }, gives: 2816 },
    { given: { idle: 10, inFlight: 1, workers: 1, replicas: 1, memory: 700 * MiB, kept: [] }, gives: 1024 },
    { given: { idle: 6_000_000, inFlight: 150, workers: 1, replicas: 1, memory: 64 * MiB, kept: [] }, gives: 22_528 },
  ],
});

/** At most this many idle upstream connections are planned for per worker and upstream. */
const KEPT = 256;

const openFiles = defineRule({
  sizes: nginx.worker_rlimit_nofile,
  from: { connections: own(nginx.worker_connections) },
  value: ({ connections }) => ceilTo(2 * connections + 512, 1024),
  because: 'Two files for each connection (a socket and a temporary or cached file), and some for logs and listeners.',
  source: 'F5, Avoiding the Top 10 NGINX Configuration Mistakes; measured: exactly two per proxied request',
  examples: [{ given: { connections: 2816 }, gives: 6144 }],
});

const containerFiles = defineRule({
  id: 'nginx.container.nofile',
  sizes: container.nofile,
  on: ['nginx'],
  from: { files: own(nginx.worker_rlimit_nofile) },
  value: ({ files }) => files,
  because: 'The worker may not open more than its container allows; Docker 29 allows 1024 unless told.',
  source: 'Docker Engine 29 release notes',
  examples: [{ given: { files: 6144 }, gives: 6144 }],
});

const keepalive = defineRule({
  sizes: nginx.upstream_keepalive,
  from: { inFlight: subjects(c.in_flight), workers: own(nginx.worker_processes), replicas: own(c.replicas) },
  value: ({ inFlight, workers, replicas }) => clamp(Math.ceil(inFlight / (workers * replicas)), 16, KEPT),
  because: 'Idle connections for the requests that are usually in flight, for each worker: no new connection per request.',
  source: "Little's law; without it 28,232 ports last for 470 requests a second",
  examples: [{ given: { inFlight: 150, workers: 1, replicas: 1 }, gives: 150 }, { given: { inFlight: 4000, workers: 2, replicas: 1 }, gives: 256 }],
});

const keepaliveTimeout = defineRule({
  sizes: nginx.keepalive_timeout,
  from: { platform: given(profile.platform) },
  value: ({ platform }) => (platform === 'gke' ? 620_000 : 75_000),
  because: 'Longer than the load balancer in front keeps an idle connection: 600 s at Google, 60 s at most others.',
  source: 'Google Cloud load balancing, backend keep-alive; AWS Application Load Balancer idle timeout',
  examples: [{ given: { platform: 'docker' }, gives: 75_000 }, { given: { platform: 'gke' }, gives: 620_000 }],
});

const resolve = defineRule({
  sizes: nginx.resolve,
  from: { version: own(c.version) },
  value: ({ version }) => atLeast(version, '1.27.3'),
  because: 'A container that is replaced gets another address: the name is looked up again, without losing the kept connections.',
  source: 'nginx.org CHANGES 1.27.3: resolve in the open-source version',
  examples: [{ given: { version: '1.30' }, gives: true }],
});

const http2 = defineRule({
  sizes: nginx.http2,
  from: { version: own(c.version), tls: given(profile.tls) },
  value: ({ tls }) => tls,
  because: 'Browsers speak HTTP/2 over TLS only.',
  source: 'nginx.org http2, since 1.25.1',
  examples: [{ given: { version: '1.30', tls: true }, gives: true }, { given: { version: '1.30', tls: false }, gives: false }],
});

const tlsPort = defineRule({
  sizes: nginx.tls_port,
  from: { tls: given(profile.tls) },
  value: ({ tls }) => (tls ? 8443 : undefined),
  because: 'A process without root cannot listen below 1024.',
  source: 'convention',
  examples: [{ given: { tls: true }, gives: 8443 }, { given: { tls: false }, gives: undefined }],
});

const namesBucket = defineRule({
  sizes: nginx.server_names_hash_bucket_size,
  from: { domain: given(profile.domain) },
  value: ({ domain }) => Math.max(64, 2 ** Math.ceil(Math.log2(domain.length + 25))),
  because: 'The host name and two pointers fit in one bucket: nginx does not start with less.',
  source: 'ngx_hash_init; nginx default 32, 64 or 128, as the processor has it',
  examples: [{ given: { domain: 'shop.example.com' }, gives: 64 }, { given: { domain: 'a-rather-long-name-of-a-shop.department.example.com' }, gives: 128 }],
});

/** Processes, connections and files of the proxy. */
export const connectionRules: readonly Rule[] = [
  workerProcesses,
  workerConnections,
  openFiles,
  containerFiles,
  keepalive,
  keepaliveTimeout,
  resolve,
  http2,
  tlsPort,
  namesBucket,
  decide(nginx.listen_backlog, 4096, 'As long as the kernel\'s own limit.', 'Linux 5.4: net.core.somaxconn is 4096'),
  decide(nginx.keepalive_min_timeout, 5000, 'A worker that ends, at a reload, tells a busy client in its next answer instead of closing the connection under its next request.', 'measured: 235 of 68,205 requests over kept connections failed during 60 reloads without it, none of 62,017 with 5 s'),
  decide(nginx.keepalive_requests, 1000, 'A connection is renewed now and then.', 'nginx default since 1.19.10'),
  decide(nginx.upstream_keepalive_timeout, 60_000, 'Stated, because its default is one half of the 502 race; the application keeps connections longer.', 'nginx default'),
  decide(nginx.upstream_keepalive_requests, 10_000, 'An upstream connection is worth keeping.', 'ingress-nginx'),
  decide(nginx.upstream_zone, 128 * KiB, 'State of the upstream, shared by the workers; needed for resolving names again.', 'nginx.org zone'),
  decide(nginx.max_fails, 3, 'A single failed request does not take a server out.', 'nginx default 1'),
  decide(nginx.fail_timeout, 5000, 'A server that came back is tried again soon.', 'nginx default 10 s'),
  decide(nginx.resolver_valid, 10_000, 'A replaced container is found within ten seconds.', 'Docker DNS'),
  decide(nginx.resolver_timeout, 5000, 'A name server on the same machine answers at once or not at all.', 'nginx default 30 s'),
  decide(nginx.large_header_number, 4, 'Long cookies and tokens fit.', 'nginx default'),
  decide(nginx.large_header_size, 8 * KiB, 'Long cookies and tokens fit.', 'nginx default'),
];
