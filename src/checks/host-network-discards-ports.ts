import { defineCheck } from '../model/check.ts';
import { all, own, structure } from '../model/input.ts';
import { entryOf } from '../model/lookup.ts';
import { network_mode, published } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';

/** The ports that a container publishes against a network mode in which nothing is published. */
export const hostNetworkDiscardsPorts = defineCheck({
  id: 'host-network-discards-ports',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  when: (stack, component) => entryOf(stack, component, network_mode) !== undefined,
  reads: { component: structure((_, component) => component.name), mode: own(network_mode), ports: all(published) },
  broken: ({ component, mode, ports }) => {
    if (ports.length === 0 || mode === 'bridge') return undefined;
    const told = ports.map(({ subject, value }) => `${subject.slice(subject.lastIndexOf(':') + 1)}:${value}`).join(', ');
    if (mode === 'none') return `${component} has no network, and publishes ${told}`;
    if (mode !== 'host') return `${component} shares the network of another container (${mode}), and publishes ${told}`;
    const moved = ports.find(({ subject, value }) => subject.slice(subject.lastIndexOf(':') + 1) !== String(value));
    return moved === undefined
      ? [{ message: `${component} uses the host's network, and its ports (${told}) are discarded`, severity: 'warning' as const }]
      : `${component} uses the host's network: its ports (${told}) are discarded, and nothing answers on ${moved.subject.slice(moved.subject.lastIndexOf(':') + 1)}`;
  },
  why: 'Ports are published only for a network of the container\'s own. Compose 1 refuses the service, Docker discards the ports, and refuses them beside the network of another container.',
  fix: 'take network_mode out, or take the ports out and let the server listen on the port that is meant; beside "service:x", publish them there.',
  source: 'docs.docker.com/engine/network/drivers/host: published ports are discarded in host mode; dockerd: "conflicting options: port publishing and the container type network mode"',
  examples: {
    holds: [{ component: 'api', mode: 'host', ports: [] }, { component: 'api', mode: 'bridge', ports: [{ subject: ':80', value: 8080 }] }],
    breaks: [{ component: 'api', mode: 'host', ports: [{ subject: ':8080', value: 80 }] }, { component: 'api', mode: 'host', ports: [{ subject: ':80', value: 80 }] }, { component: 'app', mode: 'service:vpn', ports: [{ subject: ':80', value: 80 }] }],
  },
});
