import { valueOf } from '../../model/lookup.ts';
import { isOperated, type Component, type Stack } from '../../model/stack.ts';
import * as c from '../../settings/component.ts';

const PREFIX = 'app.kubernetes.io';

/** What a component is for, whatever software it runs. */
const ROLES: Readonly<Record<string, string>> = { nginx: 'proxy', node: 'application', next: 'frontend', gunicorn: 'application', uvicorn: 'application', python: 'worker', postgres: 'database', pgbouncer: 'pooler', redis: 'cache', kafka: 'queue' };

/** A set of labels, as Kubernetes' types want it. */
export type Labels = { [label: string]: string };

/** Each stack has a namespace of its own, so that the names inside stay short. The cluster's own namespaces are taken. */
export const namespaceOf = (plan: Stack): string => (/^(?:default|kube-.*)$/.test(plan.name) ? `${plan.name}-stack` : plan.name);

/** The labels of everything in the stack. */
export const stackLabels = (plan: Stack): Labels => ({ [`${PREFIX}/managed-by`]: 'plumbline', [`${PREFIX}/part-of`]: plan.name });

/** What pods in the namespace may do: as little as Kubernetes's strictest profile allows. */
export const podSecurityLabels: Labels = Object.fromEntries(
  ['audit', 'enforce', 'warn'].flatMap((mode) => [[`pod-security.kubernetes.io/${mode}`, 'restricted'], [`pod-security.kubernetes.io/${mode}-version`, 'latest']]),
);

/** The one label that no other component has; selectors use it alone, and never change. */
export const selectorOf = (component: Component): Labels => ({ [`${PREFIX}/instance`]: component.name });

/** What operators label the pods of a component with. */
const OPERATED_PODS: Readonly<Record<string, (component: Component) => Labels>> = {
  postgres: ({ name }) => ({ 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' }),
  pgbouncer: ({ name }) => ({ 'cnpg.io/poolerName': name }),
  kafka: ({ name }) => ({ 'strimzi.io/cluster': name, 'strimzi.io/name': `${name}-kafka` }),
};

/** The labels by which others find the pods of a component, whoever runs them. */
export const podsOf = (plan: Stack, component: Component): Labels => (isOperated(plan, component) ? (OPERATED_PODS[component.kind] ?? selectorOf)(component) : selectorOf(component));

/** The labels of everything that belongs to a component, in alphabetical order. */
export function labelsOf(plan: Stack, component: Component): Labels {
  const version = valueOf(plan, component, c.version);
  return {
    [`${PREFIX}/component`]: ROLES[component.kind] ?? component.kind,
    ...selectorOf(component),
    [`${PREFIX}/managed-by`]: 'plumbline',
    [`${PREFIX}/name`]: component.kind,
    [`${PREFIX}/part-of`]: plan.name,
    ...(version === undefined ? {} : { [`${PREFIX}/version`]: version }),
  };
}
