import type { Entry } from '../../model/entry.ts';
import { entryOf } from '../../model/lookup.ts';
import { isOperated, type Component, type Stack } from '../../model/stack.ts';
import * as container from '../../settings/container.ts';
import { namespaceOf } from '../kubernetes/labels.ts';
import { writesToDisk } from '../redis.ts';
import { like, matchers, type Matcher } from './promql.ts';

/** The pods of a component, as the kubelet and kube-state-metrics name them. */
export interface Pods {
  readonly controller: 'Deployment' | 'StatefulSet' | 'operator';
  /** Braces that choose series of its containers, further labels among them. */
  readonly containers: (labels?: Readonly<Record<string, Matcher>>) => string;
  /** The same of its pods. */
  readonly pods: (labels?: Readonly<Record<string, Matcher>>) => string;
  /** Its claims of volumes, each with its size. */
  readonly claims: readonly Claims[];
}

/** The volumes of one kind that the pods of a component have. */
export interface Claims {
  /** The budget that they are. */
  readonly budget: 'claim' | 'wal claim';
  readonly series: string;
  readonly size: Entry<number>;
}

/** The container and the pods of an operated component, where their names are not its own. */
const OPERATED: Readonly<Record<string, (name: string) => { readonly container: string; readonly pods: string; readonly data?: string; readonly wal?: string }>> = {
  postgres: (name) => ({ container: 'postgres', pods: `${name}-[0-9]+`, data: `${name}-[0-9]+`, wal: `${name}-[0-9]+-wal` }),
  pgbouncer: (name) => ({ container: 'pgbouncer', pods: `${name}-[^-]+-[^-]+` }),
  redis: (name) => ({ container: 'redis', pods: `rfr-${name}-[0-9]+`, data: `data-rfr-${name}-[0-9]+` }),
  kafka: (name) => ({ container: 'kafka', pods: `${name}-${name}-[0-9]+`, data: `data-0-${name}-${name}-[0-9]+` }),
};

/** Where the pods of a component are. */
export function podsOf(plan: Stack, component: Component): Pods {
  const { name } = component;
  const namespace = namespaceOf(plan);
  const choose = (labels: Readonly<Record<string, Matcher>>): string => matchers({ namespace, ...labels });
  // A Redis that writes nothing has no claim.
  const persists = component.kind !== 'redis' || writesToDisk(plan, component);
  const claims = (budget: Claims['budget'], pattern: string | undefined, size: Entry<number> | undefined): readonly Claims[] =>
    pattern === undefined || size === undefined || !persists ? [] : [{ budget, series: choose({ persistentvolumeclaim: like(pattern) }), size }];
  const sizes = { data: entryOf(plan, component, container.volume_size), wal: entryOf(plan, component, container.wal_volume_size) };
  const operated = isOperated(plan, component) ? OPERATED[component.kind]?.(name) : undefined;
  if (operated !== undefined) {
    return {
      controller: 'operator',
      containers: (labels) => choose({ pod: like(operated.pods), container: operated.container, ...labels }),
      pods: (labels) => choose({ pod: like(operated.pods), ...labels }),
      claims: [...claims('claim', operated.data, sizes.data), ...claims('wal claim', operated.wal, sizes.wal)],
    };
  }
  const controller = ['postgres', 'redis', 'kafka'].includes(component.kind) ? 'StatefulSet' : 'Deployment';
  const pods = controller === 'StatefulSet' ? `${name}-[0-9]+` : `${name}-[^-]+-[^-]+`;
  return {
    controller,
    containers: (labels) => choose({ pod: like(pods), container: name, ...labels }),
    pods: (labels) => choose({ pod: like(pods), ...labels }),
    claims: controller === 'StatefulSet' ? claims('claim', `data-${name}-[0-9]+`, sizes.data) : [],
  };
}
