import { isExternal, type Stack } from '../../src/model/stack.ts';
import { at, list, members, number, quantity, readManifests, selects, text, workloadsOf, type Json, type Manifest, type Workload } from './kubernetes-read.ts';
import type { RenderedFile } from '../../src/model/target.ts';

/** Kinds that belong to no namespace. */
const OF_THE_CLUSTER: readonly string[] = ['Namespace', 'PriorityClass'];

/** Manifests, read, with the plan that they shall say. */
interface Rendered {
  readonly plan: Stack;
  readonly all: readonly Manifest[];
  readonly workloads: readonly Workload[];
}

type Law = (rendered: Rendered) => readonly string[];

const of = (all: readonly Manifest[], kind: string): readonly Manifest[] => all.filter((manifest) => manifest.kind === kind);
const says = (holds: boolean, complaint: string): readonly string[] => (holds ? [] : [complaint]);
const place = ({ kind, name }: Manifest): string => `${kind}/${name}`;

const names: Law = ({ plan, all }) => {
  const places = all.map(place);
  const twice = places.filter((one, index) => places.indexOf(one) !== index);
  const [namespace, ...others] = of(all, 'Namespace');
  return [
    ...twice.map((one) => `${one} is there twice`),
    ...says(namespace !== undefined && others.length === 0 && at(namespace.data, 'metadata', 'namespace') === undefined, 'there is not one Namespace, outside of namespaces'),
    ...all.filter(({ kind, name }) => kind === 'PriorityClass' && !name.startsWith(`${namespace?.name ?? ''}-`)).map((manifest) => `${place(manifest)} may be another stack's`),
    ...all.filter((manifest) => !OF_THE_CLUSTER.includes(manifest.kind) && at(manifest.data, 'metadata', 'namespace') !== namespace?.name).map((manifest) => `${place(manifest)} is in another namespace`),
    ...all.filter((manifest) => at(manifest.data, 'metadata', 'labels', 'app.kubernetes.io/part-of') !== plan.name).map((manifest) => `${place(manifest)} is part of nothing`),
    ...all.filter(({ name, kind }) => !/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(name) || (kind === 'Service' && !/^[a-z][a-z0-9-]{0,62}$/.test(name))).map((manifest) => `${place(manifest)} is no name`),
  ];
};

const controllers: Law = ({ plan, all, workloads }) => [
  ...plan.components.filter((component) => !isExternal(plan, component) && !workloads.some(({ name }) => name === component.name)).map(({ name }) => `nothing runs ${name}`),
  ...workloads.flatMap((workload) => [
    ...says(selects(at(workload.data, 'spec', 'selector', 'matchLabels'), workload.labels), `${place(workload)} does not select its pods`),
    ...says(members(at(workload.data, 'spec', 'selector', 'matchLabels')).length === 1, `${place(workload)} selects by more than its name`),
    ...says(workloads.filter((other) => selects(at(workload.data, 'spec', 'selector', 'matchLabels'), other.labels)).length === 1, `${place(workload)} selects the pods of others`),
    ...says(at(workload.labels, 'app.kubernetes.io/instance') === workload.name, `${place(workload)} is another instance`),
    ...says(of(all, 'ServiceAccount').some(({ name, data }) => name === at(workload.pod, 'serviceAccountName') && at(data, 'automountServiceAccountToken') === false), `${place(workload)} has no account of its own`),
    ...says(workload.kind === 'Deployment' || of(all, 'Service').some(({ name, data }) => name === at(workload.data, 'spec', 'serviceName') && at(data, 'spec', 'clusterIP') === 'None'), `${place(workload)} has no headless Service`),
    ...[at(workload.pod, 'affinity', 'podAntiAffinity', 'preferredDuringSchedulingIgnoredDuringExecution', 0, 'podAffinityTerm'), at(workload.pod, 'topologySpreadConstraints', 0)].flatMap((term) =>
      says(selects(at(term, 'labelSelector', 'matchLabels'), workload.labels) && at(term, 'labelSelector', 'matchLabels') !== undefined, `${place(workload)} spreads the pods of others`),
    ),
  ]),
];

