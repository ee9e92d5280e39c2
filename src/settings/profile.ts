import { settingsOf } from '../model/setting.ts';

const profile = settingsOf('profile');
const machine = settingsOf('machine');
const targets = settingsOf('targets');

/** One machine, or the nodes of a Kubernetes cluster. */
export const topology = profile.text('topology', { about: 'machine: everything on one machine; cluster: on the nodes of a Kubernetes cluster, stores run by their operators', oneOf: ['machine', 'cluster'], silent: 'machine', concern: 'capacity' });
/** Whether one instance of a component may be lost without an outage. */
export const ha = profile.flag('ha', { about: 'Two or more replicas of every stateless component', silent: false, concern: 'capacity' });
/** Whether the proxy ends TLS itself. */
export const tls = profile.flag('tls', { about: 'The proxy terminates TLS itself', silent: false, concern: 'security' });
/** The public host name. */
export const domain = profile.text('domain', { about: 'Public host name of the stack', silent: '_', concern: 'routing' });
/** Cookies that mark a signed-in user; answers to requests that carry one are never cached. */
export const session_cookies = profile.list('session_cookies', { about: 'Cookies that mark a session; without a list every cookie counts as one', concern: 'security' });
/** Whether published ports listen on all addresses of the host, not on loopback alone. */
export const published_address = profile.text('published_address', { about: 'Address of the host on which Compose publishes the proxy', silent: '127.0.0.1', concern: 'security' });
/** How many proxies that we trust stand in front of ours. */
export const trusted_proxies = profile.list('trusted_proxies', { about: 'Networks (CIDR) of load balancers in front, whose X-Forwarded-For is believed', concern: 'security' });

/** Components that the profile does not want, even where the sizing would add them. */
export const without = profile.list('without', { about: 'Components left out' });

/** CPU cores of the machine. */
export const cpu = machine.cores('cpu', { about: 'CPU cores of the machine', min: 100, max: 1_024_000 });
/** RAM of the machine. */
export const memory = machine.bytes('memory', { about: 'Memory of the machine', min: 64 * 1024 ** 2, max: 64 * 1024 ** 4 });
/** hdd, san, ssd or nvme. */
export const disk_kind = machine.text('disk.kind', { about: 'Kind of disk', oneOf: ['hdd', 'san', 'ssd', 'nvme'], silent: 'ssd', concern: 'storage' });
/** Size of the disk. */
export const disk_size = machine.bytes('disk.size', { about: 'Size of the disk', min: 1024 ** 3, max: 1024 ** 5, silent: 50 * 1024 ** 3, concern: 'storage' });
/** What the machine is: it decides how much of it the platform keeps. */
export const platform = machine.text('platform', { about: 'Platform the stack runs on', oneOf: ['vm', 'docker', 'kubernetes', 'gke', 'eks', 'aks', 'render'], silent: 'docker', concern: 'capacity' });
/** Pods that the node may run; the platform reserves memory for them. */
export const max_pods = machine.count('max_pods', { about: 'Pods that the node may run', min: 1, max: 1000, concern: 'capacity' });
/** What the platform and the operating system keep. */
export const reserved_memory = machine.bytes('reserved_memory', { about: 'Memory kept by the operating system or platform' });
export const reserved_cpu = machine.cores('reserved_cpu', { about: 'CPU kept by the platform' });
/** What exporters, Prometheus and Grafana take of the machine where a profile asks for them. */
export const monitoring_memory = machine.bytes('monitoring_memory', { about: 'Memory kept for exporters, Prometheus and Grafana' });
export const monitoring_cpu = machine.cores('monitoring_cpu', { about: 'CPU kept for exporters, Prometheus and Grafana' });
/** What is left for the components. */
export const allocatable_memory = machine.bytes('allocatable_memory', { about: 'Memory left for the components' });
export const allocatable_cpu = machine.cores('allocatable_cpu', { about: 'CPU left for the components' });

/** Requests per second that the stack shall answer. */
export const rps = targets.rate('rps', { about: 'Requests per second to be answered', min: 0.01, max: 10_000_000 });
export const p50 = targets.time('p50', { about: 'Median response time to be kept', min: 1, max: 600_000 });
export const p95 = targets.time('p95', { about: '95th percentile of response time to be kept', min: 1, max: 600_000 });
/** Users at the same time, each with open connections. */
export const users = targets.count('users', { about: 'Concurrent users', min: 1, max: 10_000_000 });
/** Share of requests to be answered without error, 0 to 1. */
export const success = targets.ratio('success', { about: 'Share of requests answered without error', min: 0.5, max: 1 });
