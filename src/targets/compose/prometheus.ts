import { composeCpus, composeSize, composeTime, variable } from '../../formats/compose-values.ts';
import type { YamlMap } from '../../formats/yaml-document.ts';
import { digits } from '../../formats/units.ts';
import { MiB } from '../../model/value.ts';
import { hasPrometheus } from '../../model/exporters.ts';
import { entryOf, need } from '../../model/lookup.ts';
import { part, type Stack } from '../../model/stack.ts';
import { published_address } from '../../settings/profile.ts';
import * as p from '../../settings/prometheus.ts';
import { besideName } from '../exporters.ts';
import { dashboardFile, datasourceFile, providerFile, prometheusFiles } from '../monitoring/paths.ts';
import { GRAFANA_PASSWORD, SECRETS_IN_CONTAINER } from '../secrets.ts';
import { besideService, userAndGroup, wget } from './beside.ts';
import { configName } from './files.ts';
import { linesOf } from './line.ts';
import { EDGE, MONITORING } from './networks.ts';
import { withDefault, type Variable } from './published.ts';
import type { ConfigFile } from './server.ts';

const CONF = '/etc/prometheus';
const DATA = '/prometheus';
const GRAFANA = '/etc/grafana';

/** A service, the files that it reads and the volumes that it keeps. */
export interface Watcher {
  readonly name: string;
  readonly service: YamlMap;
  readonly config: readonly ConfigFile[];
  readonly volume: string;
  readonly secrets: readonly string[];
}

/** Prometheus and Grafana, where they run on the machine. */
export const watchersOf = (plan: Stack): readonly Watcher[] => (hasPrometheus(plan) ? [prometheus(plan), grafana(plan)] : []);

const mounts = (config: readonly ConfigFile[]): readonly YamlMap[] => config.map(({ source, target }) => ({ source: configName(source), target }));

/** Prometheus with the rendered rules. Nobody outside reaches it: Grafana shows its alerts too. */
function prometheus(plan: Stack): Watcher {
  const monitoring = part('monitoring');
  const line = linesOf(plan, monitoring);
  const config = prometheusFiles.map((source) => ({ source, target: `${CONF}/${source.slice(source.indexOf('/') + 1)}` }));
  const volume = `${besideName(plan, 'prometheus')}_data`;
  return {
    name: besideName(plan, 'prometheus'),
    config,
    volume,
    secrets: [],
    service: besideService(plan, {
      image: line.of(p.prometheus_image, String),
      volumes: [`${volume}:${DATA}`],
      configs: mounts(config),
      networks: [MONITORING],
      command: [
        `--config.file=${CONF}/prometheus.yml`,
        `--storage.tsdb.path=${DATA}`,
        line.of(p.retention_time, (time) => `--storage.tsdb.retention.time=${composeTime(time)}`),
        line.of(p.retention_size, (size) => `--storage.tsdb.retention.size=${digits(size / MiB)}MB`),
        line.of(p.prometheus_port, (port) => `--web.listen-address=:${digits(port)}`),
      ].filter((flag) => flag !== undefined),
      healthy: wget(need(plan, monitoring, p.prometheus_port), '/-/ready'),
      user: line.quoted(p.prometheus_user, userAndGroup),
      limits: { cpus: line.quoted(p.prometheus_cpu, composeCpus), memory: line.of(p.prometheus_memory, composeSize), pids: line.of(p.prometheus_pids, Number) },
      reservations: { cpus: line.quoted(p.prometheus_cpu, composeCpus), memory: line.of(p.prometheus_memory, composeSize) },
    }),
  };
}

/** The variables that say where on the host Grafana is published: where the proxy is, with a port of its own. */
export function grafanaPublished(plan: Stack): Readonly<Record<'address' | 'port', Variable>> {
  const name = variable(besideName(plan, 'grafana'));
  const address = entryOf(plan, part('profile'), published_address);
  const port = entryOf(plan, part('monitoring'), p.grafana_published_port);
  if (port === undefined) throw new Error('the plan has no port on which Grafana is published');
  return {
    address: { name: `${name}_ADDRESS`, value: address?.value ?? published_address.silent?.('') ?? '', entries: address === undefined ? [] : [address] },
    port: { name: `${name}_PORT`, value: digits(port.value), entries: [port] },
  };
}

/** Grafana with the one dashboard of the stack, published where the proxy is. It asks nobody outside for anything. */
function grafana(plan: Stack): Watcher {
  const monitoring = part('monitoring');
  const line = linesOf(plan, monitoring);
  const name = besideName(plan, 'grafana');
  const volume = `${name}_data`;
  const published = grafanaPublished(plan);
  const config = [
    { source: datasourceFile, target: `${GRAFANA}/provisioning/datasources/plumbline.yml` },
    { source: providerFile, target: `${GRAFANA}/provisioning/dashboards/plumbline.yml` },
    { source: dashboardFile, target: `${GRAFANA}/dashboards/plumbline.json` },
  ];
  return {
    name,
    config,
    volume,
    secrets: [GRAFANA_PASSWORD],
    service: besideService(plan, {
      image: line.of(p.grafana_image, String),
      depends_on: { [besideName(plan, 'prometheus')]: { condition: 'service_healthy' } },
      volumes: [`${volume}:/var/lib/grafana`],
      configs: mounts(config),
      secrets: [GRAFANA_PASSWORD],
      environment: {
        GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
        GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
        GF_ANALYTICS_REPORTING_ENABLED: 'false',
        GF_LOG_MODE: 'console',
        GF_PLUGINS_PREINSTALL_DISABLED: 'true',
        GF_SECURITY_ADMIN_PASSWORD__FILE: `${SECRETS_IN_CONTAINER}/${GRAFANA_PASSWORD}`,
        GF_SECURITY_DISABLE_GRAVATAR: 'true',
        GF_SERVER_HTTP_PORT: line.of(p.grafana_port, Number),
        GF_USERS_ALLOW_SIGN_UP: 'false',
      },
      ports: [{ host_ip: withDefault(published.address), published: withDefault(published.port), target: line.of(p.grafana_port, Number) }],
      networks: [EDGE, MONITORING],
      healthy: wget(need(plan, monitoring, p.grafana_port), '/api/health'),
      user: line.quoted(p.grafana_user, userAndGroup),
      limits: { cpus: line.quoted(p.grafana_cpu, composeCpus), memory: line.of(p.grafana_memory, composeSize), pids: line.of(p.grafana_pids, Number) },
      reservations: { cpus: line.quoted(p.grafana_cpu, composeCpus), memory: line.of(p.grafana_memory, composeSize) },
      tmpfs: [line.of(p.grafana_tmpfs, (size) => `/tmp:size=${composeSize(size)}`) ?? '/tmp'],
    }),
  };
}