const services: Law = ({ all, workloads }) =>
  of(all, 'Service').flatMap((service) => {
    const selected = workloads.filter(({ labels }) => selects(at(service.data, 'spec', 'selector'), labels));
    return [
      ...says(selected.length === 1 && selected[0]?.name === service.name, `${place(service)} selects ${selected.map(place).join() || 'nothing'}`),
      ...list(service.data, 'spec', 'ports').flatMap((port) => [
        ...says(selected[0]?.ports.includes(number(port, 'targetPort')) ?? false, `${place(service)} leads to a port that nobody listens on`),
        ...says(text(port, 'name').length <= 15, `${place(service)} has a port with a long name`),
      ]),
    ];
  });

/** Who may connect to whom on which port, as `from>to:port`, said by one side. */
function edges(all: readonly Manifest[], workloads: readonly Workload[], side: 'ingress' | 'egress'): readonly string[] {
  return of(all, 'NetworkPolicy').flatMap((policy) => {
    const self = workloads.filter(({ labels }) => selects(at(policy.data, 'spec', 'podSelector', 'matchLabels'), labels));
    if (members(at(policy.data, 'spec', 'podSelector')).length === 0) return [];
    return list(policy.data, 'spec', side).flatMap((rule) =>
      list(rule, side === 'ingress' ? 'from' : 'to').flatMap((peer) =>
        at(peer, 'podSelector') === undefined
          ? []
          : workloads
              .filter(({ labels }) => selects(at(peer, 'podSelector', 'matchLabels'), labels))
              .flatMap((other) => list(rule, 'ports').flatMap((port) => self.map((own) => (side === 'ingress' ? `${other.name}>${own.name}:${number(port, 'port')}` : `${own.name}>${other.name}:${number(port, 'port')}`)))),
      ),
    );
  });
}

/** Who connects to whom: the links, and what migrates a database past its pooler. */
function connections({ links, components, entries }: Stack): readonly (readonly [from: string, to: string])[] {
  const pooler = (name: string): boolean => components.some((component) => component.name === name && component.kind === 'pgbouncer');
  const migrates = (name: string): boolean => (entries.get(`${name}.component.migrate`)?.value as readonly string[] | undefined ?? []).length > 0;
  const past = links.filter(({ from, to }) => migrates(from) && pooler(to)).flatMap((link) => links.filter(({ from }) => from === link.to).map(({ to }) => [link.from, to] as const));
  return [...links.map(({ from, to }) => [from, to] as const), ...past];
}

const policies: Law = ({ plan, all, workloads }) => {
  const portsOf = (name: string): readonly number[] => list(of(all, 'Service').find((service) => service.name === name)?.data, 'spec', 'ports').map((port) => number(port, 'targetPort'));
  const hosted = (name: string): boolean => workloads.some((workload) => workload.name === name);
  const linked = connections(plan).filter(([from, to]) => hosted(from) && hosted(to)).flatMap(([from, to]) => portsOf(to).map((port) => `${from}>${to}:${port}`)).sort();
  const denies = of(all, 'NetworkPolicy').filter(({ data }) => members(at(data, 'spec', 'podSelector')).length === 0 && at(data, 'spec', 'ingress') === undefined && at(data, 'spec', 'egress') === undefined);
  return [
    ...says(denies.length === 1, 'pods without a policy may do anything'),
    ...(['ingress', 'egress'] as const).flatMap((side) => {
      const allowed = [...edges(all, workloads, side)].sort();
      return says(JSON.stringify(allowed) === JSON.stringify(linked), `${side} allows ${allowed.join()} but the links are ${linked.join()}`);
    }),
    ...workloads.flatMap((workload) => {
      const own = of(all, 'NetworkPolicy').filter(({ data }) => members(at(data, 'spec', 'podSelector')).length > 0 && selects(at(data, 'spec', 'podSelector', 'matchLabels'), workload.labels));
      const outside = list(own[0]?.data, 'spec', 'ingress').some((rule) => at(rule, 'from') === undefined);
      const anywhere = list(own[0]?.data, 'spec', 'egress').filter((rule) => at(rule, 'to') === undefined || list(rule, 'to').some((peer) => at(peer, 'ipBlock') !== undefined && at(peer, 'ipBlock', 'cidr') !== '169.254.20.10/32'));
      const external = connections(plan).filter(([from, to]) => from === workload.name && !hosted(to)).length;
      const entrance = ['nginx', 'node', 'next', 'gunicorn', 'uvicorn'].includes(plan.components.find(({ name }) => name === workload.name)?.kind ?? '') && !plan.links.some(({ from, to }) => to === workload.name && hosted(from));
      return [
        ...says(own.length === 1 && JSON.stringify(at(own[0]?.data, 'spec', 'policyTypes')) === '["Ingress","Egress"]', `${place(workload)} has ${own.length} policies`),
        ...says(list(own[0]?.data, 'spec', 'egress').some((rule) => list(rule, 'ports').map((port) => `${text(port, 'protocol')} ${number(port, 'port')}`).join() === 'UDP 53,TCP 53'), `${place(workload)} cannot resolve names`),
        ...says(outside === entrance, `${place(workload)} ${outside ? 'is open to' : 'is closed for'} the outside`),
        ...says(anywhere.length === external, `${place(workload)} may connect to ${anywhere.length} places outside, but has ${external} links there`),
      ];
    }),
  ];
};

