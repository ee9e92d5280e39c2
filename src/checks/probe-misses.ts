import { defineCheck, type Breach } from '../model/check.ts';
import { all, optional, own, structure } from '../model/input.ts';
import * as found from '../settings/found.ts';
import * as kubernetes from '../settings/kubernetes.ts';
import { EVERY_KIND } from './kinds.ts';
import { likelyPorts, likelyWords, type LikelyPorts } from './likely-ports.ts';
import { sides } from './wiring.ts';

/** Servers of which every port is known: what their files say is all they listen on. */
const WHOLE: readonly string[] = ['nginx', 'postgres', 'redis', 'pgbouncer', 'kafka'];

const NOTHING_TOLD: LikelyPorts = { told: [], perhaps: [] };

/** The ports that probes and health checks ask against those that the container has. */
export const probeMisses = defineCheck({
  id: 'probe-misses',
  severity: 'error',
  confidence: 'certain',
  on: EVERY_KIND,
  reads: {
    asked: all(kubernetes.probe_port), names: all(kubernetes.probe_port_unknown), declared: all(found.exposed), listens: all(found.listens),
    test: optional(own(found.health_test)), whole: structure((_, component) => WHOLE.includes(component.kind)),
    likely: structure((stack, component): LikelyPorts => likelyPorts(stack, component, 'as it is asked')),
  },
  broken: (v): readonly Breach[] => {
    const listening = v.listens.filter(({ value }) => value).map(({ subject }) => Number(subject));
    const known = [...v.declared, ...v.listens].map(({ subject }) => Number(subject));
    const certain = v.whole && listening.length > 0;
    const probes = v.asked.flatMap(({ subject, value, entry }): readonly Breach[] => {
      const ports = certain ? listening : known;
      if (ports.length === 0 || ports.includes(value)) return [];
      return [{ message: `the ${subject} probe asks port ${value}; the container ${certain ? 'listens on' : 'has'} ${list(ports)}`, ...(entry === undefined ? {} : { entries: [entry] }), ...(certain ? {} : { severity: 'warning', confidence: 'likely' }) }];
    });
    const names = v.names.map(({ subject, value, entry }): Breach => ({ message: `the ${subject} probe asks the port ${value}; no port of the container has that name`, ...(entry === undefined ? {} : { entries: [entry] }) }));
    const port = localPort(v.test ?? '');
    const test = !certain || port === undefined || listening.includes(port) ? [] : [{ message: `the health check asks port ${port}; the server listens on ${list(listening)}` }];
    // Where nothing is certain: an application that was told a port, and a check that asks another.
    const doubted = port === undefined || certain || v.likely.told.length === 0 || v.likely.perhaps.includes(port) || v.likely.told.some((one) => one.port === port) ? [] : [{
      message: `the health check asks port ${port}; the server listens most likely on ${likelyWords(v.likely.told)}`, entries: sides(...v.likely.told.map((one) => one.entry)), severity: 'warning' as const, confidence: 'likely' as const,
    }];
    return [...probes, ...names, ...test, ...doubted];
  },
  why: 'The check can only fail: the container is never ready, or is killed again and again.',
  fix: 'ask the port that the server listens on, and give it a name in ports.',
  source: 'kubernetes.io, configure liveness, readiness and startup probes; kube-linter liveness-port, readiness-port, startup-port',
  examples: {
    holds: [
      { asked: [{ subject: 'readiness', value: 8080 }], names: [], declared: [{ subject: '8080', value: true }], listens: [], test: undefined, whole: false, likely: NOTHING_TOLD },
      { asked: [], names: [], declared: [], listens: [{ subject: '80', value: true }], test: 'curl -f http://localhost/', whole: true, likely: NOTHING_TOLD },
    ],
    breaks: [
      { asked: [], names: [], declared: [], listens: [], test: 'curl -f http://localhost:3001/health || exit 1', whole: false, likely: { told: [{ port: 3000, from: 'PORT' }], perhaps: [] } },
      { asked: [{ subject: 'liveness', value: 8081 }], names: [], declared: [{ subject: '8080', value: true }], listens: [], test: undefined, whole: false, likely: NOTHING_TOLD },
      { asked: [], names: [{ subject: 'readiness', value: 'web' }], declared: [{ subject: '8080', value: true }], listens: [], test: undefined, whole: false, likely: NOTHING_TOLD },
      { asked: [], names: [], declared: [], listens: [{ subject: '8080', value: true }], test: 'CMD curl -f http://localhost:80/health', whole: true, likely: NOTHING_TOLD },
    ],
  },
});

const list = (ports: readonly number[]): string => [...new Set(ports)].join(', ');

/** The port of this container that a command asks by URL; `undefined` where it asks none, or several. */
function localPort(test: string): number | undefined {
  const asked = [...test.slice(0, 4000).matchAll(/\bhttp:\/\/(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)(?::([0-9]{1,5}))?(?=[/?'"\s]|$)/g)].map(([, port]) => Number(port ?? '80'));
  return new Set(asked).size === 1 ? asked[0] : undefined;
}
