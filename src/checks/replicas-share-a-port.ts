import { composeFile, fieldsOf, under, type ComposeNode } from '../formats/compose-file.ts';
import { defineCheck } from '../model/check.ts';
import { documentsOf } from '../model/document.ts';
import { all, own, structure } from '../model/input.ts';
import { entryOf, perStack } from '../model/lookup.ts';
import { PROJECT, type Stack } from '../model/stack.ts';
import { replicas } from '../settings/component.ts';
import { network_mode, published } from '../settings/found.ts';
import { EVERY_KIND } from './kinds.ts';
import { isComposed, sides } from './wiring.ts';

/** Keys below `deploy` that only a swarm obeys. */
const OF_SWARM = ['placement', 'update_config', 'rollback_config', 'restart_policy', 'endpoint_mode', 'mode', 'labels'];

/** Whether a project is written for a swarm, whose routing mesh gives one port to all replicas. */
const isForSwarm = perStack((stack: Stack): boolean => documentsOf(stack.documents, PROJECT.name, composeFile).some(({ content: { project, sources } }) => {
  const parts = (key: string): readonly ComposeNode[] => [...fieldsOf(under(project, key)).values()].map(({ value }) => value);
  return parts('services').some((service) => OF_SWARM.some((key) => under(service, 'deploy', key) !== undefined))
    || parts('networks').some((network) => text(under(network, 'driver')) === 'overlay')
    || sources.some(({ file }) => /(?:^|[/._-])(?:stack|swarm)[._-]/.test(file.path));
}));

const text = (node: ComposeNode | undefined): string => (node?.kind === 'text' ? node.text : '');

/** The replicas of a service against a port of the host that each of them would publish. */
export const replicasShareAPort = defineCheck({
  id: 'replicas-share-a-port',
  severity: 'error',
  confidence: 'likely',
  on: EVERY_KIND,
  when: (stack, component) => isComposed(stack, component) && entryOf(stack, component, network_mode) === undefined && !isForSwarm(stack),
  reads: { component: structure((_, component) => component.name), replicas: own(replicas), ports: all(published) },
  broken: ({ component, replicas: count, ports }) => {
    const fixed = ports.filter(({ subject }) => /:[0-9]+(?:\/[a-z]+)?$/.test(subject));
    if (count < 2 || fixed.length === 0) return undefined;
    const told = fixed.map(({ subject }) => subject.slice(subject.lastIndexOf(':') + 1)).join(', ');
    return [{ message: `${component} has ${count} replicas, and each publishes the port ${told} of the host`, entries: sides(...fixed.map(({ entry }) => entry)) }];
  },
  why: 'A port of the host can be bound once: the second replica is not started ("port is already allocated").',
  fix: 'publish a range with a port for each ("8080-8082:8080") or none, and put a proxy in front.',
  source: 'docs.docker.com/reference/compose-file/services/#ports; docs.docker.com/reference/cli/docker/compose/up: --scale conflicts with a fixed port',
  examples: {
    holds: [
      { component: 'api', replicas: 1, ports: [{ subject: ':8080', value: 8080 }] },
      { component: 'api', replicas: 3, ports: [{ subject: ':8080-8082', value: 8080 }, { subject: ':random-9090', value: 9090 }] },
      { component: 'api', replicas: 3, ports: [] },
    ],
    breaks: [{ component: 'api', replicas: 3, ports: [{ subject: ':8080', value: 8080 }] }, { component: 'dns', replicas: 2, ports: [{ subject: '127.0.0.1:53/udp', value: 53 }] }],
  },
});