const portsAsked = (probe: Json | undefined): readonly number[] => {
  const exec = list(probe, 'exec', 'command').join(' ');
  const named = /(?:--port=|-p |\/dev\/tcp\/127\.0\.0\.1\/)([0-9]+)/.exec(exec)?.[1];
  return [at(probe, 'httpGet', 'port'), at(probe, 'tcpSocket', 'port'), named === undefined ? undefined : Number(named)].filter((port): port is number => typeof port === 'number');
};
/** Of what answers nobody the age of a file is asked, which it is told of. */
const asksHeartbeat = (workload: Workload, probe: Json | undefined): boolean =>
  list(probe, 'exec', 'command').join(' ').includes("os.environ['HEARTBEAT_FILE']") && list(workload.container, 'env').some((variable) => at(variable, 'name') === 'HEARTBEAT_FILE');
const question = (probe: Json | undefined): string => JSON.stringify([at(probe, 'exec'), at(probe, 'httpGet'), at(probe, 'tcpSocket')]);

const probes: Law = ({ workloads }) =>
  workloads.flatMap((workload) => [
    ...['readinessProbe', 'livenessProbe', 'startupProbe'].flatMap((kind) => {
      const probe = at(workload.container, kind);
      const ports = portsAsked(probe);
      return [
        ...says(asksHeartbeat(workload, probe) || (ports.length === 1 && ports.every((port) => workload.ports.includes(port))), `${kind} of ${place(workload)} asks no port of its own`),
        ...says(['periodSeconds', 'timeoutSeconds', 'failureThreshold'].every((field) => number(probe, field) >= 1), `${kind} of ${place(workload)} leaves a number to Kubernetes`),
      ];
    }),
    ...says(question(at(workload.container, 'readinessProbe')) !== question(at(workload.container, 'livenessProbe')), `${place(workload)} is restarted when it is not ready`),
  ]);

