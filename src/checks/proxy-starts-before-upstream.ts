import { defineCheck, type Breach } from '../model/check.ts';
import type { Entry } from '../model/entry.ts';
import { structure } from '../model/input.ts';
import { entryOf, perStack, repeated } from '../model/lookup.ts';
import type { Component, Stack } from '../model/stack.ts';
import { connects, restart } from '../settings/found.ts';
import { startOrderOf } from './start-order.ts';
import { answering, isComposed, isRestarted, sides, target } from './wiring.ts';

const waiting = perStack((stack) => new Map(startOrderOf(stack).map(({ name, waitsFor }) => [name, waitsFor.map((one) => one.name)])));

/** Everything that is started before a component. */
function startedBefore(stack: Stack, component: Component): readonly string[] {
  const known = new Set<string>([component.name]);
  for (const name of known) for (const other of waiting(stack).get(name) ?? []) known.add(other);
  return [...known].slice(1);
}

/** Upstreams that nginx looks up when it starts: no variable in them, and no `resolve`. */
function lookedUp(stack: Stack, component: Component): readonly { readonly name: string; readonly entry?: Entry }[] {
  const upstreams = new Map<string, Entry>();
  for (const entry of repeated(stack, component, connects)) {
    const text = entry.origin.from === 'stated' ? (entry.origin.text ?? '') : '';
    const name = answering(stack, target(entry.subject ?? '').host);
    if (name !== undefined && name !== component.name && !text.includes('$') && !/\bresolve\b/.test(text) && !upstreams.has(name)) upstreams.set(name, entry);
  }
  return [...upstreams].map(([name, entry]) => ({ name, entry }));
}

/** The services that nginx passes requests to against those that are started before it. */
export const proxyStartsBeforeUpstream = defineCheck({
  id: 'proxy-starts-before-upstream',
  severity: 'warning',
  confidence: 'certain',
  on: ['nginx'],
  when: isComposed,
  reads: {
    component: structure((stack, component) => ({ name: component.name, restart: entryOf(stack, component, restart)?.value })),
    upstreams: structure(lookedUp),
    before: structure(startedBefore),
  },
  broken: ({ component, upstreams, before }) => {
    const late = upstreams.filter(({ name }) => !before.includes(name));
    const breach = ({ name, entry }: (typeof late)[number]): Breach => isRestarted(component.restart)
      ? { message: `${component.name} may start before ${name}, end, and be started again (${component.restart})`, entries: sides(entry), severity: 'note' }
      : { message: `${component.name} does not wait for ${name}, and nothing starts it again`, entries: sides(entry) };
    return late.map(breach);
  },
  why: 'nginx looks up the names of its upstreams once, when it starts; a container that does not run yet has no name, and nginx ends with "host not found in upstream".',
  fix: 'add depends_on, and restart: unless-stopped.',
  source: 'nginx: "host not found in upstream" at ngx_http_upstream; nginx.org/en/docs/http/ngx_http_upstream_module.html#resolve',
  examples: {
    holds: [{ component: { name: 'proxy', restart: undefined }, upstreams: [{ name: 'api' }], before: ['api', 'db'] }, { component: { name: 'proxy', restart: 'always' }, upstreams: [], before: [] }],
    breaks: [{ component: { name: 'proxy', restart: undefined }, upstreams: [{ name: 'api' }], before: [] }, { component: { name: 'proxy', restart: 'always' }, upstreams: [{ name: 'api' }], before: ['db'] }],
  },
});
