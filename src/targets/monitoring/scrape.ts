import { noted, printYaml, type Plain, type PlainMap } from '../../formats/yaml-print.ts';
import type { Entry } from '../../model/entry.ts';
import { part, type Component, type Stack } from '../../model/stack.ts';
import { isApplication } from '../../model/who.ts';
import { port as exporterPort } from '../../settings/exporter.ts';
import * as m from '../../settings/monitoring.ts';
import { metricsPort } from '../../settings/metrics-port.ts';
import { exporterName } from '../exporters.ts';
import { comment } from '../kubernetes/print.ts';
import { header } from '../kubernetes/header.ts';
import { commentOf } from '../reason.ts';
import { duration } from './promql.ts';
import { isWatched, watched } from './watched.ts';

/** The configuration of a Prometheus on the networks of docker-compose.yml: one job for each component. */
export function scrapeConfiguration(plan: Stack): string {
  const interval = watched(plan, part('monitoring')).given(m.scrape_interval);
  const every = noted(duration(interval).text, [commentOf(interval)]);
  return `${comment(header(plan, 'What Prometheus scrapes beside docker-compose.yml', ['Alerts are seen in Prometheus and Grafana; who shall be told of them is yours to say: add your Alertmanager under alerting.']))}${printYaml({
    global: { scrape_interval: every, evaluation_interval: every },
    rule_files: ['rules/*.yml'],
    scrape_configs: plan.components.filter((component) => isWatched(plan, component)).map((component) => job(plan, component)),
  })}`;
}

/** A job is named like its component, wherever the metrics come from; every address behind the name is a copy. */
function job(plan: Stack, component: Component): PlainMap {
  const { own } = watched(plan, component);
  const port = own(metricsPort(component) ?? exporterPort);
  return {
    job_name: component.name,
    dns_sd_configs: [{ names: [isApplication(component) ? component.name : exporterName(plan, component)], type: 'A', port: tuned(port) }],
    relabel_configs: [{ target_label: 'stack', replacement: plan.name }],
  };
}

const tuned = (entry: Entry<number>): Plain => noted(entry.value, [commentOf(entry)]);
