import type { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Component } from '../../model/stack.ts';
import { selectorOf } from './labels.ts';
import { add } from './plain-object.ts';
import { portNumber } from './port.ts';
import type { Server } from './server.ts';

/** Adds the name under which others reach the component, where it answers anybody. A StatefulSet's has no address of its own: the name leads to the pod. */
export function addService(chart: Chart, component: Component, server: Server): void {
  const ports = server.ports.filter((port) => port.for === 'clients');
  if (ports.length === 0) return;
  add(chart, k8s.KubeService, {
    metadata: { name: component.name },
    spec: {
      type: 'ClusterIP',
      ...(server.controller === 'StatefulSet' ? { clusterIp: 'None' } : {}),
      selector: selectorOf(component),
      ports: ports.map(({ name, number }) => ({ name, port: number, protocol: 'TCP', targetPort: portNumber(number) })),
    },
  });
}
