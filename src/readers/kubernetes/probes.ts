import { at, listAt, scalarAt, textAt, type Node } from '../../formats/kubernetes-object.ts';
import { defaultEntry, statedEntry } from '../../model/entry.ts';
import { inOneLine } from '../../model/quote.ts';
import type { Setting } from '../../model/setting.ts';
import * as container from '../../settings/container.ts';
import * as found from '../../settings/found.ts';
import * as kubernetes from '../../settings/kubernetes.ts';
import { allStated, entriesOnly, NOTHING_STATED, seconds, stateNode, wholeNumber, type Stated } from './stating.ts';

interface Times {
  readonly period: Setting<number>;
  readonly timeout?: Setting<number>;
  readonly failures: Setting<number>;
}

const PROBES: readonly (readonly [name: string, times: Times])[] = [
  ['readiness', { period: container.ready_period, timeout: container.ready_timeout, failures: container.ready_failures }],
  ['liveness', { period: container.live_period, timeout: container.live_timeout, failures: container.live_failures }],
  ['startup', { period: container.startup_period, failures: container.startup_failures }],
];

/** What the probes of a container ask, where, and how often. */
export const probeEntries = (component: string, node: Node): Stated => allStated(PROBES.map(([name, times]) => probeEntry(component, node, name, times)));

function probeEntry(component: string, node: Node, name: string, times: Times): Stated {
  const probe = at(node, `${name}Probe`);
  if (probe?.kind !== 'mapping') return NOTHING_STATED;
  const time = (setting: Setting<number> | undefined, key: string, silent: number, parse: (text: string) => number | undefined): Stated => {
    const value = scalarAt(probe, key);
    if (setting === undefined) return NOTHING_STATED;
    return value === undefined ? entriesOnly([defaultEntry(component, setting, silent, 'Kubernetes')]) : stateNode(component, setting, `${name}Probe.${key}`, value, parse);
  };
  return allStated([
    time(times.period, 'periodSeconds', 10_000, seconds),
    time(times.timeout, 'timeoutSeconds', 1000, seconds),
    time(times.failures, 'failureThreshold', 3, wholeNumber),
    question(component, node, name, probe),
  ]);
}

function question(component: string, node: Node, name: string, probe: Node): Stated {
  const [http, tcp, grpc] = [at(probe, 'httpGet'), at(probe, 'tcpSocket'), at(probe, 'grpc')];
  const command = listAt(probe, 'exec', 'command').flatMap((word) => (word.kind === 'scalar' ? [word.text] : []));
  if (command.length > 0) {
    const text = inOneLine(command.join(' '));
    return entriesOnly([
      statedEntry(component, kubernetes.probe, command.join(' ').slice(0, 4000), at(probe, 'exec')?.at ?? probe.at, { subject: name, text }),
      ...(name === 'readiness' ? [statedEntry(component, found.health_test, command.join(' '), at(probe, 'exec')?.at ?? probe.at, { text })] : []),
    ]);
  }
  const port = scalarAt(http ?? tcp ?? grpc, 'port');
  if (port === undefined) return NOTHING_STATED;
  const asked = http !== undefined ? `GET :${port.text}${textAt(http, 'path') ?? '/'}` : grpc !== undefined ? `grpc :${port.text}` : `tcp :${port.text}`;
  const elsewhere = scalarAt(http ?? tcp, 'host') !== undefined;
  const number = /^[0-9]{1,5}$/.test(port.text) ? Number(port.text) : namedPort(node, port.text);
  return entriesOnly([
    statedEntry(component, kubernetes.probe, asked, port.at, { subject: name, text: asked }),
    ...(elsewhere ? [] : number === undefined
      ? [statedEntry(component, kubernetes.probe_port_unknown, port.text, port.at, { subject: name, text: `port: ${inOneLine(port.text)}` })]
      : [statedEntry(component, kubernetes.probe_port, number, port.at, { subject: name, text: `port: ${port.text}` })]),
  ]);
}

/** The number of a container's port of that name. */
export function namedPort(of: Node, name: string): number | undefined {
  const port = listAt(of, 'ports').find((one) => textAt(one, 'name') === name);
  const number = Number(textAt(port, 'containerPort'));
  return port !== undefined && Number.isInteger(number) && number > 0 ? number : undefined;
}