const resources: Law = ({ workloads }) =>
  workloads.flatMap((workload) => {
    const [limits, requests] = ['limits', 'requests'].map((side) => at(workload.container, 'resources', side));
    const inMemory = list(workload.pod, 'volumes').filter((volume) => at(volume, 'emptyDir', 'medium') === 'Memory').map((volume) => quantity(at(volume, 'emptyDir', 'sizeLimit')));
    const onDisk = list(workload.pod, 'volumes').filter((volume) => at(volume, 'emptyDir') !== undefined && at(volume, 'emptyDir', 'medium') === undefined).map((volume) => quantity(at(volume, 'emptyDir', 'sizeLimit')));
    const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
    return [
      ...['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => says(quantity(at(requests, resource)) <= quantity(at(limits, resource)), `${place(workload)} requests more ${resource} than its limit`)),
      ...says(total(inMemory) < quantity(at(limits, 'memory')), `${place(workload)} has folders in memory beyond its memory`),
      ...says(total(onDisk) < quantity(at(limits, 'ephemeral-storage')), `${place(workload)} has folders on disk beyond its disk`),
    ];
  });

/** The quota holds every pod that the autoscalers and one rolling update of each can start, and the LimitRange lets every container be. */
const bounds: Law = ({ all, workloads }) => {
  const [quota, ...others] = of(all, 'ResourceQuota');
  const range = at(of(all, 'LimitRange')[0]?.data, 'spec', 'limits', 0);
  const most = (workload: Workload): number => {
    const scaler = of(all, 'HorizontalPodAutoscaler').find(({ data }) => at(data, 'spec', 'scaleTargetRef', 'name') === workload.name);
    return number(scaler?.data ?? workload.data, 'spec', scaler === undefined ? 'replicas' : 'maxReplicas') + (workload.kind === 'Deployment' ? number(workload.data, 'spec', 'strategy', 'rollingUpdate', 'maxSurge') : 0);
  };
  const containersOf = (workload: Workload): readonly Json[] => list(workload.pod, 'containers');
  const total = (of: (workload: Workload) => number): number => workloads.reduce((sum, workload) => sum + most(workload) * of(workload), 0);
  return [
    ...says(quota !== undefined && others.length === 0, 'there is not one quota'),
    ...says(number(quota?.data, 'spec', 'hard', 'pods') >= total(() => 1), 'the quota refuses pods'),
    ...['requests', 'limits'].flatMap((side) => ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) =>
      says(quantity(at(quota?.data, 'spec', 'hard', `${side}.${resource}`)) >= total((workload) => containersOf(workload).reduce<number>((sum, one) => sum + quantity(at(one, 'resources', side, resource)), 0)), `the quota of ${side}.${resource} refuses pods`))),
    ...workloads.flatMap((workload) => [...containersOf(workload), ...workload.before].flatMap((one) => ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => [
      ...says(quantity(at(one, 'resources', 'limits', resource)) <= quantity(at(range, 'max', resource)), `the LimitRange refuses the ${resource} of ${place(workload)}`),
      ...says(quantity(at(one, 'resources', 'requests', resource)) >= quantity(at(range, 'min', resource)), `the LimitRange wants more ${resource} for ${place(workload)}`),
    ]))),
    ...['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => {
      const [min, request, limit, max] = ['min', 'defaultRequest', 'default', 'max'].map((bound) => quantity(at(range, bound, resource)));
      return says((min ?? 1) <= (request ?? 0) && (request ?? 1) <= (limit ?? 0) && (limit ?? 1) <= (max ?? 0), `the LimitRange contradicts itself about ${resource}`);
    }),
    ...workloads.flatMap((workload) => says(of(all, 'PriorityClass').some(({ name }) => name === at(workload.pod, 'priorityClassName')), `${place(workload)} has a priority that is not there`)),
  ];
};

const autoscalers: Law = ({ all, workloads }) => [
  ...of(all, 'HorizontalPodAutoscaler').flatMap((scaler) => {
    const target = workloads.find(({ kind, name }) => kind === at(scaler.data, 'spec', 'scaleTargetRef', 'kind') && name === at(scaler.data, 'spec', 'scaleTargetRef', 'name'));
    return [
      ...says(target !== undefined, `${place(scaler)} scales nothing`),
      ...says(number(scaler.data, 'spec', 'minReplicas') < number(scaler.data, 'spec', 'maxReplicas'), `${place(scaler)} cannot scale`),
      ...says(at(target?.container, 'resources', 'requests', 'cpu') !== undefined, `${place(scaler)} has no request to compare with`),
    ];
  }),
  ...workloads.flatMap((workload) => {
    const scaled = of(all, 'HorizontalPodAutoscaler').some(({ data }) => at(data, 'spec', 'scaleTargetRef', 'name') === workload.name);
    return says(scaled === (at(workload.data, 'spec', 'replicas') === undefined), `${place(workload)} ${scaled ? 'fights its autoscaler' : 'does not say how many'}`);
  }),
];

