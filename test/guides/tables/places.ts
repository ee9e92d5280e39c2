import type { Place } from '../guide.ts';

/** A line of gunicorn's file; of a stack with several applications that of one. */
export const gunicorn = (line: string, application = 'python'): Place => ({ file: `${application}/gunicorn.conf.py`, line });
/** A line of the settings that the application imports. */
export const settings = (line: string, application = 'python'): Place => ({ file: `${application}/settings.py`, line });
/** A line of the module that answers for health and metrics. */
export const serving = (line: string): Place => ({ file: 'python/serving.py', line });
/** A line of the proxy's file. */
export const nginx = (line: string, ...within: readonly string[]): Place => ({ file: 'nginx/nginx.conf', within, line });
/** A line of postgresql.conf. */
export const postgres = (line: string): Place => ({ file: 'postgres/postgresql.conf', line });
/** A line of one service of the Compose project. */
export const compose = (service: string, line: string, ...within: readonly string[]): Place => ({ file: 'docker-compose.yml', within: ['services:', `${service}:`, ...within], line });
/** A line of an alert. */
export const alert = (line: string): Place => ({ file: 'monitoring/rules/alerts.yml', line });
/** A line of the image that is built for an application. */
export const dockerfile = (line: string): Place => ({ file: 'python/Dockerfile', line });

/** Limits and reservations of a service, as Compose spells them. */
export const resources = (service: string, cpus: string, memory: string, reservedCpus: string, reservedMemory: string): readonly Place[] => [
  compose(service, `cpus: "${cpus}"`, 'deploy:', 'resources:', 'limits:'),
  compose(service, `memory: ${memory}`, 'deploy:', 'resources:', 'limits:'),
  compose(service, `cpus: "${reservedCpus}"`, 'deploy:', 'resources:', 'reservations:'),
  compose(service, `memory: ${reservedMemory}`, 'deploy:', 'resources:', 'reservations:'),
];
