import { EXPORTED_KINDS, isExported } from '../../model/exporters.ts';
import { own } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import { isCluster } from '../../model/stack.ts';
import { MiB, SECOND, type Value } from '../../model/value.ts';
import type { Setting } from '../../model/setting.ts';
import { port as ownPort } from '../../settings/component.ts';
import * as exporter from '../../settings/exporter.ts';
import * as nginx from '../../settings/nginx.ts';

const MEASURED = 'measured beside a loaded stack: 17 to 19 MiB resident, 0.4 to 2 ms of CPU for a scrape';
const PORTS = 'github.com/prometheus/prometheus/wiki/Default-port-allocations';

/** A decision for the servers that have an exporter. */
const decided = <T extends Value>(setting: Setting<T>, value: T, because: string, source: string, on: readonly string[] = EXPORTED_KINDS): Rule =>
  ({ ...decide(setting, value, because, source, on), when: isExported });

const statusPort = defineRule({
  sizes: nginx.status_port,
  when: (stack, proxy) => isExported(stack, proxy) && !isCluster(stack),
  from: { port: own(ownPort) },
  value: ({ port }) => (port === 8081 ? 8082 : 8081),
  because: 'The exporter counts connections by a port of its own, which is not published: the public one tells nobody.',
  source: 'nginx.org ngx_http_stub_status_module',
  examples: [{ given: { port: 8080 }, gives: 8081 }, { given: { port: 8081 }, gives: 8082 }],
});

/** What the exporters are and take. */
export const exporterRules: readonly Rule[] = [
  statusPort,
  decided(exporter.image, 'nginx/nginx-prometheus-exporter:1.4.1', 'The exporter of nginx\'s own makers.', 'github.com/nginx/nginx-prometheus-exporter', ['nginx']),
  decided(exporter.image, 'prometheuscommunity/postgres-exporter:v0.17.1', 'The exporter of the Prometheus community.', 'github.com/prometheus-community/postgres_exporter', ['postgres']),
  decided(exporter.image, 'prometheuscommunity/pgbouncer-exporter:v0.10.2', 'The exporter of the Prometheus community.', 'github.com/prometheus-community/pgbouncer_exporter', ['pgbouncer']),
  decided(exporter.image, 'oliver006/redis_exporter:v1.69.0-alpine', 'The exporter that everybody uses, in the variant that can be asked for its health.', 'github.com/oliver006/redis_exporter', ['redis']),
  decided(exporter.image, 'danielqsj/kafka-exporter:v1.9.0', 'The exporter that Strimzi runs too.', 'github.com/danielqsj/kafka_exporter', ['kafka']),
  decided(exporter.port, 9113, 'The port that is kept for this exporter.', PORTS, ['nginx']),
  decided(exporter.port, 9187, 'The port that is kept for this exporter.', PORTS, ['postgres']),
  decided(exporter.port, 9127, 'The port that is kept for this exporter.', PORTS, ['pgbouncer']),
  decided(exporter.port, 9121, 'The port that is kept for this exporter.', PORTS, ['redis']),
  decided(exporter.port, 9308, 'The port that is kept for this exporter.', PORTS, ['kafka']),
  decided(exporter.memory_limit, 64 * MiB, 'Three times what an exporter holds: more tables and topics make its answers longer.', MEASURED),
  decided(exporter.cpu_limit, 50, 'A scrape takes some thousandths of a second of one core.', MEASURED),
  decided(exporter.cpu_reservation, 10, 'Between two scrapes it sleeps.', MEASURED),
  decided(exporter.pids_limit, 64, 'Threads of the Go runtime and a health check.', 'Go: a thread for each core and each blocked call'),
  decided(exporter.run_as_user, 65534, 'The user nobody, as in the images.', 'the images\' own documentation'),
  decided(exporter.ephemeral_storage, 64 * MiB, 'An exporter writes nothing but its log.', 'kubernetes.io, local ephemeral storage'),
  decided(exporter.ready_period, 10 * SECOND, 'Noticed within half a minute.', 'Kubernetes default'),
  decided(exporter.ready_timeout, 5 * SECOND, 'A scrape asks the server.', 'Kubernetes default 1 s is less than a scrape may take'),
  decided(exporter.ready_failures, 3, 'One slow answer is no illness.', 'Kubernetes default'),
];