const disruption: Law = ({ all, workloads }) =>
  workloads.flatMap((workload) => {
    const budgets = of(all, 'PodDisruptionBudget').filter(({ data }) => selects(at(data, 'spec', 'selector', 'matchLabels'), workload.labels));
    return [
      ...says(budgets.length === 1, `${place(workload)} has ${budgets.length} budgets of evictions`),
      ...budgets.flatMap((budget) => says(number(budget.data, 'spec', 'maxUnavailable') >= 1 && at(budget.data, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow', `${place(budget)} keeps nodes from being drained`)),
    ];
  });

const volumes: Law = ({ all, workloads }) =>
  workloads.flatMap((workload) => {
    const declared = [...list(workload.pod, 'volumes'), ...list(workload.data, 'spec', 'volumeClaimTemplates').map((claim) => ({ name: text(claim, 'metadata', 'name') }))];
    const containers = [workload.container, ...workload.before].map((container) => list(container, 'volumeMounts'));
    const mounted = containers.flat();
    return [
      ...containers.flatMap((mounts) => says(new Set(mounts.map((mount) => text(mount, 'mountPath'))).size === mounts.length, `${place(workload)} mounts twice at one place`)),
      ...says(!list(workload.container, 'volumeMounts').some((mount) => at(mount, 'name') === 'migration-secrets'), `${place(workload)} sees the password of the schema's owner`),
      ...mounted.flatMap((mount) => says(declared.some((volume) => at(volume, 'name') === at(mount, 'name')), `${place(workload)} mounts ${text(mount, 'name')}, which is not there`)),
      ...declared.flatMap((volume) => says(mounted.some((mount) => at(volume, 'name') === at(mount, 'name')), `${place(workload)} has the volume ${text(volume, 'name')} for nothing`)),
      ...list(workload.pod, 'volumes').flatMap((volume) => {
        const name = at(volume, 'configMap', 'name');
        if (name === undefined) return [];
        const map = of(all, 'ConfigMap').find((candidate) => candidate.name === name);
        const keys = members(map?.data, 'data').map(([key]) => key);
        return [
          ...says(at(map?.data, 'immutable') === true, `${place(workload)} reads a ConfigMap that is missing or may change`),
          ...mounted.filter((mount) => at(mount, 'name') === at(volume, 'name')).flatMap((mount) => says(keys.includes(text(mount, 'subPath')), `${place(workload)} reads a file that its ConfigMap lacks`)),
        ];
      }),
    ];
  });

const secrets: Law = ({ all, workloads }) => [
  ...says(of(all, 'Secret').length === 0, 'a secret is rendered'),
  ...workloads.flatMap((workload) =>
    [workload.container, ...workload.before].flatMap((container) => list(container, 'env')).flatMap((variable) => [
      ...says(at(variable, 'valueFrom') === undefined, `${text(variable, 'name')} of ${place(workload)} is taken from elsewhere`),
      ...(/PASS|SECRET|TOKEN|KEY/.test(text(variable, 'name'))
        ? says(
            text(variable, 'name').endsWith('_FILE') &&
              list(workload.pod, 'volumes').some((volume) => list(volume, 'secret', 'items').some((item) => text(variable, 'value') === `/run/secrets/${text(item, 'path')}`)),
            `${text(variable, 'name')} of ${place(workload)} names no file of a secret`,
          )
        : []),
    ]),
  ),
];

const shutdown: Law = ({ workloads }) =>
  workloads.flatMap((workload) => {
    const seconds = /^(?:sh -c )?sleep ([0-9]+)(?:;|$)/.exec(list(workload.container, 'lifecycle', 'preStop', 'exec', 'command').join(' '))?.[1];
    return [
      ...says(at(workload.container, 'lifecycle') === undefined || seconds !== undefined, `${place(workload)} does not wait until it is out of the endpoints`),
      ...says(number(workload.pod, 'terminationGracePeriodSeconds') > Number(seconds ?? 0), `${place(workload)} is killed while it sleeps`),
    ];
  });

const security: Law = ({ workloads }) =>
  workloads.flatMap((workload) => {
    const pod = at(workload.pod, 'securityContext');
    const containers = [workload.container, ...workload.before].map((container) => at(container, 'securityContext'));
    return [
      ...[pod, ...containers].flatMap((context) =>
        says(at(context, 'runAsNonRoot') === true && number(context, 'runAsUser') > 0 && number(context, 'runAsGroup') > 0 && at(context, 'seccompProfile', 'type') === 'RuntimeDefault', `${place(workload)} may be root`),
      ),
      ...containers.flatMap((container) => says(number(pod, 'fsGroup') === number(container, 'runAsGroup'), `${place(workload)} cannot write to its volumes`)),
      ...containers.flatMap((container) => says(
        at(container, 'allowPrivilegeEscalation') === false && at(container, 'privileged') === false && at(container, 'readOnlyRootFilesystem') === true && JSON.stringify(at(container, 'capabilities')) === '{"drop":["ALL"]}',
        `${place(workload)} has privileges`,
      )),
      ...says(at(workload.pod, 'automountServiceAccountToken') === false && at(workload.pod, 'enableServiceLinks') === false, `${place(workload)} is told of the cluster`),
      ...says(list(workload.container, 'ports').every((port) => number(port, 'containerPort') > 1024), `${place(workload)} listens on a port of root's`),
    ];
  });

const addresses: Law = ({ plan, all, workloads }) =>
  workloads.flatMap((workload) => {
    const variables = new Map(list(workload.container, 'env').map((variable) => [text(variable, 'name'), text(variable, 'value')]));
    return [...variables].filter(([name]) => name.endsWith('_HOST')).flatMap(([name, host]) => {
      const service = of(all, 'Service').find((candidate) => candidate.name === host);
      const port = Number(variables.get(name.replace(/_HOST$/, '_PORT')));
      const outside = plan.components.some((component) => plan.entries.get(`${component.name}.component.external`)?.value === `${host}:${port}`);
      return says(outside || (service !== undefined && list(service.data, 'spec', 'ports').some((one) => number(one, 'port') === port)), `${name} of ${place(workload)} is ${host}:${port}, where nobody answers`);
    });
  });

/** What Kubernetes is told without a number of the plan: none of these is a choice. */
function numbersIn(data: Json | undefined, path: string): readonly (readonly [path: string, value: string])[] {
  if (typeof data === 'number') return [[path, String(data)]];
  if (typeof data === 'string') return /^[0-9]+(\.[0-9]+)?(m|Ki|Mi|Gi)?$/.test(data) ? [[path, data]] : [];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => (key === 'labels' || key === 'data' ? [] : numbersIn(value as Json, `${path}.${key}`)));
}

const explained: Law = ({ plan, all }) => {
  const known = new Set<string>();
  for (const { value, setting } of plan.entries.values()) {
    if (typeof value !== 'number') continue;
    for (const spelling of setting.unit === 'milliseconds' ? [Math.ceil(value / 1000), value] : [value]) known.add(String(spelling));
    if (setting.unit === 'bytes') for (const [unit, size] of [['Gi', 1024 ** 3], ['Mi', 1024 ** 2], ['Ki', 1024]] as const) if (value % size === 0) known.add(`${value / size}${unit}`);
    if (setting.unit === 'millicores') known.add(`${value}m`).add(String(value / 1000));
  }
  return all.flatMap((manifest) => numbersIn(manifest.data, place(manifest)).filter(([, value]) => !known.has(value)).map(([path, value]) => `${path} is ${value}, which no entry explains`));
};

const LAWS: readonly Law[] = [names, controllers, services, policies, probes, resources, bounds, autoscalers, disruption, volumes, secrets, shutdown, security, addresses, explained];

/** What is wrong with the manifests of a plan: they are read back, and held against the plan's structure, never against the renderer. */
export function complaintsAbout(plan: Stack, files: readonly RenderedFile[]): readonly string[] {
  const all = readManifests(files);
  return LAWS.flatMap((law) => law({ plan, all, workloads: workloadsOf(all) }));
}
