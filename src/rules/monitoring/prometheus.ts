import { hasPrometheus, isExported } from '../../model/exporters.ts';
import { each, given, own, type Who } from '../../model/input.ts';
import { decide, defineRule, type Rule } from '../../model/rule.ts';
import type { Setting } from '../../model/setting.ts';
import { DAY, floorTo, GiB, HOUR, MiB, SECOND, sum, type Value } from '../../model/value.ts';
import * as c from '../../settings/component.ts';
import * as container from '../../settings/container.ts';
import * as exporter from '../../settings/exporter.ts';
import * as machine from '../../settings/profile.ts';
import * as p from '../../settings/prometheus.ts';

const DOCKER = 'Compose specification, healthcheck';
const GRAFANA = 'grafana.com/docs, hardware recommendations: 512 MB at least';

/** The servers that have an exporter. */
const exported: Who = (stack) => stack.components.filter((component) => isExported(stack, component));

/** A decision about what runs beside the stack on its machine. */
const decided = <T extends Value>(setting: Setting<T>, value: T, because: string, source: string): Rule => ({ ...decide(setting, value, because, source, ['monitoring']), when: hasPrometheus });

const retentionSize = defineRule({
  sizes: p.retention_size,
  when: hasPrometheus,
  from: { disk: given(machine.disk_size) },
  value: ({ disk }) => Math.max(512 * MiB, floorTo(0.02 * disk, 256 * MiB)),
  because: 'A fiftieth of the disk, whatever the age: what watches the disk must not fill it.',
  source: 'prometheus.io, storage: one to two bytes for each sample',
  examples: [{ given: { disk: 50 * GiB }, gives: GiB }, { given: { disk: 10 * GiB }, gives: 512 * MiB }],
});

/** An example of what they take together. */
interface Taken {
  readonly given: { readonly exporters: readonly { readonly of: string; readonly limit: number; readonly copies: number }[]; readonly prometheus: number; readonly grafana: number };
  readonly gives: number;
}

/** What the exporters, Prometheus and Grafana may take of something together. */
const together = (sizes: Setting<number>, limit: Setting<number>, ofPrometheus: Setting<number>, ofGrafana: Setting<number>, example: Taken): Rule =>
  defineRule({
    sizes,
    when: hasPrometheus,
    from: { exporters: each(exported, { limit: own(limit), copies: own(c.replicas) }), prometheus: given(ofPrometheus), grafana: given(ofGrafana) },
    value: ({ exporters, prometheus, grafana }) => sum(exporters.map((one) => one.limit * one.copies)) + prometheus + grafana,
    because: 'Exporters, Prometheus and Grafana have limits too: the components share what these leave.',
    source: 'sum of their limits; an exporter for each copy of a server, as in Kubernetes',
    examples: [example],
  });

/** Prometheus and Grafana on the machine of the stack, and what all that watches takes of it. */
export const prometheusRules: readonly Rule[] = [
  decided(p.prometheus_image, 'prom/prometheus:v3.13.2', 'The long-term branch of Prometheus, kept up to July 2027.', 'prometheus.io, release cycle'),
  decided(p.prometheus_port, 9090, 'The port of Prometheus, inside only.', 'prometheus.io'),
  // The same for every machine: it follows from the number of series, and a share that grows by steps would take from the stack more than the machine gained.
  decided(p.prometheus_memory, 384 * MiB, 'Four times what it held with the series of one stack: two weeks of them are read from time to time.', 'measured: 95 MiB resident after rules and queries of every panel'),
  decided(p.prometheus_cpu, 200, 'Scrapes and rules are quick, and nobody waits for them.', 'measured: less than a hundredth of a core'),
  decided(p.prometheus_pids, 128, 'Threads of the Go runtime, files mapped and read, and a health check.', 'Go: a thread for each core and each blocked call'),
  decided(p.prometheus_user, 65534, 'The user nobody, who owns the folder in the image.', 'the image\'s own documentation'),
  decided(p.retention_time, 15 * DAY, 'Two weeks show what a week before was like.', 'default of Prometheus'),
  retentionSize,
  decided(p.grafana_image, 'grafana/grafana:12.4.4', 'The last minor of 12: from 13.2 on it would have to fetch its data source of Prometheus when it starts, into a file system that it may not write to.', 'github.com/grafana/grafana issues 129166 and 131490'),
  decided(p.grafana_port, 3000, 'The port of Grafana.', 'grafana.com'),
  decided(p.grafana_published_port, 3000, 'Published on loopback; behind it an administrator has to log in.', 'convention'),
  decided(p.grafana_memory, 512 * MiB, 'One dashboard for a handful of people.', GRAFANA),
  decided(p.grafana_cpu, 200, 'A page takes moments of CPU; the browser draws it.', GRAFANA),
  decided(p.grafana_pids, 128, 'Threads of the Go runtime, plug-ins and a health check.', 'Go: a thread for each core and each blocked call'),
  decided(p.grafana_user, 472, 'The user of the image.', 'the image\'s own documentation'),
  decided(p.grafana_tmpfs, 16 * MiB, 'A little room under a read-only root; it is counted in the memory limit.', 'cgroups count tmpfs as memory'),
  decide(p.refresh, 30 * SECOND, 'Twice the usual time between two scrapes.', 'Plumbline: what has not changed is not asked'),
  decide(p.shown_time, 6 * HOUR, 'Half a working day.', 'default of Grafana'),
  decided(container.health_interval, 10 * SECOND, 'Noticed within half a minute.', DOCKER),
  decided(container.health_timeout, 5 * SECOND, 'A busy server may take a moment.', DOCKER),
  decided(container.health_retries, 3, 'One slow answer is no illness.', DOCKER),
  decided(container.health_start, 60 * SECOND, 'Time to start; Grafana makes its database then.', DOCKER),
  decided(container.log_max_size, 10 * MiB, 'Docker keeps logs for ever unless told.', 'Docker json-file driver'),
  decided(container.log_max_file, 5, 'Fifty megabytes for each container.', 'Docker json-file driver'),
  decided(container.nofile, 8192, 'Enough for Prometheus, which holds a file open for each piece of its store.', 'prometheus.io, storage'),
  together(machine.monitoring_memory, exporter.memory_limit, p.prometheus_memory, p.grafana_memory,
    { given: { exporters: [{ of: 'db', limit: 64 * MiB, copies: 1 }, { of: 'proxy', limit: 64 * MiB, copies: 2 }], prometheus: 512 * MiB, grafana: 256 * MiB }, gives: 960 * MiB }),
  together(machine.monitoring_cpu, exporter.cpu_limit, p.prometheus_cpu, p.grafana_cpu, { given: { exporters: [{ of: 'db', limit: 50, copies: 1 }], prometheus: 250, grafana: 120 }, gives: 420 }),
];
