import { perStack } from '../../model/lookup.ts';
import { isExternal, type Component, type Stack } from '../../model/stack.ts';
import { ratios } from './budget.ts';
import { UNWATCHED, type Alert, type Recording, type Watch } from './rule.ts';
import { isWatched, watched, type Watched } from './watched.ts';
import { applicationWatch } from './watches/application.ts';
import { metricsMissing } from './watches/down.ts';
import { kafkaWatch } from './watches/kafka.ts';
import { nginxWatch } from './watches/nginx.ts';
import { pgbouncerWatch } from './watches/pgbouncer.ts';
import { podsWatch } from './watches/pods.ts';
import { postgresWatch } from './watches/postgres.ts';
import { pythonWatch, workerWatch } from './watches/python.ts';
import { redisWatch } from './watches/redis.ts';

/** Rules that Prometheus evaluates one after the other. */
export interface Group {
  readonly name: string;
  readonly rules: readonly (Recording | Alert)[];
}

/** What is watched of each kind of server, through the metrics of its own or of its exporter. */
const WATCHES: Readonly<Record<string, (of: Watched) => Watch>> = {
  nginx: nginxWatch, node: applicationWatch, next: () => UNWATCHED, gunicorn: pythonWatch, uvicorn: pythonWatch, python: workerWatch, postgres: postgresWatch, pgbouncer: pgbouncerWatch, redis: redisWatch, kafka: kafkaWatch,
};

/** The groups of a plan: first what is recorded, then what alerts. */
export interface Groups {
  /** What holds wherever the stack runs. */
  readonly recorded: readonly Group[];
  readonly alerts: readonly Group[];
  /** What only the kubelet and kube-state-metrics tell. */
  readonly recordedPods: readonly Group[];
  readonly podAlerts: readonly Group[];
}

/** Everything that is recorded of a plan, and every alert. */
export const groupsOf = perStack((plan): Groups => {
  const hosted = plan.components.filter((component) => !isExternal(plan, component) && WATCHES[component.kind] !== undefined);
  const servers = hosted.map((component) => ({ component, watch: watchOf(plan, component) }));
  const pods = servers.map(({ component, watch }) => ({ component, watch: podsWatch(watched(plan, component), budgetNames(watch)) }));
  return {
    // The one ratio of all budgets stands after what it is made of; of the pods' it takes the figures of the evaluation before.
    recorded: [{ name: `${plan.name}.recorded`, rules: [...recordingsOf(servers), ratios(plan.name)] }],
    alerts: servers.flatMap(({ component, watch }) => group(`${plan.name}.${component.name}.alerts`, watch.alerts)),
    recordedPods: group(`${plan.name}.pods.recorded`, recordingsOf(pods)),
    podAlerts: pods.flatMap(({ component, watch }) => group(`${plan.name}.${component.name}.pods.alerts`, watch.alerts)),
  };
});

function watchOf(plan: Stack, component: Component): Watch {
  if (!isWatched(plan, component)) return UNWATCHED;
  const of = watched(plan, component);
  const watch = WATCHES[component.kind]?.(of) ?? UNWATCHED;
  return { recordings: watch.recordings, alerts: [...watch.alerts, metricsMissing(of)] };
}

const budgetNames = ({ recordings }: Watch): ReadonlySet<string> => new Set(recordings.flatMap(({ labels }) => labels['budget'] ?? []));

const group = (name: string, rules: Group['rules']): readonly Group[] => (rules.length === 0 ? [] : [{ name, rules }]);

/** Rates and shares first: some are made of others. */
const recordingsOf = (watches: readonly { readonly watch: Watch }[]): readonly Recording[] => {
  const all = watches.flatMap(({ watch }) => watch.recordings);
  return [...all.filter(({ labels }) => labels['budget'] === undefined), ...all.filter(({ labels }) => labels['budget'] !== undefined)];
};
