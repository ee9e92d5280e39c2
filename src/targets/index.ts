import type { Target } from '../model/target.ts';
import { stackSecrets } from './secrets.ts';

/** A target whose module is loaded when it renders: a start that renders nothing loads none of them. */
const lazily = (name: string, about: string, load: () => Promise<Target>, secrets?: NonNullable<Target['secrets']>): Target => ({
  name,
  about,
  render: async (plan) => (await load()).render(plan),
  ...(secrets === undefined ? {} : { secrets }),
});

/** Every target, in the order in which they are named. */
export const targets: readonly Target[] = [
  lazily('compose', 'docker-compose.yml: the whole stack on one machine', async () => (await import('./compose.ts')).composeTarget, stackSecrets),
  lazily('env', '.env: images and published ports for docker-compose.yml, no secrets', async () => (await import('./env.ts')).envTarget),
  lazily('kubernetes', 'Kubernetes manifests with a kustomization, one file for each component', async () => (await import('./kubernetes.ts')).kubernetesTarget, stackSecrets),
  lazily('nginx', 'nginx.conf of each proxy: proxying, cache, limits, headers, TLS', async () => (await import('./nginx.ts')).nginxTarget),
  lazily('node', 'server.config.mjs of each Node server: processes, timeouts, pools, load shedding, shutdown', async () => (await import('./node.ts')).nodeTarget),
  lazily('python', 'gunicorn.conf.py, settings.py and serving.py of each Python application: workers, timeouts, pools, limits, health, metrics', async () => (await import('./python.ts')).pythonTarget),
  lazily('image', 'Dockerfile of each Python application and frontend: two stages, no root, health check', async () => (await import('./image.ts')).imageTarget),
  lazily('render', 'render.yaml: the stack as a Blueprint of Render.com, where the machine is one of Render\'s', async () => (await import('./render.ts')).renderTarget),
  lazily('postgres', 'postgresql.conf and roles.sql of every PostgreSQL in the stack', async () => (await import('./postgres.ts')).postgresTarget),
  lazily('pgbouncer', 'pgbouncer.ini of every pooler in the stack', async () => (await import('./pgbouncer.ts')).pgbouncerTarget),
  lazily('redis', 'redis.conf of every Redis in the stack', async () => (await import('./redis.ts')).redisTarget),
  lazily('kafka', 'server.properties and log4j2.yaml of every Kafka in the stack', async () => (await import('./kafka.ts')).kafkaTarget),
  lazily('monitoring', 'what Prometheus scrapes, records and alerts on, for Compose and as resources of its operator', async () => (await import('./monitoring.ts')).monitoringTarget),
  lazily('loadtest', 'load tests of k6, Locust and wrk: the scenario at the target rate, judged by the targets', async () => (await import('./loadtest.ts')).loadtestTarget),
  lazily('plan', 'plan.json and SIZING.md: every value with its origin, for machines and for reviewers', async () => (await import('./plan.ts')).planTarget),
];
